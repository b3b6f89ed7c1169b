import { expect, test } from 'vitest';
import { chooseNormaliser } from './choose.ts';
import { type ColumnKind, columnKind } from './column-kind.ts';

test.each<[string, string[], ColumnKind]>([
  ['基本户余额', ['1472469.81', '5,415,322.76', ''], 'amount'],
  ['服务费(元/月)', ['800', '1200'], 'amount'],
  ['amount', ['2452', '3372.7'], 'amount'],
  ['合计', ['1,200.00', '¥3.50'], 'amount'],
  ['人数', ['12', '3'], 'number'],
  ['district_id', ['18', '1'], 'number'],
  ['loan_id', ['5314', '5316'], 'number'],
  ['合同到期日', ['2026-01-05', '2026年1月5日', '2026/1/5', '2026.1.5', '长期'], 'date'],
  ['月份', ['2026年1月', '2026-02'], 'date'],
  ['date', ['20260105', '20260106'], 'date'],
  ['开户日期', ['46349', '44887'], 'serial-date'],
  ['编号', ['46349', '44887'], 'number'],
  ['联系电话', ['18616616417', '186 1661 6417', '021-58881234'], 'phone'],
  ['银行账号', ['615964917481355729', '709850050008853790'], 'account'],
  ['account_id', ['576', '3818'], 'number'],
  ['统一社会信用代码', ['91310117KGKG6N8E69', '91350211M0000XUF46'], 'credit-code'],
  ['电子邮箱', ['c452742@example.com'], 'email'],
  ['客户编号', ['KH00013', 'KH00529'], 'code'],
  ['企业名称', ['上海安中建筑工程有限公司'], 'text'],
  ['电子邮箱', ['', ' ', '　'], 'empty'],
  ['金额', ['详见合同', '面议'], 'text'],
])('a column %s with %j is one of kind %3$s', (header, values, kind) => {
  expect(columnKind(header, values)).toBe(kind);
});

test('a column that is empty on one side is compared as the other side says', () => {
  expect(chooseNormaliser('empty', 'amount')).toEqual({ kind: 'amount' });
  expect(chooseNormaliser('date', 'empty')).toEqual({ kind: 'date' });
});

test('columns of different kinds are compared as texts, unless one can be read as the other', () => {
  expect(chooseNormaliser('amount', 'date').kind).toBe('text');
  expect(chooseNormaliser('amount', 'number')).toEqual({ kind: 'amount' });
  expect(chooseNormaliser('date', 'serial-date')).toEqual({ kind: 'date', serial: 1900 });
  expect(chooseNormaliser('phone', 'phone')).toEqual({ kind: 'digits', phone: true });
});
