import type { Command } from 'commander';
import { type HandoverApi, handoverByNumber } from '#modules/handover/handover.client.ts';
import { type PeopleApi, unlockKeys } from '#modules/people/people.client.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type SigningApi, signMyLetters } from './signing.client.ts';
import type { Letter } from './signing.contract.ts';

type Apis = { signing: SigningApi; handover: HandoverApi; people: PeopleApi };

/** `baton letter …`. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const letter = program.command('letter').description('agreements and pledges');
  letter
    .command('list')
    .argument('[handover]', 'such as H-2026-0001')
    .description('letters of mine, or of a handover')
    .action(async (number?: string) => {
      const { signing, handover } = terminal.api;
      const found = number
        ? await signing.openLetters({ handover: (await handoverByNumber(handover, number)).id })
        : await signing.openMyLetters();
      terminal.show(found, columns(found.map(lineOf)));
    });
  letter
    .command('sign')
    .argument('[handover]', 'such as H-2026-0001')
    .option('--yes', 'sign without printing the texts first', false)
    .description('read and sign every letter that waits for me')
    .action(async (number: string | undefined, { yes }: { yes: boolean }) => {
      const { signing, people } = terminal.api;
      const handover = number ? (await handoverByNumber(terminal.api.handover, number)).id : undefined;
      const { me, keyring } = await unlockKeys(people, await terminal.askVaultPassword());
      const waiting = [
        ...(await signing.openMyLetters()),
        ...(handover ? await signing.openLetters({ handover }) : []),
      ];
      if (!yes)
        for (const { id, person, state } of waiting) {
          if (person.id !== me.person.id || state === 'signed') continue;
          const { text } = await signing.readLetter({ letter: id });
          for (const line of [text.title, '', ...text.paragraphs, '']) terminal.remark(line);
        }
      const signed = await signMyLetters(signing, keyring, { me: me.person.id, ...(handover ? { handover } : {}) });
      terminal.show(signed, columns(signed.map(lineOf)));
    });
}

function lineOf({ kind, title, person, state, side }: Letter) {
  return [kind, title, person.name, side, state];
}
