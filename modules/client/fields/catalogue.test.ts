import { expect, test } from 'vitest';
import en from '../locale/en.json' with { type: 'json' };
import zh from '../locale/zh.json' with { type: 'json' };
import { fieldOf, fieldsOf, kindOf, recordKinds } from './catalogue.ts';
import { type ChoiceSet, choiceSets } from './choice-sets.ts';

const chinese: Record<string, string> = zh;
const english: Record<string, string> = en;

test('a client has fourteen kinds of record', () => {
  expect(recordKinds).toHaveLength(14);
});

test.each(recordKinds)('%s: the kind and each field are named in Chinese and in English', (kind) => {
  for (const name of ['title', ...fieldsOf(kind).map(([field]) => field)]) {
    expect(chinese).toHaveProperty([`record.${kind}.${name}`]);
    expect(english).toHaveProperty([`record.${kind}.${name}`]);
  }
});

test.each(Object.keys(choiceSets) as ChoiceSet[])('%s: each choice is called as registers write it', (set) => {
  for (const [key, written] of Object.entries<readonly string[]>(choiceSets[set])) {
    expect(chinese[`choice.${set}.${key}`]).toBe(written[0]);
    expect(english).toHaveProperty([`choice.${set}.${key}`]);
  }
});

test.each(Object.keys(choiceSets) as ChoiceSet[])('%s: no written word stands for two choices', (set) => {
  const written = Object.values<readonly string[]>(choiceSets[set]).flat();
  expect(written).toHaveLength(new Set(written).size);
});

test.each(recordKinds)('%s: label and number are fields of the kind', (kind) => {
  const { label, number } = kindOf(kind);
  for (const name of number ? [...label, number] : label) expect(fieldOf(kind, name), name).toBeDefined();
});

test('every amount, phone, bank number, address and personal name is sensitive', () => {
  const open = recordKinds.flatMap((kind) =>
    fieldsOf(kind)
      .filter(([, field]) => ['money', 'phone', 'account', 'email', 'name'].includes(field.type))
      .filter(([, field]) => field.class === 'ordinary')
      .map(([name]) => `${kind}.${name}`),
  );
  expect(open).toEqual([]);
});

test('every choice field has its list, and only choice fields have one', () => {
  for (const kind of recordKinds) {
    for (const [name, field] of fieldsOf(kind)) {
      expect(field.choices !== undefined, `${kind}.${name}`).toBe(field.type === 'choice');
    }
  }
});
