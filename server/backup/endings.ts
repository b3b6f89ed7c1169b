import type pg from 'pg';

/**
 * What ended, and when: suspensions, revoked keys, access that was taken away. A restore to an earlier day must not bring any of it
 * to life again, so each backup keeps the list apart, and a restore replays those of every later backup it finds.
 */
export interface Ending {
  table: string;
  column: string;
  /** The primary key of the row. */
  key: Record<string, string>;
  at: string;
}

/** Columns that say by their name that something ended for good, in any table of the modules. */
const endingColumns = ['ended_at', 'revoked_at', 'suspended_at', 'left_at', 'destroyed_at', 'erased_at'];

/** Every ending in the database, in the transaction of the caller. */
export async function listEndings(owner: pg.Client): Promise<Ending[]> {
  const endings: Ending[] = [];
  for (const { table, column, key } of await columnsThatEnd(owner)) {
    const keys = key.map((name) => `'${name}', ${quoted(name)}::text`).join(', ');
    const { rows } = await owner.query<{ key: Record<string, string>; at: string }>(
      `select json_build_object(${keys}) as key, to_char(${quoted(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
       from public.${quoted(table)} where ${quoted(column)} is not null`,
    );
    endings.push(...rows.map((row) => ({ table, column, ...row })));
  }
  return endings;
}

/** Ends what ended and does not stand as ended here; gives how many rows that were. */
export async function replayEndings(owner: pg.Client, endings: readonly Ending[]): Promise<number> {
  let replayed = 0;
  const known = await columnsThatEnd(owner);
  for (const { table, column, key } of known) {
    const ours = endings.filter((ending) => ending.table === table && ending.column === column);
    if (ours.length === 0) continue;
    const same = key.map((name) => `t.${quoted(name)}::text = e.key ->> '${name}'`).join(' and ');
    const { rowCount } = await owner.query(
      `update public.${quoted(table)} t set ${quoted(column)} = e.at
       from jsonb_to_recordset($1::jsonb) as e (key jsonb, at timestamptz) where t.${quoted(column)} is null and ${same}`,
      [JSON.stringify(ours.map(({ key: of, at }) => ({ key: of, at })))],
    );
    replayed += rowCount ?? 0;
  }
  return replayed;
}

async function columnsThatEnd(owner: pg.Client): Promise<{ table: string; column: string; key: string[] }[]> {
  const { rows } = await owner.query<{ table: string; column: string; key: string[] }>(
    `select c.relname as table, a.attname as column,
       (select array_agg(k.attname::text order by k.attnum) from pg_attribute k where k.attrelid = c.oid and k.attnum = any (i.indkey)) as key
     from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = any ($1) and not a.attisdropped
       and a.atttypid = 'timestamptz'::regtype order by 1, 2`,
    [endingColumns],
  );
  return rows;
}

function quoted(name: string): string {
  return `"${name}"`;
}
