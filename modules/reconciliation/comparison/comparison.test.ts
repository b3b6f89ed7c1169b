import { createHash } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { addDataset } from './add-dataset.ts';
import { aBatch, aComparison, bytesOf, confirm, uploaded, usualPairs } from './comparison.factory.ts';
import type { MappedPair } from './comparison-contract.ts';
import { confirmDataset, discardDataset, readOtherwise } from './arrange-dataset.ts';
import { listDifferences, openRow } from './list-differences.ts';
import { proposeMapping } from './mapping.ts';
import { listComparisons, readComparison } from './shown-comparison.ts';
import { listDatasets, readDataset } from './shown-dataset.ts';
import { cancelComparison, startComparison } from './start-comparison.ts';
import { takeIntoChecks } from './take-into-checks.ts';
import { takeRecords } from './take-records.ts';

const house = useHouse();

test('a party uploads a table, and what was understood of it stands there for both: encoding, separator, kinds, rows and totals', async () => {
  const { batch, outgoing, incoming, numbers } = await aBatch(house());
  const text = `编号,余额\r\n${numbers.map((number, n) => `${number},"${n},000.10"`).join('\r\n')}\r\n`;
  const dataset = await uploaded(house(), incoming, batch, text);

  const found = await readDataset(outgoing.context, { dataset });
  expect(found).toMatchObject({
    name: '银行.csv',
    state: 'read',
    rows: 3,
    sha256: createHash('sha256').update(text).digest('hex'),
    confirmed: false,
    mySide: 'outgoing',
    description: { found: { format: 'text', encoding: 'utf-8', separator: ',', headerLine: 1 } },
  });
  expect(found.description!.columns).toMatchObject([
    { name: '编号', kind: 'code', total: null },
    { name: '余额', kind: 'amount', total: '3000.30' },
  ]);
  expect(found.preview).toEqual(numbers.map((number, n) => [number, `${n},000.10`]));
  expect(await listDatasets(incoming.context, { batch })).toHaveLength(1);
});

test('what cannot be read is refused with file and line, and nothing of it is kept', async () => {
  const { batch, incoming } = await aBatch(house(), 1);
  const dataset = await uploaded(house(), incoming, batch, '编号,余额\nA1,"1.00\nA2,2.00\n', '坏.csv');
  const found = await readDataset(incoming.context, { dataset });
  expect(found).toMatchObject({
    state: 'refused',
    rows: null,
    preview: null,
    failure: { code: 'tabular.unclosed-quote', facts: { file: '坏.csv', line: 2 } },
  });
  const { ground } = house();
  await expect(ground.files.read({ client: dataset, key: null as never }, `dataset/${dataset}`)).rejects.toThrow(
    'file.missing',
  );
});

test('a table is read otherwise until a side confirms it: another header line, another encoding', async () => {
  const { batch, incoming, outgoing } = await aBatch(house(), 1);
  const dataset = await uploaded(house(), incoming, batch, '2026 年 10 月\n编号,余额\nA1,1.00\n');
  await readOtherwise(incoming.context, { dataset, reading: { headerLine: 1, separator: ',' } });
  await house().drain();
  expect((await readDataset(incoming.context, { dataset })).rows).toBe(2);

  await readOtherwise(outgoing.context, { dataset, reading: { encoding: 'utf-16le' } });
  await house().drain();
  const kept = await readDataset(incoming.context, { dataset });
  expect(kept).toMatchObject({ state: 'read', failure: { facts: { file: '银行.csv' } } });
  expect(kept.preview).not.toBeNull();

  await readOtherwise(incoming.context, { dataset, reading: { headerLine: 2 } });
  await house().drain();
  await confirm(outgoing, dataset);
  await expect(readOtherwise(incoming.context, { dataset, reading: {} })).rejects.toThrow(
    'comparison.dataset-confirmed',
  );
  await expect(discardDataset(incoming.context, { dataset })).rejects.toThrow('comparison.dataset-confirmed');
});

