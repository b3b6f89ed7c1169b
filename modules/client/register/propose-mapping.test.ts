import { expect, test } from 'vitest';
import { registerColumns, registerFields } from './columns.ts';
import { proposeMapping } from './propose-mapping.ts';

/** The proposed use of each column, by its header. */
function uses(columns: string[], sample: string[][] = []) {
  return Object.fromEntries(proposeMapping(columns, sample).map(({ column, use }) => [column, use]));
}

test('the register of the firm is known by its own words, every column for certain', () => {
  const columns = registerFields.map((field) => registerColumns[field].chinese[0]!);
  const proposals = proposeMapping(columns, []);
  expect(proposals.map(({ use }) => use)).toEqual(registerFields);
  expect(proposals.every(({ by, certainty }) => by === 'name' && certainty === 'certain')).toBe(true);
});

test('no header stands for two fields', () => {
  const all = registerFields.flatMap((field) => [...registerColumns[field].chinese, ...registerColumns[field].english]);
  expect(all).toHaveLength(new Set(all).size);
});

test.each([
  ['客户名称', 'name'],
  ['单位名称 *', 'name'],
  ['甲方公司名称', 'name'],
  ['税号', 'uscc'],
  ['纳税人识别号', 'uscc'],
  ['服务费(元/月)', 'monthlyFee'],
  ['服务费(元/月)', 'monthlyFee'],
  ['Client_ID', 'number'],
  ['client no.', 'number'],
  ['Company Name', 'name'],
  ['E-mail', 'contactEmail'],
  ['kehubianhao', 'number'],
  ['khmc', 'name'],
  ['ZHUBANKUAIJI', 'owner'],
  ['银行帐号', 'accountNumber'],
  ['已收费至', 'paidThrough'],
  ['Bank Account No', 'accountNumber'],
])('a column called %s is proposed as %s', (column, use) => {
  expect(uses([column])).toEqual({ [column]: use });
});

test.each([
  ['年服务费', 'a yearly fee is no monthly one'],
  ['服务费(元/年)', 'a yearly fee is no monthly one'],
  ['余额(美元)', 'the firm counts in yuan'],
  ['法人联系电话', 'the phone of another person'],
  ['开户行地址', 'an address is no bank'],
  ['district_id', 'nobody said that it is the person in charge'],
  ['birth_number', 'nothing is known of it'],
])('a column called %s is kept beside the record: %s', (column) => {
  expect(uses([column])).toEqual({ [column]: 'extra' });
});

test('each field is proposed once, for the header that says it best', () => {
  expect(uses(['名称', '企业名称', '电话', '联系电话'])).toEqual({
    名称: 'extra',
    企业名称: 'name',
    电话: 'extra',
    联系电话: 'contactPhone',
  });
});

test('an amount column in 万元 is proposed with its unit', () => {
  expect(proposeMapping(['基本户余额(万元)'], [])).toMatchObject([{ use: 'balance', unit: 10_000 }]);
});

test('a header that says nothing is judged by what the cells look like, as a guess', () => {
  const sample = Array.from({ length: 20 }, (_, at) => [
    `KH${1000 + at}`,
    `上海第${at}贸易有限公司`,
    `1861661641${at % 10}`,
    at % 2 ? '李娜' : '周洁',
    '一般纳税人',
    `c${at}@example.com`,
  ]);
  const proposals = proposeMapping(['A', 'B', 'C', 'D', 'E', 'F'], sample);
  expect(proposals.map(({ use }) => use)).toEqual([
    'number',
    'name',
    'contactPhone',
    'owner',
    'taxpayerKind',
    'contactEmail',
  ]);
  expect(proposals.every(({ by, certainty }) => by === 'content' && certainty === 'guess')).toBe(true);
});

test('a header whose cells are of another kind is only a guess', () => {
  const sample = [['详见合同'], ['详见合同'], ['面议']];
  expect(proposeMapping(['服务费'], sample)).toMatchObject([{ use: 'monthlyFee', certainty: 'guess' }]);
});

test('a bank export without names gives its number; who is in charge is left to the person', () => {
  const sample = [
    ['1', '706213', '18'],
    ['2', '450204', '1'],
    ['3', '406009', '1'],
  ];
  expect(uses(['client_id', 'birth_number', 'district_id'], sample)).toEqual({
    client_id: 'number',
    birth_number: 'extra',
    district_id: 'extra',
  });
});
