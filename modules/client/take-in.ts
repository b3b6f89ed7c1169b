import { type SQL, sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { deriveHashKey, type HashKey } from '#platform/envelope/keyed-hash.ts';
import { type ClientId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import type { AnyRecord, RecordKind } from './fields/catalogue.ts';
import { bytesArray, plainArray, textArray } from './array-literal.ts';
import { directoryLine } from './directory-line.ts';
import { lookupArray, lookupsOf } from './lookups.ts';
import { searchRow } from './search-terms.ts';
import { sealRecord } from './stored-record.ts';

/** A client to be taken in; one of the records is `basic` and has a number, and the fields are checked already. */
export interface NewClient {
  owner: PersonId;
  records: { kind: RecordKind; fields: AnyRecord }[];
}

/** A client with its id, as it was written. */
export interface TakenIn extends NewClient {
  id: ClientId;
}

/**
 * Writes clients with their data keys, records and search rows, two thousand in a statement; `wrote` hears of each part.
 * Runs as a job of the firm, since the owner's records are open to the owner alone. The caller journals.
 */
export async function takeIn(
  inside: Inside,
  clients: readonly NewClient[],
  from: { import: Id<'register-import'> } | null,
  wrote: (clients: TakenIn[]) => Promise<void>,
): Promise<void> {
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  // While PostgreSQL writes one part, the next one is sealed.
  let writing = Promise.resolve();
  for (let at = 0; at < clients.length; at += 2000) {
    const lines = clients.slice(at, at + 2000).map((client) => lineOf(inside, client));
    const statement = insertOf(inside, hashKey, lines, from?.import ?? null);
    await writing;
    writing = inside.db.execute(statement).then(() => wrote(lines));
    writing.catch(() => {});
  }
  await writing;
}

function lineOf(inside: Inside, client: NewClient) {
  const id = newId<'client'>();
  const line = directoryLine(client.records);
  const key = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
  return { ...client, id, line, search: searchRow(line), key };
}

function insertOf(
  inside: Inside,
  hashKey: HashKey,
  lines: ReturnType<typeof lineOf>[],
  importId: Id<'register-import'> | null,
): SQL {
  const records = lines.flatMap(({ id: client, key, records: written }) =>
    written.map(({ kind, fields }) => {
      const id = newId<'client-record'>();
      const sealed = sealRecord(key.dataKey, { id, kind, version: 1, fields });
      return { id, client, kind, ...sealed, lookup: lookupArray(lookupsOf(hashKey, kind, fields)) };
    }),
  );
  return sql`
    with lines as (
      select * from unnest(
        ${plainArray(lines.map(({ id }) => id))}::uuid[], ${textArray(lines.map(({ line }) => line.number))}::text[], ${textArray(lines.map(({ line }) => line.name))}::text[],
        ${textArray(lines.map(({ line }) => line.uscc))}::text[], ${plainArray(lines.map(({ line }) => line.state))}::text[], ${plainArray(lines.map(({ owner }) => owner))}::uuid[],
        ${plainArray(lines.map(({ line }) => line.contractEnd))}::date[], ${plainArray(lines.map(({ line }) => line.paidThrough))}::date[],
        ${textArray(lines.map(({ search }) => search.terms))}::text[], ${textArray(lines.map(({ search }) => search.haystack))}::text[], ${bytesArray(lines.map(({ key }) => key.wrapped))}::bytea[]
      ) as t (id, number, name, uscc, state, owner, contract_end, paid_through, terms, haystack, wrapped)
    ), clients as (
      insert into client (firm_id, id, number, name, uscc, state, owner_id, contract_end, paid_through, import_id)
      select ${inside.firm}, id, number, name, uscc, state, owner, contract_end, paid_through, ${importId}::uuid from lines
    ), searched as (
      insert into client_search (firm_id, client_id, number, terms, haystack)
      select ${inside.firm}, id, number, terms::tsvector, haystack from lines
    ), keys as (
      insert into client_data_key (firm_id, client_id, wrapped) select ${inside.firm}, id, wrapped from lines
    )
    insert into client_record (firm_id, id, client_id, kind, ordinary, sensitive, lookup, changed_at, changed_by, import_id)
    select ${inside.firm}, t.id, t.client, t.kind, t.ordinary::jsonb, t.sensitive, t.lookup::bytea[], ${inside.now}, ${personOf(inside.actor)}::uuid, ${importId}::uuid
    from unnest(
      ${plainArray(records.map(({ id }) => id))}::uuid[], ${plainArray(records.map(({ client }) => client))}::uuid[], ${plainArray(records.map(({ kind }) => kind))}::text[],
      ${textArray(records.map(({ ordinary }) => JSON.stringify(ordinary)))}::text[], ${bytesArray(records.map(({ sensitive }) => sensitive))}::bytea[], ${textArray(records.map(({ lookup }) => lookup))}::text[]
    ) as t (id, client, kind, ordinary, sensitive, lookup)`;
}
