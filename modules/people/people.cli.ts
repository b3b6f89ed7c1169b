import type { Command } from 'commander';
import { type Position, type Role, positions, roles } from '#platform/context/actor.ts';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type PeopleApi, makeKeys, makeRecovery, unlockKeys } from './people.client.ts';
import type { Person } from './people.contract.ts';

/** `baton people …` and `baton key …`. */
export function register(program: Command, terminal: Terminal<{ people: PeopleApi }>): void {
  const people = program.command('people').description('staff of the firm');
  people
    .command('list')
    .description('everybody of the firm')
    .action(async () => {
      const found = await terminal.api.people.listPeople();
      terminal.show(found, columns(found.map(lineOf)));
    });
  people
    .command('me')
    .description('whose key this is, and for which firm')
    .action(async () => {
      const me = await terminal.api.people.me();
      terminal.show(me, columns([[...lineOf(me.person), me.firm.name]]));
    });
  people
    .command('add')
    .description('add a person; prints the first password, once')
    .requiredOption('--name <name>')
    .requiredOption('--title <title>')
    .requiredOption('--email <email>')
    .option('--role <role...>', `one or more of ${roles.join(', ')}`, ['staff'])
    .option('--position <position...>', `any of ${positions.join(', ')}`, [])
    .action(
      async ({
        name,
        title,
        email,
        role,
        position,
      }: Record<'name' | 'title' | 'email', string> & Record<'role' | 'position', string[]>) => {
        const added = await terminal.api.people.addPerson({
          name,
          title,
          email,
          roles: role.map((each) => oneOf<Role>(roles, each)),
          positions: position.map((each) => oneOf<Position>(positions, each)),
        });
        terminal.show(added, columns([[name, email, added.firstPassword]]));
      },
    );

  const key = program.command('key').description('own keys, and the recovery key of the firm');
  key
    .command('create')
    .description('make own keys, sealed under a new vault password; earlier ones are revoked')
    .action(async () => {
      const { me } = await makeKeys(terminal.api.people, await terminal.askVaultPassword({ anew: true }));
      terminal.show(me.person.keys, [displayFingerprint(me.person.keys!.fingerprint)]);
    });
  key
    .command('renew')
    .description(
      'make new keys that the present ones sign for, so that colleagues follow; the present ones are revoked',
    )
    .action(async () => {
      const { keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      const again = await terminal.askVaultPassword({ anew: true });
      const { me } = await makeKeys(terminal.api.people, again, { former: keyring });
      terminal.show(me.person.keys, [displayFingerprint(me.person.keys!.fingerprint)]);
    });
  key
    .command('identity')
    .description(
      'print the own age identity, for `age -d -i` and `baton archive verify --identity`; whoever has it opens what you open',
    )
    .action(async () => {
      const { keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      terminal.show({ identity: keyring.identity }, [keyring.identity]);
    });
  key
    .command('recovery')
    .description('make the recovery key of the firm; prints its three shares, once')
    .action(async () => {
      const { recipient, shares } = await makeRecovery(terminal.api.people);
      terminal.show({ recipient, shares }, [recipient, ...shares.flatMap((share, i) => ['', `${i + 1}/3`, share])]);
    });
}

function lineOf({ name, title, email, state, roles: held, positions: standing, keys }: Person) {
  return [name, title, email, state, [...held, ...standing].join(' '), keys ? keys.fingerprint.slice(0, 16) : '-'];
}

function oneOf<Choice extends string>(choices: readonly Choice[], given: string): Choice {
  const found = choices.find((choice) => choice === given);
  if (!found) throw new Refusal('terminal.no-such-choice', { given, choices: choices.join(', ') });
  return found;
}
