import { crc32 } from 'node:zlib';
import type pg from 'pg';
import { Refusal } from '#platform/kernel/refusal.ts';
import { copyIn, copyOut } from './copy-rows.ts';
import { blobLimit, type Repository } from './repository.ts';

/** A table as it was copied. */
export interface TableCopy {
  schema: string;
  name: string;
  columns: string[];
  rows: number;
  /** A sum over the hashes of all rows, taken in the same snapshot by PostgreSQL itself and apart from the copy. */
  total: string;
  blobs: string[];
}

/** A database as it was at one instant. */
export interface DatabaseCopy {
  /** The migrations that it stood at, in their order. */
  migrations: string[];
  tables: TableCopy[];
  sequences: { schema: string; name: string; value: string }[];
}

/** The queue has tables of its own making, whose waiting jobs are kept by themselves; migrations are run, not copied. */
const schemas = ['public', 'auth'];

/** Rows are written as text, which differs with these settings; both sides of a copy have the same. */
const plainText = `set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 3;
  set bytea_output = 'hex'; set client_encoding = 'UTF8'; set xmlbinary = 'base64'; set search_path = ''`;

/**
 * Begins a transaction in which the whole database stands still, whatever others change meanwhile. Refuses with
 * `backup.cannot-read-all` when row level security would hide rows from the owner: a backup that lacks rows in silence is none.
 */
export async function standStill(owner: pg.Client): Promise<Date> {
  await owner.query(plainText);
  const { rows } = await owner.query<{ all: boolean }>(
    `select rolsuper or rolbypassrls as all from pg_catalog.pg_roles where rolname = current_user`,
  );
  if (!rows[0]?.all) throw new Refusal('backup.cannot-read-all', {}, 'forbidden');
  await owner.query('begin isolation level repeatable read read only; set local row_security = off');
  const answer = await owner.query<{ at: Date }>('select pg_catalog.now() as at');
  return answer.rows[0]!.at;
}

/** Copies every row of the database as it stands in the transaction of `standStill`, but of the tables that are kept apart. */
export async function copyDatabase(
  owner: pg.Client,
  repository: Repository,
  apart: readonly string[],
): Promise<DatabaseCopy> {
  const { rows: migrations } = await owner.query<{ name: string }>(
    'select name from drizzle.__drizzle_migrations order by id',
  );
  const tables: TableCopy[] = [];
  for (const table of await listTables(owner, apart)) {
    const blocks = new RowBlocks(repository);
    const rows = await copyOut(owner, `copy ${named(table)} (${quoted(table.columns)}) to stdout`, (row) =>
      blocks.add(row),
    );
    tables.push({ ...table, rows, total: await totalOf(owner, table), blobs: blocks.end() });
  }
  return { migrations: migrations.map(({ name }) => name), tables, sequences: await listSequences(owner) };
}

/**
 * Writes the rows of a copy into the tables of a migrated database in place of what is there, in the transaction of the caller.
 * Refuses with `backup.tables-differ` when the database has not the tables of the copy, and with `backup.cannot-restore` when the
 * owner may not hold back triggers and foreign keys.
 */
export async function restoreRows(
  owner: pg.Client,
  repository: Repository,
  { tables, sequences }: DatabaseCopy,
  apart: readonly string[],
): Promise<void> {
  await owner.query(plainText);
  await owner.query('set session_replication_role = replica').catch(() => {
    throw new Refusal('backup.cannot-restore', {}, 'forbidden');
  });
  const present = new Set(
    (await listTables(owner, apart)).map((table) => `${named(table)} ${table.columns.toSorted().join()}`),
  );
  const missing = tables.find((table) => !present.delete(`${named(table)} ${table.columns.toSorted().join()}`));
  if (missing || present.size > 0)
    throw new Refusal('backup.tables-differ', { table: missing?.name ?? [...present][0]!.split(' ')[0] }, 'conflict');
  const beside = (await listTables(owner, [])).filter(({ name }) => apart.includes(name));
  await owner.query(`truncate ${[...tables, ...beside].map(named).join(', ')}`);
  for (const table of tables) {
    await copyIn(owner, `copy ${named(table)} (${quoted(table.columns)}) from stdin`, repository.contents(table.blobs));
  }
  for (const { schema, name, value } of sequences)
    await owner.query('select pg_catalog.setval($1::regclass, $2::bigint)', [named({ schema, name }), value]);
  await owner.query('set session_replication_role = origin; analyze');
}

