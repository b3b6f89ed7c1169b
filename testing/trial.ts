import { existsSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from '#cli/refused.ts';
import { languageOf, speak } from '#cli/words.ts';
import { type TrialOptions, readOptions, usage } from './trial/options.ts';
import { type ServerProcess, startServerProcess } from './trial/server-process.ts';
import { NotTrue, stepsTo } from './trial/steps.ts';
import { tellStory } from './trial/story.ts';

/**
 * `npm run trial -- FILE …`: one whole handover of a real register on a real server with a fresh data folder, through the
 * API alone. Prints each step with its time; exits with 0 only when every step was true, 1 when one was not, 2 when it could
 * not begin.
 */
const out = (line: string) => void process.stdout.write(`${line}\n`);
const options = optionsGiven();
process.exitCode = options ? await trial(options) : 2;

function optionsGiven(): TrialOptions | null {
  try {
    const read = readOptions(process.argv.slice(2));
    const absent = [read.file, read.second].find((file) => !existsSync(file));
    if (absent === undefined) return read;
    out(`there is no file ${absent}`);
  } catch (error) {
    out((error as Error).message);
  }
  out(usage);
  return null;
}

async function trial(asked: TrialOptions): Promise<number> {
  const say = speak(languageOf(process.env));
  const from = performance.now();
  let server: ServerProcess | undefined;
  try {
    const step = stepsTo(out);
    const dataFolder = await mkdtemp(join(tmpdir(), 'baton-trial-'));
    // PostgreSQL's own account enters it, so that everything of the trial stands in one folder.
    await chmod(dataFolder, 0o711);
    server = await step('start a server with an empty data folder', () =>
      startServerProcess(dataFolder, { empty: true }),
    );
    const folder = await tellStory(server, asked, step, say);
    out(`\nEvery step was true, ${((performance.now() - from) / 1000).toFixed(1)} s. The package: ${folder}`);
    return 0;
  } catch (error) {
    if (error instanceof NotTrue) out(`\nNot true: ${error.message}`);
    else {
      const outcome = outcomeOf(error);
      if (!outcome) out(`\n${(error as Error).stack}`);
      else
        out(`\nRefused: ${'plain' in outcome.text ? outcome.text.plain : say(outcome.text.key, outcome.text.facts)}`);
    }
    return 1;
  } finally {
    await server?.stop();
  }
}
