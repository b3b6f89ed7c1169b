import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import { read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from './document.ts';
import { documentFiling } from './keeping.table.ts';
import { suggestFiling } from './suggest-filing.ts';

const house = useHouse();

async function anOwnedClient(number: string) {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id, number });
  const add = (name: string) =>
    document.addDocument(
      owner.context,
      { client: id, name },
      (async function* () {
        yield Buffer.from(`%PDF-1.7 ${name}`);
      })(),
    );
  return { owner, add };
}

async function codesOf(who: Someone, ids: Id<'document'>[]): Promise<(string | null | undefined)[]> {
  const rows = await read(who.context, (inside) =>
    inside.db.select({ id: documentFiling.documentId, code: documentFiling.code }).from(documentFiling),
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.code);
}

test('filed files get archive codes by client, year and kind, counted on, and keep them while these stay the same', async () => {
  const { owner, add } = await anOwnedClient('KH70001');
  const [one, two, three] = [await add('一.pdf'), await add('二.pdf'), await add('三.pdf')];
  const file = (documents: Id<'document'>[], kind: string, year: number | null) =>
    document.fileDocuments(owner.context, { documents, kind, year });
  await file([one.id, two.id], 'accounting-voucher', 2024);
  await file([three.id], 'accounting-voucher', 2024);
  const ids = [one.id, two.id, three.id];
  expect(await codesOf(owner, ids)).toEqual(['KH70001-2024-PZ-0001', 'KH70001-2024-PZ-0002', 'KH70001-2024-PZ-0003']);
  await file(ids, 'accounting-voucher', 2024);
  expect(await codesOf(owner, ids)).toEqual(['KH70001-2024-PZ-0001', 'KH70001-2024-PZ-0002', 'KH70001-2024-PZ-0003']);
  await file([two.id], 'annual-report', 2024);
  await file([three.id], 'archive-appraisal', null);
  expect(await codesOf(owner, ids)).toEqual(['KH70001-2024-PZ-0001', 'KH70001-2024-NB-0001', 'KH70001-0000-JD-0001']);
});

test('a code is given anew when a file is filed elsewhere, and the number that it had is never given again', async () => {
  const { founder } = house();
  const { owner, add } = await anOwnedClient('KH70003');
  const [one, two] = [await add('一.pdf'), await add('二.pdf')];
  const file = (id: Id<'document'>, kind: string) =>
    document.fileDocuments(owner.context, { documents: [id], kind, year: 2024 });
  await file(one.id, 'accounting-voucher');
  await file(one.id, 'bank-statement');
  await file(two.id, 'accounting-voucher');
  await file(one.id, 'accounting-voucher');
  expect(await codesOf(owner, [one.id, two.id])).toEqual(['KH70003-2024-PZ-0003', 'KH70003-2024-PZ-0002']);
  const { entries } = await journal.listEntries(founder.context, { verb: 'document.filed', limit: 1 });
  expect(entries).toMatchObject([{ facts: { code: 'KH70003-2024-PZ-0003', formerCode: 'KH70003-2024-DZ-0001' } }]);
  await expect(
    transact(owner.context, ({ client: bare }) => bare.query(`update archive_series set last = 0`)),
  ).rejects.toThrow(/permission denied/);
});

test('two who file at once give no code twice', async () => {
  const { owner, add } = await anOwnedClient('KH70002');
  const ids = (await Promise.all(['一', '二', '三', '四'].map((name) => add(`${name}.pdf`)))).map(({ id }) => id);
  await Promise.all(
    ids.map((id) => document.fileDocuments(owner.context, { documents: [id], kind: 'bank-statement', year: 2025 })),
  );
  const codes = await codesOf(owner, ids);
  expect(codes.toSorted()).toEqual([1, 2, 3, 4].map((number) => `KH70002-2025-DZ-000${number}`));
});

test.each([
  ['2025年10月银行对账单.pdf', '', 'bank-statement', 2025],
  ['余额调节表 202509.xlsx', '', 'bank-reconciliation', 2025],
  ['记-0012.pdf', '2024/记账凭证', 'accounting-voucher', 2024],
  ['增值税申报表2026Q1.pdf', '纳税', 'tax-return', 2026],
  ['2023年度财务报告.pdf', '资料/2026', 'annual-report', 2023],
  ['电子发票_25312000000123456789.pdf', '2025/10', 'source-voucher', 2025],
  ['会计档案移交清册.pdf', '', 'archive-handover-list', null],
  ['合影.jpg', '', null, null],
  ['备份 2099.zip', '', null, null],
])('%s in “%s” is suggested as %s of %s', (name, folder, kind, year) => {
  const suggested = suggestFiling({ name, folder }, 2026);
  expect([suggested.kind?.key ?? null, suggested.year?.year ?? null]).toEqual([kind, year]);
});
