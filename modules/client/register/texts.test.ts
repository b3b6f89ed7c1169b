import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from '../locale/en.json' with { type: 'json' };
import zh from '../locale/zh.json' with { type: 'json' };
import { registerColumns, registerFields } from './columns.ts';

const house = new URL('../../..', import.meta.url).pathname;
const sources = globSync('{platform/tabular,modules/client/register}/*.ts', { cwd: house, exclude: ['**/*.test.ts'] });

/** Every code that reading a register can give, by what the code is called in the sources. */
const codes = sources
  .flatMap((file) => [
    ...readFileSync(`${house}/${file}`, 'utf8').matchAll(/['`]((?:tabular|register)\.[a-z][a-z-]*[a-z])['`]/g),
  ])
  .map((match) => match[1]!);

const texts: Record<string, string>[] = [zh, en];

test.each([...new Set(codes)])('%s has its words in Chinese and in English, with the same facts', (code) => {
  const keys = ['refusal', 'doubt', 'problem'].map((kind) => `${kind}.${code}`).filter((key) => key in zh);
  expect(keys).not.toEqual([]);
  for (const key of keys) {
    const [chinese, english] = texts.map((language) => new Set(language[key]?.match(/\{\{\w+\}\}/g)));
    expect(english).toEqual(chinese);
  }
});

test.each([
  ...['percent', 'scientific', 'too-fine', 'unreadable'].map((reason) => `problem.register.amount-${reason}`),
  ...['length', 'characters', 'organisation-check', 'check'].map((reason) => `problem.register.uscc-${reason}`),
  ...['no-owner', 'no-name', 'no-number', 'no-balance-date'].map((gap) => `register.gap.${gap}`),
  ...registerFields
    .map((field) => registerColumns[field].record?.join('.') ?? field)
    .map((path) => (path === 'owner' ? 'register.owner' : `record.${path}`)),
])('%s is written in Chinese and in English', (key) => {
  for (const language of texts) expect(language[key]).toBeTypeOf('string');
});
