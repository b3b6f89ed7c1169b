import { Command, CommanderError } from 'commander';
import * as archive from '#modules/archive/archive.cli.ts';
import * as client from '#modules/client/client.cli.ts';
import * as closing from '#modules/closing/closing.cli.ts';
import * as handover from '#modules/handover/handover.cli.ts';
import * as comparison from '#modules/reconciliation/comparison.cli.ts';
import * as issue from '#modules/issue/issue.cli.ts';
import * as journal from '#modules/journal/journal.cli.ts';
import * as people from '#modules/people/people.cli.ts';
import * as reconcile from '#modules/reconciliation/reconcile.cli.ts';
import * as reconciliation from '#modules/reconciliation/reconciliation.cli.ts';
import * as signing from '#modules/signing/signing.cli.ts';
import * as vault from '#modules/vault/vault.cli.ts';
import { registerBackup } from './backup.ts';
import { registerMasterKey } from './master-key.ts';
import { openTerminal } from './open-terminal.ts';
import { registerConfig } from './config.ts';
import { registerDoctor } from './doctor.ts';
import { outcomeOf } from './refused.ts';

/**
 * `baton NOUN VERB …`: the product from the command line, through the API of a running server (BATON_URL), as the holder
 * of BATON_KEY. Exits with 0 when it was done, 1 when it was refused or not sound, 2 when it could not be asked.
 */
const program = new Command('baton')
  .description('接力 Baton: the handover of client data, from plan to sealed evidence')
  .option('--json', 'print what was found as JSON', false)
  .exitOverride();
const terminal = openTerminal(process.env, () => program.opts<{ json: boolean }>().json);

registerConfig(program, terminal);
registerDoctor(program, terminal);
registerMasterKey(program, terminal);
registerBackup(program, terminal);
people.register(program, terminal);
client.register(program, terminal);
handover.register(program, terminal);
signing.register(program, terminal);
vault.register(program, terminal);
reconciliation.register(program, terminal);
comparison.register(program, terminal);
reconcile.register(program, async () => terminal.say);
issue.register(program, terminal);
closing.register(program, terminal);
journal.register(program, terminal);
archive.register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const outcome = outcomeOf(error);
    if (!outcome) throw error;
    const words = 'plain' in outcome.text ? outcome.text.plain : terminal.say(outcome.text.key, outcome.text.facts);
    process.stderr.write(`${words}\n`);
    process.exitCode = outcome.exit;
  }
}
