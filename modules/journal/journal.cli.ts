import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import type { journalContract } from './journal.contract.ts';

type JournalApi = ContractRouterClient<typeof journalContract>;

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
    .description('recompute the log on the server and compare it with its signed checkpoint: exit 0 intact, 1 not')
    .action(async () => {
      const found = await terminal.api.journal.verify();
      const { intact, size, firstFault } = found;
      terminal.show(found, [
        terminal.say(intact ? 'terminal.journal.intact' : 'terminal.journal.broken', { size, index: firstFault }),
      ]);
      if (!intact) process.exitCode = 1;
    });
}
