import { sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import { newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { dataKeysOf } from '../data-keys.ts';
import { lookupArray, lookupsOf } from '../lookups.ts';
import { type RecordId, sealRecord } from '../stored-record.ts';
import type { RecordDeed } from './arrangement.ts';
import type { NewRecord, NextVersion } from './record-writings.ts';
import type { ImportId } from './stored-import.ts';

/**
 * Writes new versions of many records in two statements, keeping those before with the reason; fields are checked already.
 * Refuses with `client.import-moved-on` when one of them is no longer in the version that was looked at.
 */
export async function writeVersions(inside: Inside, changes: readonly NextVersion[], reason: string): Promise<void> {
  if (changes.length === 0) return;
  const keys = await dataKeysOf(
    inside,
    changes.map(({ before }) => before.clientId),
  );
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  const rows = changes.map(({ before: { id, clientId, kind, version }, fields, ended }) => ({
    id,
    version,
    ended,
    ...sealRecord(keys.get(clientId)!, { id, kind, version: version + 1, fields }),
    lookup: lookupArray(lookupsOf(hashKey, kind, fields)),
  }));
  const column = <Value>(value: (row: (typeof rows)[number]) => Value) => sql.param(rows.map(value));
  const kept = await inside.db.execute<{ record_id: string }>(sql`
    insert into client_record_version (firm_id, record_id, version, client_id, ordinary, sensitive, changed_at, changed_by, replaced_at, reason)
    select r.firm_id, r.id, r.version, r.client_id, r.ordinary, r.sensitive, r.changed_at, r.changed_by, ${inside.now}, ${reason}
    from client_record r join unnest(${column(({ id }) => id)}::uuid[], ${column(({ version }) => version)}::integer[]) as t (id, version)
      on r.id = t.id and r.version = t.version
    where r.firm_id = ${inside.firm} returning record_id`);
  if (kept.rows.length !== rows.length) throw new Refusal('client.import-moved-on', {}, 'conflict');
  await inside.db.execute(sql`
    update client_record r set ordinary = t.ordinary::jsonb, sensitive = t.sensitive, lookup = t.lookup::bytea[], ended = t.ended,
      version = t.version + 1, changed_at = ${inside.now}, changed_by = ${personOf(inside.actor)}::uuid
    from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ version }) => version)}::integer[], ${column(({ ordinary }) => JSON.stringify(ordinary))}::text[],
      ${column(({ sensitive }) => sensitive)}::bytea[], ${column(({ lookup }) => lookup)}::text[], ${column(({ ended }) => ended)}::boolean[]
    ) as t (id, version, ordinary, sensitive, lookup, ended)
    where r.firm_id = ${inside.firm} and r.id = t.id and r.version = t.version`);
}

/** Writes new records of clients who are there; fields are checked already. */
export async function writeRecords(
  inside: Inside,
  records: readonly NewRecord[],
  from: { import: ImportId },
): Promise<RecordDeed[]> {
  if (records.length === 0) return [];
  const keys = await dataKeysOf(
    inside,
    records.map(({ clientId }) => clientId),
  );
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  const rows = records.map(({ clientId, kind, fields }) => {
    const id: RecordId = newId();
    const sealed = sealRecord(keys.get(clientId)!, { id, kind, version: 1, fields });
    return { id, clientId, kind, ...sealed, lookup: lookupArray(lookupsOf(hashKey, kind, fields)) };
  });
  const column = <Value>(value: (row: (typeof rows)[number]) => Value) => sql.param(rows.map(value));
  await inside.db.execute(sql`
    insert into client_record (firm_id, id, client_id, kind, ordinary, sensitive, lookup, changed_at, changed_by, import_id)
    select ${inside.firm}, t.id, t.client, t.kind, t.ordinary::jsonb, t.sensitive, t.lookup::bytea[], ${inside.now}, ${personOf(inside.actor)}::uuid, ${from.import}::uuid
    from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ clientId }) => clientId)}::uuid[], ${column(({ kind }) => kind)}::text[],
      ${column(({ ordinary }) => JSON.stringify(ordinary))}::text[], ${column(({ sensitive }) => sensitive)}::bytea[], ${column(({ lookup }) => lookup)}::text[]
    ) as t (id, client, kind, ordinary, sensitive, lookup)`);
  return rows.map(({ id }) => ({ record: id, version: 1, deed: 'added' }));
}
