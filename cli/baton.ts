import { Command, CommanderError } from 'commander';
import { registerAsked } from './commands.ts';
import { openTerminal } from './open-terminal.ts';
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

await registerAsked(program, terminal, process.argv.slice(2));

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
