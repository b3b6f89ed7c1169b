import { randomUUID } from 'node:crypto';
import { Refusal } from '#platform/kernel/refusal.ts';
import { MarkTally } from './mark-tally.ts';
import { counted, readOnce } from './read-once.ts';
import type { RowSource } from './source.ts';
import { sampled } from './table-head.ts';

/** How many rows are fetched at once. */
const fetched = 5000;

export function isPostgresUrl(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/**
 * The rows of a query of a PostgreSQL database, by a cursor in a transaction that only reads. The query is given, or stands in
 * the URL as `?query=…`. Every value is PostgreSQL's own text; null is an empty text. Refuses `source.no-query`,
 * `source.database` {host, database, state} when the database cannot be reached or refuses the query, and
 * `source.doubled-field` {field}.
 */
export async function openPostgres(url: string, query: string | undefined): Promise<RowSource> {
  const place = new URL(url);
  const text = query ?? place.searchParams.get('query');
  place.searchParams.delete('query');
  if (!text) throw new Refusal('source.no-query');
  const at = { host: place.hostname, database: place.pathname.slice(1) };
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: place.href,
    types: { getTypeParser: () => (value: unknown) => value },
  });
  let lost: Error | undefined;
  client.on('error', (error) => (lost = error));
  const refuse = (error: unknown) =>
    new Refusal('source.database', { ...at, state: (error as { code?: string }).code ?? 'unknown' });
  const ask = async (sql: string) => {
    try {
      if (lost) throw lost;
      return await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
    } catch (error) {
      await client.end().catch(() => {});
      throw refuse(error);
    }
  };
  await client.connect().catch((error: unknown) => {
    throw refuse(error);
  });
  const cursor = `reading_${randomUUID().replaceAll('-', '')}`;
  await ask('begin read only');
  await ask(`declare ${cursor} no scroll cursor for ${text.replace(/;\s*$/, '')}`);
  let block = await ask(`fetch ${sampled} from ${cursor}`);
  const columns = block.fields.map((field) => field.name);
  const doubled = columns.find((column, index) => columns.indexOf(column) !== index);
  if (doubled !== undefined) {
    await client.end();
    throw new Refusal('source.doubled-field', { ...at, field: doubled });
  }

  async function* rows(): AsyncGenerator<string[][], void, undefined> {
    try {
      while (block.rows.length > 0) {
        yield block.rows.map((row) => row.map((value) => value ?? ''));
        block = await ask(`fetch ${fetched} from ${cursor}`);
      }
    } finally {
      await client.end().catch(() => {});
    }
  }

  return {
    kind: 'rows',
    name: `${at.host}/${at.database}`,
    found: { format: 'postgres', types: block.fields.map((field) => String(field.dataTypeID)) },
    columns,
    ...readOnce(counted(rows())),
    sample: block.rows.map((row) => row.map((value) => value ?? '')),
    doubts: [],
    marks: new MarkTally(),
    close: () => client.end().catch(() => {}),
  };
}
