import { expect, test } from 'vitest';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { openTable } from '#platform/tabular/open-table.ts';
import { compareRegister } from './compare-register.ts';
import { proposeMapping } from './propose-mapping.ts';
import { readRegister } from './read-register.ts';

async function read(content: string) {
  const table = await openTable(Buffer.from(content));
  const proposals = proposeMapping(table.columns, []);
  return readRegister(
    table,
    { columns: Object.fromEntries(proposals.map(({ column, use }) => [column, use])) },
    '2026-11-23' as LocalDate,
  );
}

const known =
  '客户编号,企业名称,联系电话,基本户余额,合同到期日,纳税人类型,备注,税控盘号\nK1,甲公司,18616616417,1472469.81,2027-01-01,一般纳税人,"一\n二",661\nK2,乙公司(有限合伙),13648940600,800.00,2027-01-01,小规模,,\nK3,丙公司,,,,,,\n';

test('the same register again changes nothing', async () => {
  const { drafts } = await read(known);
  expect(compareRegister(drafts, await read(known))).toEqual({
    added: [],
    changed: [],
    unchanged: ['K1', 'K2', 'K3'],
    missing: [],
  });
});

test('columns in another order, amounts with thousands and days written otherwise change nothing', async () => {
  const { drafts } = await read(known);
  const again = await read('企业名称,客户编号,合同到期日,基本户余额\n甲公司 ,Ｋ１,2027年1月1日,"1,472,469.81"\n');
  expect(compareRegister(drafts, again)).toMatchObject({ changed: [], unchanged: ['K1'], missing: ['K2', 'K3'] });
});

test('it tells who comes, who is missing, and each change with old and new', async () => {
  const { drafts } = await read(known);
  const again = await read(
    '客户编号,企业名称,联系电话,基本户余额,备注,税控盘号\nK1,甲公司,18616616418,1472469.51,,662\nK3,丙公司,,0.00,,\nK4,丁公司,,,,\n',
  );
  const comparison = compareRegister(drafts, again);
  expect(comparison.added.map(({ number }) => number)).toEqual(['K4']);
  expect(comparison.missing).toEqual(['K2']);
  expect(
    comparison.changed.map(({ draft, changes }) => [
      draft.number,
      ...changes.map((change) => [change.field, change.old, change.new]),
    ]),
  ).toEqual([
    [
      'K1',
      ['contactPhone', '18616616417', '18616616418'],
      ['balance', 147246981n, 147246951n],
      ['note', '一\n二', null],
      ['extra', '661', '662'],
    ],
    ['K3', ['balance', null, 0n]],
  ]);
  expect(comparison.changed.every(({ onlyWrittenDifferently }) => onlyWrittenDifferently)).toBe(false);
});

test('what is only written differently is told apart', async () => {
  const { drafts } = await read(known);
  const again = await read('客户编号,企业名称,联系电话\nK2,乙公司（有限合伙）,１３６ ４８９４ ０６００\n');
  expect(compareRegister(drafts, again).changed).toMatchObject([
    {
      onlyWrittenDifferently: true,
      changes: [
        { field: 'name', writtenDifferently: true },
        { field: 'contactPhone', writtenDifferently: true },
      ],
    },
  ]);
});

test('what a file has no column for, it does not change; a client in a row with a fault is not missing', async () => {
  const { drafts } = await read(known);
  const again = await read('客户编号,服务费\nK1,100.00\nK2,面议\nK2,1.00\nK3,\n');
  const { changed, missing } = compareRegister(drafts, again);
  expect(changed.map(({ draft, changes }) => [draft.number, changes.length])).toEqual([['K1', 1]]);
  expect(missing).toEqual([]);
});