test('both sides confirm hash, rows and totals, each once; a total that is another one by now is confirmed by nobody', async () => {
  const { batch, incoming, outgoing, supervisor } = await aBatch(house(), 1);
  const dataset = await uploaded(house(), incoming, batch, '编号,余额\nA1,1.00\n');
  const { sha256 } = await readDataset(incoming.context, { dataset });
  await expect(
    confirmDataset(incoming.context, { dataset, sha256, rows: 1, totals: { 余额: '1.01' } }),
  ).rejects.toThrow('comparison.totals-moved-on');
  await expect(
    confirmDataset(supervisor.context, { dataset, sha256, rows: 1, totals: { 余额: '1.00' } }),
  ).rejects.toThrow('comparison.only-sides-confirm');
  await confirm(outgoing, dataset);
  await expect(confirm(outgoing, dataset)).rejects.toThrow('comparison.confirmed-already');
  const both = await confirm(incoming, dataset);
  expect(both).toMatchObject({ confirmed: true });
  expect(both.confirmations.map(({ side, by }) => [side, by.name]).toSorted()).toEqual([
    ['incoming', '王敏'],
    ['outgoing', '李娜'],
  ]);
});

test('a dataset that nobody compared is discarded, and its key is gone', async () => {
  const { batch, incoming } = await aBatch(house(), 1);
  const dataset = await uploaded(house(), incoming, batch, '编号,余额\nA1,1.00\n');
  await discardDataset(incoming.context, { dataset });
  expect(await listDatasets(incoming.context, { batch })).toEqual([]);
  await expect(
    confirmDataset(incoming.context, { dataset, sha256: '0'.repeat(64), rows: 1, totals: {} }),
  ).rejects.toThrow('comparison.dataset-state');
});

test('our own records of the cut-off date are a dataset, and the same records give the same bytes', async () => {
  const { batch, incoming, numbers } = await aBatch(house());
  const [one, other] = [await takeRecords(incoming.context, { batch }), await takeRecords(incoming.context, { batch })];
  await house().drain();
  expect(one.sha256).toBe(other.sha256);
  const found = await readDataset(incoming.context, { dataset: one.id });
  expect(found).toMatchObject({ origin: 'records', state: 'read', rows: 3 });
  const names = found.description!.columns.map(({ name }) => name);
  const row = Object.fromEntries(names.map((name, at) => [name, found.preview![0]![at]]));
  expect(numbers).toContain(row.客户编号);
  expect(row).toMatchObject({ 纳税人类型: '一般纳税人', 余额日期: '2026-10-31' });
  expect(found.description!.columns.find(({ name }) => name === '基本户余额')!.total).toBe('3004.50');
});

test('columns are proposed for each other, and the mapping that a person confirmed is proposed the next time', async () => {
  const { batch, incoming, numbers } = await aBatch(house());
  const { id: left } = await takeRecords(incoming.context, { batch });
  const text = `编号,余额\n${numbers.map((number) => `${number},1.00`).join('\n')}\n`;
  const right = await uploaded(house(), incoming, batch, text);
  const first = await proposeMapping(incoming.context, { left, right });
  expect(first).toMatchObject({ kept: false, key: ['客户编号'], mostTolerance: '0.00' });
  expect(first.pairs.map(({ left: one, right: two }) => [one, two])).toEqual([
    ['客户编号', '编号'],
    ['基本户余额', '余额'],
  ]);
  await aComparison(house(), incoming, left, right);
  const again = await proposeMapping(incoming.context, { left, right });
  expect(again).toMatchObject({ kept: true, key: ['客户编号'] });
  expect(again.pairs[0]).toMatchObject({
    normaliser: { kind: 'text', blanks: 'all' },
    score: 1,
    reasons: [{ by: 'kept' }],
  });
});

test('a mapping names columns that are there, each once, with no more tolerance than the playbook allows', async () => {
  const { batch, incoming, numbers } = await aBatch(house(), 1);
  const { id: left } = await takeRecords(incoming.context, { batch });
  const right = await uploaded(house(), incoming, batch, `编号,余额\n${numbers[0]},1.00\n`);
  const start = (given: MappedPair[], key = ['客户编号'], other = right) =>
    startComparison(incoming.context, { left, right: other, pairs: given, key, equivalent: 'list', exact: false });
  await expect(start([{ ...usualPairs[0]!, right: '号' }])).rejects.toThrow('reconcile.no-such-column');
  await expect(start([usualPairs[0]!, usualPairs[0]!])).rejects.toThrow('comparison.column-twice');
  await expect(start(usualPairs, ['企业名称'])).rejects.toThrow('reconcile.no-such-column');
  const tolerant = { ...usualPairs[1]!, normaliser: { kind: 'amount' as const, toleranceFen: '100000' } };
  await expect(start([usualPairs[0]!, tolerant])).rejects.toThrow('comparison.tolerance-too-great');
  await expect(start(usualPairs, ['客户编号'], left)).rejects.toThrow('comparison.of-one-dataset');
  const other = await aBatch(house(), 1);
  const elsewhere = await uploaded(house(), other.outgoing, other.batch, '编号,余额\nA,1.00\n');
  await expect(start(usualPairs, ['客户编号'], elsewhere)).rejects.toThrow('dataset.not-found');
});

