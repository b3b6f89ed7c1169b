import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { PeopleApi } from '#modules/people/people.client.ts';
import { readConfig } from '#platform/config/config.ts';
import { combineShares } from '#platform/crypto/recovery.ts';
import { openEscrow } from '#platform/envelope/master-key-escrow.ts';
import { rotateMasterKey } from '#platform/envelope/master-key.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';

/** `baton master-key …`: the key over everything sensitive on the server, and its escrow to the firm's recovery key. */
export function registerMasterKey(program: Command, terminal: Terminal<{ people: PeopleApi }>): void {
  const masterKey = program.command('master-key').description('the key over everything sensitive on the server');
  masterKey
    .command('escrow')
    .description(
      'print the master key as an age file that two of the three recovery shares open; keep it apart from backups',
    )
    .action(async () => {
      const found = await terminal.api.people.readEscrow();
      terminal.show(found, [found.ageFile.trimEnd()]);
    });
  masterKey
    .command('recover')
    .argument('<file>', 'the escrow, as it was printed or downloaded')
    .requiredOption('--to <path>', 'the master key file to write; an existing file is not touched')
    .description('open the escrow offline with two of the three recovery shares, and write the master key file')
    .action(async (file: string, { to }: { to: string }) => {
      const ageFile = await readFile(file, 'utf8');
      const first = await terminal.askSecret(terminal.say('terminal.share', { number: 1 }));
      const second = await terminal.askSecret(terminal.say('terminal.share', { number: 2 }));
      const text = await openEscrow(ageFile, await combineShares(first, second));
      await writeFile(to, text, { mode: 0o600, flag: 'wx' });
      terminal.show({ path: to }, [terminal.say('terminal.master-key.recovered', { path: to })]);
    });
  masterKey
    .command('rotate')
    .description(
      'add a version to the master key file of this machine; the next start seals with it and escrows it anew',
    )
    .action(async () => {
      const { masterKeyFile } = readConfig(process.env);
      const { versions, newest } = await rotateMasterKey(masterKeyFile);
      const facts = { version: newest.id, count: versions.length, path: masterKeyFile };
      terminal.show(facts, [terminal.say('terminal.master-key.rotated', facts)]);
    });
}
