import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, inject, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { describe } from './describe.ts';
import { openSource, type ReadOptions } from './open-source.ts';
import { aFile } from './read.factory.ts';

async function described(name: string, content: string | Uint8Array, options?: ReadOptions) {
  using file = aFile(name, content);
  return await describe(await openSource(file.path, options));
}

test('a list is described with kinds, totals to the fen, and every doubtful value with its line', async () => {
  const lines = [
    'K1,甲公司,"1,472,469.81",2026-01-05,18616616417',
    'K2,乙公司,(0.81),2026年2月30日,未知',
    'K3,丙公司,面议,2026/1/7,021-58881234',
    'K4,丁公司,,2026.1.8,',
    ...Array.from({ length: 10 }, (_, at) => `K${at + 5},戊公司,¥10.05,20260109,1861661641${at}`),
  ];
  const { rows, columns, marks, found } = await described(
    'list.csv',
    `编号,名称,余额,日期,电话\n${lines.join('\n')}\nK99,少\n`,
  );
  expect(found).toMatchObject({ format: 'text', encoding: 'utf-8', separator: ',', headerLine: 1 });
  expect(rows).toBe(15);
  expect(columns.map(({ kind }) => kind)).toEqual(['code', 'text', 'amount', 'date', 'phone']);
  expect(columns[2]).toMatchObject({
    total: { fen: '147256950', yuan: '1472569.50' },
    filled: 13,
    blank: 2,
    doubtful: [{ doubt: 'unreadable', count: 1, lines: [4] }],
  });
  expect(columns[3]!.doubtful).toEqual([{ doubt: 'no-such-day', count: 1, lines: [3] }]);
  expect(columns[4]!.doubtful).toEqual([{ doubt: 'unreadable', count: 1, lines: [3] }]);
  expect(marks).toMatchObject([{ code: 'tabular.too-few-cells', severity: 'fault', count: 1, places: [{ line: 16 }] }]);
});

test('a Parquet file is described digit by digit: decimals, long numbers, days, times', async () => {
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: '编号', data: ['K1', '甲', null] },
        { name: '账号', data: [615964917481355729n, -1n, 0n] },
        { name: '余额', data: [147246981n, -5n, 1230n] },
        { name: '汇率', data: [0.1, 7.1234, 1] },
        { name: '日期', data: [20458, 20459, null] },
        { name: '时间', data: [1767571200000001n, 1767571200000000n, null] },
      ],
      schema: [
        { name: 'root', num_children: 6 },
        { name: '编号', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: '账号', type: 'INT64', repetition_type: 'REQUIRED' },
        {
          name: '余额',
          type: 'INT64',
          converted_type: 'DECIMAL',
          scale: 2,
          precision: 18,
          repetition_type: 'REQUIRED',
        },
        { name: '汇率', type: 'FLOAT', repetition_type: 'REQUIRED' },
        { name: '日期', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
        { name: '时间', type: 'INT64', converted_type: 'TIMESTAMP_MICROS', repetition_type: 'OPTIONAL' },
      ],
    }),
  );
  using file = aFile('list.parquet', bytes);
  const source = await openSource(file.path);
  expect(source).toMatchObject({
    kind: 'rows',
    found: { format: 'parquet', rows: 3 },
    columns: ['编号', '账号', '余额', '汇率', '日期', '时间'],
  });
  const { columns, rows } = await describe(source);
  expect(rows).toBe(3);
  expect(source.sample).toEqual([
    ['K1', '615964917481355729', '1472469.81', '0.1', '2026-01-05', '2026-01-05 00:00:00.000001'],
    ['甲', '-1', '-0.05', '7.1234', '2026-01-06', '2026-01-05'],
    ['', '0', '12.30', '1', '', ''],
  ]);
  expect(columns[2]!.total).toEqual({ fen: '147248206', yuan: '1472482.06' });
});

function database(): string {
  const { user, password, host, port } = inject('cluster');
  return `postgresql://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/postgres`;
}

test('a query of a PostgreSQL database is read by a cursor, every value in its own words', async () => {
  const url = database();
  const query = `select 'K' || n as "编号", (n * 1.1)::numeric(18, 2) as "余额", date '2026-01-05' + n as "日期", null as "备注" from generate_series(1, 12000) n;`;
  const source = await openSource(url, { query });
  const { rows, columns } = await describe(source);
  expect(rows).toBe(12_000);
  expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['编号', 'code'],
    ['余额', 'amount'],
    ['日期', 'date'],
    ['备注', 'empty'],
  ]);
  expect(columns[1]!.total!.fen).toBe(String(12_000n * 12_001n * 55n));
});

test.each<[string | undefined, object]>([
  [undefined, { code: 'source.no-query' }],
  ['selec 1', { code: 'source.database', state: '42601' }],
  ['delete from pg_class', { code: 'source.database' }],
  ['select 1 as a, 2 as a', { code: 'source.doubled-field', field: 'a' }],
  ['select 1 / (n - 2000) from generate_series(1, 3000) n', { code: 'source.database', state: '22012' }],
])('the query %j of a database is refused', async (query, facts) => {
  const url = database();
  const error = await openSource(url, query === undefined ? {} : { query })
    .then(describe)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  const { code, facts: told } = error as Refusal;
  expect({ code, ...told }).toMatchObject(facts);
});

test('a query without rows and a Parquet file that may be without them have their columns; else the file is refused', async () => {
  const query = `select 1 as "编号", 2.5 as "余额" where false`;
  expect(await openSource(database(), { query }).then(describe)).toMatchObject({
    rows: 0,
    columns: [{ name: '编号', kind: 'empty', filled: 0, total: null }, { name: '余额' }],
  });
  const bytes = parquetWriteBuffer({ columnData: [{ name: '编号', data: [], type: 'STRING' }] });
  using file = aFile('list.parquet', new Uint8Array(bytes));
  expect(await openSource(file.path, { mayBeEmpty: true }).then(describe)).toMatchObject({
    rows: 0,
    columns: [{ name: '编号', filled: 0, blank: 0 }],
  });
  await expect(openSource(file.path)).rejects.toMatchObject({ code: 'tabular.no-rows' });
});

test('a database that cannot be reached is refused with its host', async () => {
  const error = await openSource('postgres://nobody@127.0.0.1:1/x?query=select%201').catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'source.database',
    facts: { host: '127.0.0.1', database: 'x', state: 'ECONNREFUSED' },
  });
});
