import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import en from './locale/en.json' with { type: 'json' };
import zh from './locale/zh.json' with { type: 'json' };

const root = new URL('../..', import.meta.url).pathname;

/** Every verb that the program writes into the journal, from its own text. */
async function verbs(): Promise<string[]> {
  const files = globSync('{modules,platform,server}/**/*.ts', { cwd: root }).filter(
    (file) => !/\.(test|factory)\.ts$/.test(file),
  );
  const found = new Set<string>();
  for (const file of files) {
    const source = await readFile(root + file, 'utf8');
    for (const [said] of source.matchAll(/(?<![\w.])(verb(:| =) [^,;}\n]+|(journal)?(led|record)\((?!\{)[^;{]+)/g))
      for (const [, verb] of said.matchAll(/'([a-z-]+\.[a-z-]+)'/g)) found.add(verb!);
  }
  return [...found].sort();
}

test('everything that stands in the journal can be read in Chinese and in English', async () => {
  const written = await verbs();
  expect(written.length).toBeGreaterThan(40);
  const words = [zh, en] as Record<string, string>[];
  expect(written.filter((verb) => words.some((table) => !table[`journal.verb.${verb}`]))).toEqual([]);
});