/** A table that has not the rows of the copy, by count or by their total. */
export interface TableDifference {
  table: string;
  rows: { copied: number; found: number };
}

/** Holds the tables of a database against a copy. */
export async function compareTables(owner: pg.Client, { tables }: DatabaseCopy): Promise<TableDifference[]> {
  await owner.query(plainText);
  const differences: TableDifference[] = [];
  for (const table of tables) {
    const { rows } = await owner.query<{ n: string }>(`select pg_catalog.count(*) as n from only ${named(table)}`);
    const found = Number(rows[0]!.n);
    if (found !== table.rows || (await totalOf(owner, table)) !== table.total)
      differences.push({ table: `${table.schema}.${table.name}`, rows: { copied: table.rows, found } });
  }
  return differences;
}

/** How many tables and rows there are, but for what is kept apart. */
export async function countRows(owner: pg.Client, apart: readonly string[]): Promise<{ tables: number; rows: number }> {
  const tables = await listTables(owner, apart);
  let rows = 0;
  for (const table of tables) {
    const found = await owner.query<{ n: string }>(`select pg_catalog.count(*) as n from only ${named(table)}`);
    rows += Number(found.rows[0]!.n);
  }
  return { tables: tables.length, rows };
}

type Named = { schema: string; name: string };

async function listTables(owner: pg.Client, apart: readonly string[]): Promise<(Named & { columns: string[] })[]> {
  const { rows } = await owner.query<Named & { columns: string[] }>(
    `select n.nspname as schema, c.relname as name, pg_catalog.array_agg(a.attname::text order by a.attnum) as columns
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and n.nspname = any ($1) and c.relname <> all ($2) group by 1, 2 order by 1, 2`,
    [schemas, apart],
  );
  return rows;
}

async function listSequences(owner: pg.Client) {
  const { rows } = await owner.query<{ schema: string; name: string; value: string }>(
    `select schemaname as schema, sequencename as name, last_value as value from pg_catalog.pg_sequences
     where schemaname = any ($1) and last_value is not null`,
    [schemas],
  );
  return rows;
}

async function totalOf(owner: pg.Client, table: Named & { columns: string[] }): Promise<string> {
  const { rows } = await owner.query<{ total: string }>(
    `select coalesce(pg_catalog.sum(pg_catalog.hashtextextended((row(${quoted(table.columns)}))::pg_catalog.text, 0)::pg_catalog.numeric), 0)::pg_catalog.text as total
     from only ${named(table)}`,
  );
  return rows[0]!.total;
}

function named({ schema, name }: Named): string {
  return `${quoted([schema])}.${quoted([name])}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
}

const leastBlock = 256 * 1024;

/**
 * Cuts the rows of a table into blocks at places that the rows themselves say, so that a row more or less changes the block that
 * it is in and not all those behind.
 */
class RowBlocks {
  readonly #repository: Repository;
  readonly #blobs: string[] = [];
  readonly #block = Buffer.allocUnsafe(blobLimit);
  #filled = 0;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Resolves when there is room for more; absent when there is. */
  add(row: Buffer): Promise<void> | undefined {
    for (let rest = row; rest.length > 0;) {
      const part = rest.subarray(0, blobLimit - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === blobLimit) this.#cut();
    }
    if (this.#filled >= leastBlock && crc32(row) % 1024 === 0) this.#cut();
    return this.#repository.crowded ? this.#repository.room() : undefined;
  }

  end(): string[] {
    if (this.#filled > 0) this.#cut();
    return this.#blobs;
  }

  #cut(): void {
    this.#blobs.push(this.#repository.put(this.#block.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}
