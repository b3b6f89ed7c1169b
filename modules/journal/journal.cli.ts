import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import { type JournalApi, compareAnchor } from './journal.client.ts';

/** `baton journal …`. */
export function register(program: Command, terminal: Terminal<{ journal: JournalApi }>): void {
  const journal = program.command('journal').description('what happened, as a log that can be verified');
  journal
    .command('status')
    .description('size, newest checkpoint, and the key for an auditor')
    .action(async () => {
      const found = await terminal.api.journal.status();
      const { size, waiting, checkpoint, verifierKey, fingerprint } = found;
      terminal.show(found, [
        terminal.say('terminal.journal.status', { size, waiting }),
        verifierKey,
        displayFingerprint(fingerprint),
        '',
        checkpoint ?? '',
      ]);
    });
  journal
    .command('verify')
    .option('--anchor <file...>', 'checkpoints that were kept elsewhere: the log must only have appended to each')
    .option('--firm-key <key>', 'the verifier key of the firm or its fingerprint, as it was given from outside')
    .description('recompute the log on the server and compare it with its signed checkpoint: exit 0 intact, 1 not')
    .action(async ({ anchor, firmKey }: { anchor?: string[]; firmKey?: string }) => {
      if (anchor) return compareAnchors(anchor, firmKey);
      const found = await terminal.api.journal.verify();
      const { intact, size, firstFault } = found;
      terminal.show(found, [
        terminal.say(intact ? 'terminal.journal.intact' : 'terminal.journal.broken', { size, index: firstFault }),
      ]);
      if (!intact) process.exitCode = 1;
    });

  async function compareAnchors(files: string[], firmKey: string | undefined): Promise<void> {
    const verdicts = [];
    for (const file of files)
      verdicts.push({ file, ...(await compareAnchor(terminal.api.journal, await readFile(file, 'utf8'), firmKey)) });
    terminal.show(
      verdicts,
      verdicts.map(({ state, ...facts }) => terminal.say(`terminal.journal.anchor-${state}`, facts)),
    );
    if (verdicts.some(({ state }) => state !== 'kept')) process.exitCode = 1;
  }
}