test('a comparison tells every difference, explains the totals to the fen, and opens a row with all columns of both sides', async () => {
  const { batch, incoming, numbers } = await aBatch(house(), 4);
  const { id: left } = await takeRecords(incoming.context, { batch });
  const right = await uploaded(
    house(),
    incoming,
    batch,
    `余额,编号,经办\n"1,000.50",${numbers[0]},甲\n1001.20,${numbers[1]},乙\n1003.50,${numbers[3]},丙\n7.00,ZZ9,丁\n`,
  );
  const id = await aComparison(house(), incoming, left, right);
  const found = await readComparison(incoming.context, { comparison: id });
  expect(found).toMatchObject({
    state: 'done',
    confirmed: false,
    counts: { added: 1, removed: 1, changed: 1, equivalent: 1, duplicate: 0 },
    settled: { open: 4, accepted: 0, issue: 0 },
    mayReveal: true,
  });
  expect(found.summary!.totals).toEqual([
    {
      column: '基本户余额',
      left: '4008.00',
      right: '3012.20',
      difference: '-995.80',
      added: '7.00',
      removed: '1002.50',
      changed: '-0.30',
      surplus: '0.00',
      unexplained: '0.00',
    },
  ]);
  expect(found.summary!.alone.right).toEqual(['经办']);

  const all = await listDifferences(incoming.context, {
    comparison: id,
    filter: {},
    order: 'file',
    descending: false,
    from: 0,
    limit: 10,
  });
  expect(all.total).toBe(4);
  const changed = all.rows.find(({ kind }) => kind === 'changed')!;
  expect(changed).toMatchObject({
    key: [numbers[1]],
    column: '基本户余额',
    left: '1001.50',
    right: '1001.20',
    amount: '-0.30',
  });
  expect(changed.client).toMatchObject({ number: numbers[1] });
  expect(all.rows.find(({ kind }) => kind === 'added')).toMatchObject({ key: ['ZZ9'], client: null });

  const row = await openRow(incoming.context, { comparison: id, line: changed.line });
  const at = row.fields.findIndex(({ left: name }) => name === '基本户余额');
  expect(row.rows).toHaveLength(1);
  expect(row.rows[0]!.verdicts[at]).toBe('changed');
  expect([row.rows[0]!.left![at], row.rows[0]!.right![at]]).toEqual(['1001.50', '1001.20']);
  expect(row.fields.at(-1)).toMatchObject({ left: null, right: '经办', normaliser: null });
  expect(row.rows[0]!.right!.at(-1)).toBe('乙');
  await expect(openRow(incoming.context, { comparison: id, line: 99 })).rejects.toThrow('difference.not-found');
});

test('differences are filtered by kind, column, text of the key and amount, sorted, and paged on the server', async () => {
  const { batch, incoming } = await aBatch(house(), 1);
  const rows = Array.from({ length: 500 }, (_, n) => `K${String(n).padStart(4, '0')}`);
  const left = await uploaded(
    house(),
    incoming,
    batch,
    `客户编号,基本户余额\n${rows.map((key) => `${key},100.00`).join('\n')}\n`,
  );
  const right = await uploaded(
    house(),
    incoming,
    batch,
    `编号,余额\n${rows.map((key, n) => `${key},${n % 5 === 0 ? 100 + n : 100}.00`).join('\n')}\n`,
  );
  const id = await aComparison(house(), incoming, left, right);
  const page = (given: object) =>
    listDifferences(incoming.context, {
      comparison: id,
      filter: {},
      order: 'file',
      descending: false,
      from: 0,
      limit: 3,
      ...given,
    });
  expect((await page({})).total).toBe(99);
  expect((await page({ filter: { kinds: ['added'] } })).total).toBe(0);
  expect((await page({ filter: { column: '基本户余额' } })).total).toBe(99);
  expect((await page({ filter: { column: '余额' } })).total).toBe(0);
  expect((await page({ filter: { key: 'k000' } })).rows.map(({ key }) => key[0])).toEqual(['K0005']);
  expect((await page({ filter: { least: '490.00' } })).total).toBe(2);
  expect((await page({ filter: { most: '10.00' } })).total).toBe(2);
  expect((await page({ order: 'amount', descending: true })).rows.map(({ amount }) => amount)).toEqual([
    '495.00',
    '490.00',
    '485.00',
  ]);
  expect((await page({ order: 'key', descending: true, from: 96 })).rows.map(({ key }) => key[0])).toEqual([
    'K0015',
    'K0010',
    'K0005',
  ]);
  expect((await page({ order: 'column', from: 97 })).rows).toHaveLength(2);
  expect((await page({ filter: { state: 'accepted' } })).total).toBe(0);
});

