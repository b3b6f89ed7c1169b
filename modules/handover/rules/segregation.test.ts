import { expect, test } from 'vitest';
import { type HeldObject, segregationWarnings } from './segregation.ts';

const held = (object: string, holder: string, more: Partial<HeldObject> = {}): HeldObject => ({
  id: `${object}${more.use ? `-${more.use}` : ''}`,
  client: 'KH00013',
  object,
  holder,
  ...more,
});

test('one person never holds both 财务专用章 and 法人名章 of a client', () => {
  expect(segregationWarnings([held('finance-seal', '王敏'), held('legal-person-seal', '王敏')])).toEqual([
    {
      rule: 'finance-and-legal-seal',
      client: 'KH00013',
      holder: '王敏',
      objects: ['finance-seal', 'legal-person-seal'],
    },
  ]);
});

test('the two seals with two people, or of two clients, are as they should be', () => {
  expect(segregationWarnings([held('finance-seal', '王敏'), held('legal-person-seal', '张强')])).toEqual([]);
  expect(
    segregationWarnings([held('finance-seal', '王敏'), held('legal-person-seal', '王敏', { client: 'KH00014' })]),
  ).toEqual([]);
});

test('a UKey and its PIN are kept apart', () => {
  expect(segregationWarnings([held('bank-ukey', '王敏'), held('ukey-pin', '王敏')])).toMatchObject([
    { rule: 'key-and-pin', objects: ['bank-ukey', 'ukey-pin'] },
  ]);
  expect(segregationWarnings([held('bank-ukey', '王敏'), held('ukey-pin', '张强')])).toEqual([]);
});

test('制单 and 复核 are done with keys of different people', () => {
  const making = held('bank-ukey', '王敏', { use: 'making' });
  expect(segregationWarnings([making, held('bank-ukey', '王敏', { use: 'reviewing' })])).toMatchObject([
    { rule: 'making-and-reviewing-key', objects: ['bank-ukey-making', 'bank-ukey-reviewing'] },
  ]);
  expect(segregationWarnings([making, held('bank-ukey', '张强', { use: 'reviewing' })])).toEqual([]);
});
