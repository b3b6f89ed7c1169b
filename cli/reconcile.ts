import { reconcile, type Say } from '#modules/reconciliation/reconcile.cli.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** `baton reconcile …` by itself: it needs no server, and starts without the rest of the command line. */
try {
  process.exitCode = await reconcile(process.argv.slice(3), speak);
} catch (error) {
  process.exitCode = 2;
  process.stderr.write(`${await wordsOf(error)}\n`);
}

async function speak(): Promise<Say> {
  const { languageOf, speak: inLanguage } = await import('./words.ts');
  return inLanguage(languageOf(process.env));
}

/** `FILE:LINE:COLUMN: what is wrong and how to mend it`. */
async function wordsOf(error: unknown): Promise<string> {
  const say = await speak();
  if (error instanceof Refusal) {
    const { file, line, column } = error.facts;
    const place = [file, line, typeof line === 'number' ? column : undefined].filter((part) => part !== undefined);
    const words = say(`refusal.${error.code}`, error.facts);
    return place.length > 0 ? `${place.join(':')}: ${words}` : words;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  if (path !== undefined) return say('refusal.terminal.file', { path, code });
  // Nobody's refusal: it is shown as it is, and never taken for a difference.
  return String((error as Error).stack ?? error);
}