test('datasets of two batches are not compared, one that was compared is not dropped, and a batch that is being signed takes nothing', async () => {
  const outgoing = await house().hire('李娜');
  const clients = [];
  for (const number of ['BT1', 'BT2'])
    clients.push(
      await aClient(house().founder.context, {
        owner: outgoing.id,
        records: [{ kind: 'basic', fields: { name: `上海安众${number}贸易有限公司`, number } }],
      }),
    );
  const { batches, incoming, supervisor } = await aHandover(house(), {
    batches: clients.map(({ id }) => [id]),
    parties: { outgoing },
    until: 'checking',
  });
  const [batch, other] = batches as [Id<'batch'>, Id<'batch'>];
  const left = await uploaded(house(), incoming, batch, '客户编号,基本户余额\nBT1,1.00\n');
  const right = await uploaded(house(), incoming, batch, '编号,余额\nBT1,2.00\n');
  const elsewhere = await uploaded(house(), incoming, other, '编号,余额\nBT1,1.00\n');
  await expect(proposeMapping(incoming.context, { left, right: elsewhere })).rejects.toThrow('comparison.other-batch');

  for (const dataset of [left, right]) for (const side of [outgoing, incoming]) await confirm(side, dataset);
  const comparison = await aComparison(house(), incoming, left, right);
  const free = await uploaded(house(), incoming, batch, '编号,余额\nBT1,3.00\n');
  await aComparison(house(), incoming, left, free);
  await expect(discardDataset(incoming.context, { dataset: free })).rejects.toThrow('comparison.dataset-compared');

  await transact(supervisor.context, (inside) => handover.moveBatch(inside, batch, ['checking'], 'signing'));
  await expect(addDataset(outgoing.context, { batch, name: 'x.csv' }, bytesOf('a\n1\n'))).rejects.toThrow(
    'comparison.batch-closed',
  );
  await expect(takeIntoChecks(incoming.context, { comparison })).rejects.toThrow('comparison.batch-not-checking');
});

test('a comparison that was cut off begins again when the program starts, and one that is cancelled has no result', async () => {
  const { batch, incoming, numbers } = await aBatch(house(), 1);
  const { id: left } = await takeRecords(incoming.context, { batch });
  const right = await uploaded(house(), incoming, batch, `编号,余额\n${numbers[0]},1.00\n`);
  const wish = { left, right, pairs: usualPairs, key: ['客户编号'], equivalent: 'list' as const, exact: false };
  const cut = await startComparison(incoming.context, wish);
  const dropped = await startComparison(incoming.context, wish);
  await cancelComparison(incoming.context, { comparison: dropped.id });
  await expect(cancelComparison(incoming.context, { comparison: dropped.id })).rejects.toThrow(
    'comparison.not-running',
  );
  await inSql(`update comparison set state = 'running', run = 1 where id = $1`, [cut.id]);
  await inSql(`delete from jobs.job where name like 'comparison.%'`, []);
  const { resumeComparisons } = await import('./run-comparison.ts');
  await resumeComparisons({ by: { kind: 'job', firm: house().firm, onBehalfOf: null }, ground: house().ground });
  await house().drain();
  expect(await listComparisons(incoming.context, { batch })).toMatchObject([
    { id: dropped.id, state: 'cancelled', result: null },
    { id: cut.id, state: 'done' },
  ]);
  await expect(
    listDifferences(incoming.context, {
      comparison: dropped.id,
      filter: {},
      order: 'file',
      descending: false,
      from: 0,
      limit: 1,
    }),
  ).rejects.toThrow('comparison.not-done');
});

