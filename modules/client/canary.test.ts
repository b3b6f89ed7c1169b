import pg from 'pg';
import { expect, test } from 'vitest';
import { useHouse } from '#testing/house.ts';
import type { RecordDraft } from './client.contract.ts';
import { aClient } from './client.factory.ts';
import * as client from './client.ts';
import { fieldsOf, recordKinds } from './fields/catalogue.ts';
import type { Field } from './fields/field.ts';
import { importOf } from './import/import.factory.ts';

const house = useHouse();

test('what stands in a sensitive field is in no column of any table, however the client came and was changed', async () => {
  const { founder, hire, drain, owner: database } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, {
    owner: owner.id,
    records: recordKinds.map((kind) => withCanaries(kind)),
  });
  const { records } = await client.readClient(owner.context, { client: id });
  for (const record of records) {
    const [masked] = record.masked;
    if (!masked) continue;
    await client.revealField(owner.context, { record: record.id, field: masked });
    const changes = Object.fromEntries(
      record.masked.map((name) => [name, canaryOf(fieldsOf(record.kind).find(([field]) => field === name)![1], 'b')]),
    );
    await client.changeRecord(owner.context, { record: record.id, version: 1, changes, reason: '核对后更正' });
  }
  const file = Buffer.from(
    `客户编号,企业名称,法定代表人,联系电话,银行账号,服务费(元/月),主办会计,网银复核人\nKH77777,上海金丝雀有限公司,${words.c},${numbers.c},${numbers.c}88,${numbers.c}.31,李娜,${words.c}\n`,
  );
  await importOf(house(), founder, file);
  await importOf(
    house(),
    founder,
    Buffer.from(file.toString().replaceAll(numbers.c, numbers.d).replaceAll(words.c, words.d)),
  );
  await drain();
  const canaries = [...Object.values(words), ...Object.values(numbers)];
  const found = await wherever(database, [...canaries, ...canaries.map((text) => Buffer.from(text).toString('hex'))]);
  expect(found).toEqual([]);
});

/** One word and one number for each stage of the story. */
const words = { a: '金丝雀甲甲', b: '金丝雀乙乙', c: '金丝雀丙丙', d: '金丝雀丁丁' };
const numbers = { a: '13977700001', b: '13977700002', c: '13977700003', d: '13977700004' };

function withCanaries(kind: RecordDraft['kind']): RecordDraft {
  const fields = fieldsOf(kind).flatMap(([name, field]) => {
    if (field.class === 'sensitive') return [[name, canaryOf(field, 'a')]];
    if (name === 'number' && kind === 'basic') return [[name, 'KH55555']];
    return field.required ? [[name, ordinaryOf(field)]] : [];
  });
  return { kind, fields: Object.fromEntries(fields) as RecordDraft['fields'] };
}

function canaryOf(field: Field, stage: keyof typeof words): string {
  switch (field.type) {
    case 'money':
      return `${numbers[stage]}.31`;
    case 'phone':
    case 'account':
      return numbers[stage];
    default:
      return words[stage];
  }
}

function ordinaryOf({ type, choices }: Field): string | number {
  switch (type) {
    case 'date':
      return '2026-10-31';
    case 'period':
      return '2026-10';
    case 'integer':
      return 1;
    case 'choice':
      return choices === 'filing-state' ? 'filed' : 'other';
    default:
      return '普通';
  }
}

/** The tables and columns of every schema in which one of the texts stands. */
async function wherever(database: pg.ClientConfig, texts: string[]): Promise<string[]> {
  const connection = new pg.Client(database);
  await connection.connect();
  try {
    const { rows: tables } = await connection.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await connection.query<{ row: string }>(`select t::text as row from ${name} t`);
      if (rows.some(({ row }) => texts.some((text) => row.includes(text)))) found.push(name);
    }
    expect(tables.length).toBeGreaterThan(30);
    return found;
  } finally {
    await connection.end();
  }
}
