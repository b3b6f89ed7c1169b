import { sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { bytesArray, uuidArray } from '#platform/database/arrays.ts';
import { dataKeyPurpose } from '#platform/envelope/data-key.ts';
import { logKeyPurpose } from '#platform/envelope/log-key.ts';
import { resealWithMaster } from '#platform/envelope/master-seal.ts';

/** A column of what the master key has sealed. */
interface SealedColumn {
  table: string;
  /** Of the row, or of the client that has one row here. */
  id: string;
  column: string;
  purpose: string;
  /** Whether the seal names the row; otherwise it names the firm alone. */
  ofRow: boolean;
}

const dataKeys = [
  { table: 'client_data_key', id: 'client_id', column: 'wrapped' },
  { table: 'file_year_key', id: 'id', column: 'wrapped' },
  { table: 'upload', id: 'id', column: 'wrapped' },
  { table: 'register_import', id: 'id', column: 'data_key' },
  { table: 'dataset', id: 'id', column: 'data_key' },
  { table: 'comparison', id: 'id', column: 'data_key' },
  { table: 'archive_export', id: 'id', column: 'part_key' },
];

const sealedColumns: readonly SealedColumn[] = [
  ...dataKeys.map((one) => ({ ...one, purpose: dataKeyPurpose, ofRow: true })),
  { table: 'archive_import', id: 'id', column: 'file_key', purpose: 'archive-import', ofRow: true },
  { table: 'journal_key', id: 'firm_id', column: 'sealed_key', purpose: logKeyPurpose, ofRow: false },
  { table: 'firm', id: 'id', column: 'certificate_key', purpose: 'firm-certificate', ofRow: false },
  { table: 'inventory', id: 'id', column: 'sealed', purpose: 'inventory', ofRow: false },
];

/**
 * After the master key got a new version: seals by it whatever an older one has sealed, so that nothing opens by the older any more.
 * No file and no field is touched. Each batch is a transaction of its own with an entry in the journal, and what is done is not
 * done again: a process that is killed here leaves the rest to the next start. Gives how many there were.
 */
export async function rewrapKeys(context: Context, batch = 5000): Promise<number> {
  let done = 0;
  for (const column of sealedColumns) {
    for (let count = batch; count === batch; done += count)
      count = await transact(context, (inside) => rewrapSome(inside, column, batch));
  }
  return done;
}

/** How many keys and seals of the firm still open by an older version of the master key alone. */
export async function countOlderSeals(context: Context): Promise<number> {
  return read(context, async (inside) => {
    let count = 0;
    for (const column of sealedColumns) {
      const { rows } = await inside.db.execute<{ count: number }>(
        sql`select count(*)::int as count from ${sql.identifier(column.table)} where ${isOlder(inside, column)}`,
      );
      count += rows[0]!.count;
    }
    return count;
  });
}

function isOlder({ firm, ground }: Inside, sealed: SealedColumn) {
  const newest = Buffer.from(ground.keys.newest.id, 'hex');
  return sql`${firmOf(sealed)} = ${firm} and substring(${sql.identifier(sealed.column)} from 2 for 4) <> ${newest}`;
}

function firmOf({ table }: SealedColumn) {
  return sql.identifier(table === 'firm' ? 'id' : 'firm_id');
}

async function rewrapSome(inside: Inside, sealed: SealedColumn, most: number): Promise<number> {
  const { table, id, column, purpose, ofRow } = sealed;
  const { keys } = inside.ground;
  const [rows, key, value] = [sql.identifier(table), sql.identifier(id), sql.identifier(column)];
  const { rows: old } = await inside.db.execute<{ id: string; sealed: Buffer }>(sql`
    select ${key} as id, ${value} as sealed from ${rows}
    where ${isOlder(inside, sealed)} limit ${most} for update`);
  if (old.length === 0) return 0;
  const anew = old.map((one) =>
    resealWithMaster(keys, { purpose, firm: inside.firm, ...(ofRow ? { client: one.id } : {}) }, one.sealed),
  );
  await inside.db.execute(sql`
    update ${rows} t set ${value} = n.sealed
    from unnest(${uuidArray(old.map((one) => one.id))}::uuid[], ${bytesArray(anew)}::bytea[]) as n (id, sealed)
    where t.${firmOf(sealed)} = ${inside.firm} and t.${key} = n.id`);
  await journal.record(inside, {
    verb: 'people.keys-rewrapped',
    subject: inside.firm,
    facts: { of: table, count: old.length, version: keys.newest.id },
  });
  return old.length;
}