test('nobody else sees datasets or comparisons: not before the pledges, not a stranger or manager, not after the access has ended, by operation or SQL', async () => {
  const { batch, outgoing, incoming, supervisor, numbers, clients } = await aBatch(house(), 2);
  const { id: left } = await takeRecords(outgoing.context, { batch });
  const right = await uploaded(house(), outgoing, batch, `编号,余额\n${numbers[0]},1.00\n`);
  const id = await aComparison(house(), outgoing, left, right);
  const stranger = await house().hire('陌生人');
  const checker = await house().hire('质检', { roles: ['checker'], positions: [] });
  for (const { context } of [stranger, checker, house().founder]) {
    await expect(readDataset(context, { dataset: left })).rejects.toThrow('dataset.not-found');
    await expect(readComparison(context, { comparison: id })).rejects.toThrow('comparison.not-found');
  }
  await expect(addDataset(stranger.context, { batch, name: 'x' }, bytesOf('a,b\n'))).rejects.toThrow('batch.not-found');
  await expect(addDataset(house().founder.context, { batch, name: 'x' }, bytesOf('a,b\n'))).rejects.toThrow(
    'comparison.only-parties',
  );

  expect((await readDataset(supervisor.context, { dataset: left })).preview).toBeNull();
  await expect(
    listDifferences(supervisor.context, {
      comparison: id,
      filter: {},
      order: 'file',
      descending: false,
      from: 0,
      limit: 1,
    }),
  ).rejects.toThrow('comparison.no-reveal');

  await inSql(`update access_grant set ended_at = now() where client_id = $1 and person_id = $2`, [
    clients[0]![1]!,
    incoming.id,
  ]);
  await expect(readDataset(incoming.context, { dataset: left })).rejects.toThrow('dataset.not-found');
  await expect(listDatasets(incoming.context, { batch })).rejects.toThrow('comparison.no-access');
  for (const table of ['dataset', 'comparison', 'dataset_confirmation', 'difference_settlement', 'row_link'])
    expect(await rowsSeen(incoming, table), table).toBe(0);
  expect(await rowsSeen(outgoing, 'dataset')).toBeGreaterThan(0);
});

test('uploading, reading, confirming, comparing and looking at differences are all on record', async () => {
  const { batch, incoming, numbers } = await aBatch(house(), 1);
  const { id: left } = await takeRecords(incoming.context, { batch });
  const right = await uploaded(house(), incoming, batch, `编号,余额\n${numbers[0]},1.00\n`);
  await confirm(incoming, right);
  const comparison = await aComparison(house(), incoming, left, right);
  await listDifferences(incoming.context, {
    comparison,
    filter: {},
    order: 'file',
    descending: false,
    from: 0,
    limit: 1,
  });
  const { entries } = await journal.listEntries(house().founder.context, { limit: 60 } as never);
  expect(entries.map(({ verb }) => verb)).toEqual(
    expect.arrayContaining([
      'comparison.records-taken',
      'comparison.dataset-added',
      'comparison.dataset-read',
      'comparison.dataset-confirmed',
      'comparison.started',
      'comparison.done',
      'comparison.differences-seen',
    ]),
  );
});

test('an empty file and one beyond the limit are refused before anything is kept', async () => {
  const { batch, incoming } = await aBatch(house(), 1);
  await expect(addDataset(incoming.context, { batch, name: '空.csv' }, bytesOf(''))).rejects.toThrow(
    'tabular.empty-file',
  );
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield { length: 2 ** 32 + 1 } as Uint8Array;
  }
  await expect(addDataset(incoming.context, { batch, name: '大.csv' }, endless())).rejects.toThrow(
    new Refusal('comparison.too-large', { gibibytes: 4 }).message,
  );
  expect(await listDatasets(incoming.context, { batch })).toEqual([]);
});

async function inSql(statement: string, values: unknown[]) {
  const client = new pg.Client(house().owner);
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** How many rows the application's role sees with the person's session. */
async function rowsSeen({ token }: Someone, table: string): Promise<number> {
  const connection = await house().ground.database.app.connect();
  try {
    await connection.query('begin read only');
    await connection.query(`select set_config('baton.credential', $1, true)`, [token]);
    const { rows } = await connection.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return rows[0]!.n;
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}
