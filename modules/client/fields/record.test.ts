import { expect, test } from 'vitest';
import type { RecordOf } from './catalogue.ts';
import { maskRecord, maskValue } from './mask.ts';
import { recordLabel } from './record-label.ts';
import { recordSchema } from './record-schema.ts';
import { splitByClass } from './split-by-class.ts';

const contact: RecordOf<'contact'> = {
  name: '陈晓明',
  duty: '老板',
  phone: '13812342211',
  email: 'chen@example.com',
  identityNumber: '11010519491231002X',
  main: true,
};

test('a contact is masked: first character, 3+4, 4+4, and the domain; what is ordinary stays', () => {
  expect(maskRecord('contact', contact)).toEqual({
    name: '陈**',
    duty: '老板',
    phone: '138****2211',
    email: 'c***@example.com',
    identityNumber: '1101****002X',
    main: true,
  });
});

test('of an amount nothing is shown, of a bank account the last four', () => {
  expect(maskValue('all', '1472469.81')).toBe('****');
  expect(maskValue('account', '615964917481355729')).toBe('****5729');
});

test.each([
  ['phone', '2211'],
  ['phone', '1382211'],
  ['id', '1101002X'],
  ['account', '5729'],
  ['email', '@example.com'],
  ['email', 'chen'],
] as const)('a value too short for its mask is hidden whole: %s %s', (mask, value) => {
  expect(maskValue(mask, value)).toBe('****');
});

test('a name of one character shows none of it', () => {
  expect(maskValue('name', '陈')).toBe('**');
});

test('a record is parted into what is stored openly and what is encrypted, and nothing is lost', () => {
  const { ordinary, sensitive } = splitByClass('contact', contact);
  expect(ordinary).toEqual({ duty: '老板', main: true });
  expect(Object.keys(sensitive).toSorted()).toEqual(['email', 'identityNumber', 'name', 'phone']);
  expect({ ...ordinary, ...sensitive }).toEqual(contact);
});

test('a field that nobody classified counts as sensitive and is hidden', () => {
  expect(splitByClass('contact', { nickname: '小陈' }).sensitive).toEqual({ nickname: '小陈' });
  expect(maskRecord('contact', { nickname: '小陈' })).toEqual({ nickname: '****' });
});

test('a bank account is called by its bank and its last four figures', () => {
  const account: RecordOf<'bank-account'> = {
    bank: '招商银行徐汇支行',
    account: '229312345678902267',
    nature: 'basic',
  };
  expect(recordLabel('bank-account', account, () => '基本存款账户')).toBe('招商银行徐汇支行 · 基本存款账户 · ****2267');
});

test('a balance without its 截至日期 is refused', () => {
  const balance = { subject: '银行存款', amount: '128430.55' };
  expect(recordSchema('balance').safeParse(balance).error?.issues[0]?.path).toEqual(['asOf']);
  expect(recordSchema('balance').safeParse({ ...balance, asOf: '2026-10-31' }).success).toBe(true);
});

test.each([
  ['an amount with thousands', 'balance', { subject: '银行存款', amount: '128,430.55', asOf: '2026-10-31' }],
  ['a day that is none', 'balance', { subject: '银行存款', amount: '1.00', asOf: '2026-02-30' }],
  ['a thirteenth month', 'filing', { tax: 'vat', period: '2026-13', state: 'filed' }],
  ['a state that no tax office knows', 'filing', { tax: 'vat', period: '2026-10', state: 'maybe' }],
  ['a field that the kind does not have', 'habit', { content: '先电话后上门', password: 'x' }],
  ['an empty text', 'habit', { content: '' }],
] as const)('a record with %s is refused', (_what, kind, record) => {
  expect(recordSchema(kind).safeParse(record).success).toBe(false);
});

test('a code that fails its check digit is taken as it was issued', () => {
  expect(recordSchema('basic').safeParse({ name: '厦门某公司', uscc: '91350211M0000XUF46' }).success).toBe(true);
});
