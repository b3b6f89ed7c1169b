import { sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import { type ClientId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import type { AnyRecord, RecordKind } from './fields/catalogue.ts';
import { directoryLine } from './directory-line.ts';
import { lookupsOf } from './lookups.ts';
import { byteaArray } from './records.ts';
import { searchRow } from './search-terms.ts';
import { sealRecord } from './stored-record.ts';

/** A client to be taken in; one of the records is `basic` and has a number, and the fields are checked already. */
export interface NewClient {
  owner: PersonId;
  records: { kind: RecordKind; fields: AnyRecord }[];
}

/**
 * Writes clients with their data keys, records and search rows, in a few statements for all of them; gives their ids in the
 * same order. Runs as a job of the firm, since the owner's records are open to the owner alone. The caller journals.
 */
export async function takeIn(
  inside: Inside,
  clients: readonly NewClient[],
  from: { import: Id<'register-import'> } | null = null,
): Promise<ClientId[]> {
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  const ids: ClientId[] = [];
  for (const part of chunks(clients, 2000)) {
    const lines = part.map(({ owner, records }) => {
      const id = newId<'client'>();
      const line = directoryLine(records);
      return {
        id,
        owner,
        records,
        line,
        search: searchRow(line),
        key: createDataKey(inside.ground.keys, { firm: inside.firm, client: id }),
      };
    });
    const records = lines.flatMap(({ id, key, records: written }) =>
      written.map(({ kind, fields }) => {
        const record = newId<'client-record'>();
        const sealed = sealRecord(key.dataKey, { id: record, kind, version: 1, fields });
        return { id: record, client: id, kind, ...sealed, lookup: byteaArray(lookupsOf(hashKey, kind, fields)) };
      }),
    );
    const column = <Row, Value>(rows: readonly Row[], value: (row: Row) => Value) => sql.param(rows.map(value));
    await inside.db.execute(sql`
      insert into client (firm_id, id, number, name, uscc, state, owner_id, contract_end, paid_through, import_id)
      select ${inside.firm}, t.*, ${from?.import ?? null}::uuid from unnest(
        ${column(lines, ({ id }) => id)}::uuid[], ${column(lines, ({ line }) => line.number)}::text[], ${column(lines, ({ line }) => line.name)}::text[],
        ${column(lines, ({ line }) => line.uscc)}::text[], ${column(lines, ({ line }) => line.state)}::text[], ${column(lines, ({ owner }) => owner)}::uuid[],
        ${column(lines, ({ line }) => line.contractEnd)}::date[], ${column(lines, ({ line }) => line.paidThrough)}::date[]) as t`);
    await inside.db.execute(sql`
      insert into client_search (firm_id, client_id, number, terms, haystack)
      select ${inside.firm}, t.id, t.number, t.terms::tsvector, t.haystack from unnest(
        ${column(lines, ({ id }) => id)}::uuid[], ${column(lines, ({ line }) => line.number)}::text[], ${column(lines, ({ search }) => search.terms)}::text[], ${column(lines, ({ search }) => search.haystack)}::text[]
      ) as t (id, number, terms, haystack)`);
    await inside.db.execute(sql`
      insert into client_data_key (firm_id, client_id, wrapped)
      select ${inside.firm}, t.* from unnest(${column(lines, ({ id }) => id)}::uuid[], ${column(lines, ({ key }) => key.wrapped)}::bytea[]) as t`);
    await inside.db.execute(sql`
      insert into client_record (firm_id, id, client_id, kind, ordinary, sensitive, lookup, changed_at, changed_by, import_id)
      select ${inside.firm}, t.id, t.client, t.kind, t.ordinary::jsonb, t.sensitive, t.lookup::bytea[], ${inside.now}, ${personOf(inside.actor)}::uuid, ${from?.import ?? null}::uuid
      from unnest(
        ${column(records, ({ id }) => id)}::uuid[], ${column(records, ({ client }) => client)}::uuid[], ${column(records, ({ kind }) => kind)}::text[],
        ${column(records, ({ ordinary }) => JSON.stringify(ordinary))}::text[], ${column(records, ({ sensitive }) => sensitive)}::bytea[], ${column(records, ({ lookup }) => lookup)}::text[]
      ) as t (id, client, kind, ordinary, sensitive, lookup)`);
    ids.push(...lines.map(({ id }) => id));
  }
  return ids;
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
