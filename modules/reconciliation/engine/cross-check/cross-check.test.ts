import { expect, test } from 'vitest';
import { type AgreementRule, crossCheck, type Testimony } from './cross-check.ts';

const rule: AgreementRule = { least: 2, leastChannels: 2, by: { kind: 'amount', toleranceFen: 1n } };
const bank: Testimony = { source: '银行', channel: '对账单', value: '1,472,469.81' };
const books: Testimony = { source: '账套', channel: '导出', value: '1472469.81' };
const client: Testimony = { source: '客户', channel: '电话', value: '¥1472469.82' };

test('what bank, books and client say stands side by side, with who says the same', () => {
  const { groups, silent, verdict } = crossCheck(
    [bank, books, client, { source: '工商', channel: '网页', value: null }],
    rule,
  );
  expect(groups).toEqual([
    {
      value: '1,472,469.81',
      sources: ['银行', '账套', '客户'],
      channels: ['对账单', '导出', '电话'],
      isWrittenAlike: false,
    },
  ]);
  expect(silent).toEqual(['工商']);
  expect(verdict).toEqual({ kind: 'agreed', value: '1,472,469.81' });
});

test.each<[string, Testimony[], Partial<AgreementRule>, object]>([
  ['one source is too few where two must agree', [bank], {}, { kind: 'too-few', have: 1, least: 2 }],
  ['nobody who says anything is too few', [{ ...bank, value: ' ' }], {}, { kind: 'too-few', have: 0, least: 2 }],
  ['one source heard twice is one', [bank, { ...bank, channel: '电话' }], {}, { kind: 'too-few', have: 1, least: 2 }],
  [
    'two sources over one channel are too few channels',
    [bank, { ...books, channel: '对账单' }],
    {},
    { kind: 'too-few-channels', have: 1, least: 2 },
  ],
  [
    'without the bank a balance is not agreed',
    [books, client],
    { needed: ['银行'] },
    { kind: 'needed-missing', sources: ['银行'] },
  ],
  [
    'one against two is contradiction, for a person to decide',
    [bank, books, { ...client, value: '0.00' }],
    {},
    { kind: 'contradicted', value: '1,472,469.81', by: ['客户'] },
  ],
  [
    'one against one is a split',
    [bank, { ...books, value: '0.00' }],
    {},
    { kind: 'split', values: ['1,472,469.81', '0.00'] },
  ],
])('%s', (_, testimonies, more, verdict) => {
  expect(crossCheck(testimonies, { ...rule, ...more }).verdict).toEqual(verdict);
});
