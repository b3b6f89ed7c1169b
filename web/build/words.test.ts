import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textsOfModules, vocabulariesOf, wordsOf } from './words.ts';

const root = join(import.meta.dirname, '..', '..');
const texts = new Map<string, Record<string, string>>([
  ['client', { 'client.name': '名称', 'client.count_one': '一户', 'task.client.check': '核对' }],
  ['vault', { 'vault.lock': '锁', 'vault.state.open': '开', 'task.vault.wrap': '配钥匙' }],
]);
/** A file that puts a key together from its beginning and what it knows at run time. */
const asking = (beginning: string) => `t(\`${beginning}\${known}\`)`;
const said = (file: string, source: string) => vocabulariesOf(file, source, texts);

test('a file speaks the words of the modules whose keys it names, in whatever form', () => {
  expect(said('modules/vault/web/Lock.tsx', `t('vault.lock')`)).toEqual(['vault']);
  expect(said('modules/vault/web/Lock.tsx', `<Chip text="client.name" /> t('vault.lock')`)).toEqual([
    'client',
    'vault',
  ]);
  expect(said('web/Shell.tsx', `t('client.count', { count })`)).toEqual(['client']);
  expect(said('web/Shell.tsx', `t('shell.menu')`)).toEqual([]);
});

test('of its neighbours it speaks those words alone that begin as it says', () => {
  expect(said('modules/task/web/task.parts.tsx', asking('task.'))).toEqual(['task.']);
  expect(said('modules/client/web/Client.tsx', asking('vault.state.'))).toEqual(['vault.state.']);
  expect(said('modules/vault/web/Lock.tsx', asking('vault.state.'))).toEqual(['vault']);
  expect(said('modules/client/web/Client.tsx', `<States of="vault.state" />`)).toEqual(['vault.state.']);
});

test('a text that holds another comes with it', () => {
  const held = new Map([...texts, ['closing', { 'gate.shut': '门关着($t(vault.state.{{state}}))' }]]);
  expect(Object.keys(wordsOf('gate.', held))).toEqual(['vault.state.open', 'gate.shut']);
  expect(Object.keys(wordsOf('task.', held))).toEqual(['task.client.check', 'task.vault.wrap']);
});

test('a policy speaks the refusals of its module; a refusal of any other is learnt when it comes', () => {
  expect(said('modules/vault/vault.policy.ts', '')).toEqual(['vault']);
  expect(said('kit/explain.ts', asking('refusal.'))).toEqual([]);
});

test('what a page asks for by its key is among the words that the page fetches', () => {
  const known = textsOfModules('zh');
  const owner = new Map(
    [...known].flatMap(([module, table]) => Object.keys(table).map((key) => [key, module] as const)),
  );
  const silent: string[] = [];
  for (const file of globSync('{modules/*/web,kit,web}/**/*.{ts,tsx}', { cwd: root })) {
    const source = readFileSync(join(root, file), 'utf8');
    const spoken = vocabulariesOf(file, source, known);
    for (const [, , key] of source.matchAll(/(?<![\w.])(?:i18next\.)?t\(\s*\[?(['"])([^'"$]+)\1/g)) {
      const module = owner.get(key!) ?? owner.get(`${key}_other`);
      if (module && !spoken.includes(module)) silent.push(`${file}: ${key}`);
    }
  }
  expect(silent).toEqual([]);
});
