import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { levels, parts } from '#modules/reconciliation/engine/link/weights.ts';
import { flatten, type Texts } from '#kit/texts.ts';

const root = new URL('..', import.meta.url).pathname;
const plural = /_(zero|one|two|few|many|other)$/;

async function texts(language: 'zh' | 'en'): Promise<Map<string, Record<string, string>>> {
  const files = globSync(`{modules/*,platform,kit,web,web/sign-in,cli}/locale/${language}.json`, { cwd: root }).sort();
  const read = files.map(
    async (file) => [file, flatten(JSON.parse(await readFile(root + file, 'utf8')) as Texts)] as const,
  );
  return new Map(await Promise.all(read));
}

const keysOf = (table: Record<string, string>) =>
  [...new Set(Object.keys(table).map((key) => key.replace(plural, '')))].sort();
const slots = (text: string) => [...new Set([...text.matchAll(/{{\s*([\w-]+)/g)].map((slot) => slot[1]!))].sort();

test('Chinese and English hold the same keys, file by file', async () => {
  const [zh, en] = [await texts('zh'), await texts('en')];
  expect(zh.size).toBeGreaterThan(0);
  for (const [file, table] of zh) {
    const other = en.get(file.replace('zh.json', 'en.json'));
    expect(other, `${file} has no English beside it`).toBeDefined();
    expect(keysOf(other!), file).toEqual(keysOf(table));
  }
  expect(en.size).toBe(zh.size);
});

test('a text says in both languages what it was given to say', async () => {
  const [zh, en] = [await texts('zh'), await texts('en')];
  const counted = (names: string[]) => names.filter((name) => name !== 'count');
  for (const [file, table] of zh) {
    const other = en.get(file.replace('zh.json', 'en.json')) ?? {};
    for (const [key, text] of Object.entries(other)) {
      const same = table[key] ?? table[key.replace(plural, '')] ?? table[key.replace(plural, '_other')]!;
      expect(counted(slots(text)), `${file}: ${key}`).toEqual(counted(slots(same)));
    }
  }
});

test('no two files claim the same key', async () => {
  const owner = new Map<string, string>();
  for (const [file, table] of await texts('zh'))
    for (const key of keysOf(table)) {
      expect(owner.get(key), `${key} in ${file}`).toBeUndefined();
      owner.set(key, file);
    }
});

test('every text that a page asks for is there', async () => {
  const known = new Set([...(await texts('zh')).values()].flatMap(keysOf));
  const files = globSync('{modules/*/web,kit,web}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const missing: string[] = [];
  let asked = 0;
  for (const file of files) {
    const source = (await readFile(root + file, 'utf8')).replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, , key] of source.matchAll(/(?<![\w.])(?:i18next\.)?t\(\s*\[?(['"])([^'"$]+)\1/g)) {
      asked += 1;
      if (!known.has(key!)) missing.push(`${file}: ${key}`);
    }
    for (const [, start] of source.matchAll(/(?<![\w.])(?:i18next\.)?t\(\s*\[?`([^`$]+)\$\{/g)) {
      asked += 1;
      if (![...known].some((key) => key.startsWith(start!))) missing.push(`${file}: ${start}…`);
    }
  }
  expect(missing).toEqual([]);
  expect(asked).toBeGreaterThan(50);
});

test('every refusal has its words', async () => {
  const known = new Set([...(await texts('zh')).values()].flatMap(keysOf));
  const files = globSync('{modules,platform,server,cli}/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const silent = new Set<string>();
  for (const file of files) {
    const source = await readFile(root + file, 'utf8');
    const codes = [
      ...[...source.matchAll(/new Refusal\(\s*'([\w.-]+)'/g)].map((match) => match[1]!),
      ...[...source.matchAll(/(?<![\w.])no\(\s*'([\w-]+\.[\w.-]+)'/g)].map((match) => match[1]!),
      ...[...source.matchAll(/(?<![\w.])when\([^;]*?,\s*'([\w-]+\.[\w.-]+)'/g)].map((match) => match[1]!),
      ...[...source.matchAll(/(?<![\w.])notFound\(\s*'([\w-]+)'/g)].map((match) => `${match[1]}.not-found`),
    ];
    for (const code of codes) if (!known.has(`refusal.${code}`)) silent.add(`${code} (${file})`);
  }
  expect([...silent].sort()).toEqual([]);
});

test('whatever a reader says of a file or of a cell has its words', async () => {
  const known = new Set([...(await texts('zh')).values()].flatMap(keysOf));
  const files = globSync('{platform/tabular,modules/reconciliation/engine/read}/*.ts', { cwd: root });
  const silent = new Set<string>();
  let said = 0;
  for (const file of files.filter((one) => !one.endsWith('.test.ts'))) {
    const source = await readFile(root + file, 'utf8');
    for (const { 1: code, index } of source.matchAll(/'((?:tabular|source)\.[\w-]+)'/g)) {
      said += 1;
      const ofSource = /(doubts\.push\(|Doubt\[\] = .*\()\{\s*code: $/.test(source.slice(0, index));
      const ofCell = source.slice(index + code!.length + 2).startsWith(', column:');
      const ways = ofSource && !ofCell ? ['doubt'] : ['problem', 'refusal'];
      if (!ways.some((way) => known.has(`${way}.${code}`))) silent.add(`${ways[0]}.${code} (${file})`);
    }
  }
  expect([...silent].sort()).toEqual([]);
  expect(said).toBeGreaterThan(100);
});

test('whatever speaks for or against a linked pair has its words', async () => {
  const known = new Set([...(await texts('zh')).values()].flatMap(keysOf));
  const telling = parts.flatMap((part) => levels[part].slice(1).map((level) => `comparison.link.${part}.${level}`));
  expect(telling.filter((key) => !known.has(key))).toEqual([]);
});
