import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSource } from '../read/open-source.ts';
import { prepare, type Wishes } from './prepare.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-prepare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

async function prepared(left: string, right: string, wishes: Wishes) {
  const [one, other] = await Promise.all(
    [left, right].map((text) => {
      const path = join(folder, `${++files}.csv`);
      writeFileSync(path, text);
      return openSource(path, { mayBeEmpty: true });
    }),
  );
  return prepare(one!, other!, wishes);
}

const named = (pairs: readonly { left: string; right: string }[]) => pairs.map(({ left, right }) => `${left}=${right}`);

const held = '客户编号,客户名称,余额(万元),仓位\nK1,甲公司,1.50,a\nK2,乙公司,2.50,b\n';
const other = 'KHBH,企业名称,余额(元),说明\nK1,甲公司,15000.00,一\nK3,丙公司,25000.00,二\n';

test('without a mapping, words for one field are compared and named; what is unsure is named and not compared', async () => {
  const { comparison, matched, unsure, alone } = await prepared(held, other, { key: ['客户编号'] });
  expect(named(comparison.pairs)).toEqual(['客户编号=KHBH', '客户名称=企业名称']);
  expect(matched.map(({ by }) => by)).toEqual(['synonym', 'synonym']);
  expect(named(unsure)).toEqual(['余额(万元)=余额(元)']);
  expect(alone).toEqual({ left: ['余额(万元)', '仓位'], right: ['余额(元)', '说明'] });
});

test('a mapping that is given is all there is: nothing is guessed beside it', async () => {
  const { comparison, matched } = await prepared(held, other, { key: ['KHBH'], map: { 客户编号: 'KHBH' } });
  expect(named(comparison.pairs)).toEqual(['客户编号=KHBH']);
  expect(matched).toEqual([]);
});

test.each([
  ['客户名称,企业名称\n甲,乙\n', '客户名称,单位名称\n甲,乙\n', '企业名称=单位名称'],
  ['编号,余额(期初)\nK1,1.00\n', '编号,余额(期末)\nK1,1.00\n', '余额(期初)=余额(期末)'],
])('two words for one field, or another word in brackets, are no sure thing', async (left, right, pair) => {
  const { matched, unsure } = await prepared(left, right, { key: [left.split(',')[0]!] });
  expect(matched).toEqual([]);
  expect(named(unsure)).toEqual([pair]);
});

test('headers that differ in letter case and blanks only are the same column, for the key as well', async () => {
  const { comparison, matched } = await prepared('ID,Client Name\n1,A\n', 'id,client_name\n1,A\n', {
    key: ['Id', 'ID'],
  });
  expect(named(comparison.pairs)).toEqual(['ID=id', 'Client Name=client_name']);
  expect(matched.map(({ by }) => by)).toEqual(['name-bare', 'name-bare']);
  expect(comparison.key).toEqual([0]);
});

test('amounts that are counted in 万元 are compared as they stand, and that is said', async () => {
  const text = '编号,金额(万元)\nK1,1.50\n';
  const { doubts } = await prepared(text, text, { key: ['编号'] });
  expect(doubts).toEqual([{ code: 'reconcile.unit', facts: { column: '金额(万元)', unit: '万元' } }]);
  const wishes = { key: ['编号'], map: { '金额(万元)': '金额(元)' } };
  const mapped = await prepared(text, '编号,金额(元)\nK1,15000.00\n', wishes);
  expect(mapped.doubts.map(({ code }) => code)).toEqual(['reconcile.units-differ']);
});

test('a key that only one side has is refused with the file that lacks it, an unknown one with its name', async () => {
  await expect(prepared(held, other, { key: ['仓位'] })).rejects.toMatchObject({
    code: 'reconcile.key-alone',
    facts: { column: '仓位', file: expect.stringMatching(/\.csv$/) },
  });
  await expect(prepared(held, other, { key: ['税号'] })).rejects.toMatchObject({
    code: 'reconcile.no-such-column',
    facts: { column: '税号' },
  });
});

test('a list of a header alone is a table without rows', async () => {
  const { comparison } = await prepared('编号,名称\n', '编号,名称\nK1,甲\n', { key: ['编号'] });
  expect(named(comparison.pairs)).toEqual(['编号=编号', '名称=名称']);
});
