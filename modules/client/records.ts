import { and, eq, inArray, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import type { RecordKind } from './fields/catalogue.ts';
import type { FieldValue } from './fields/field.ts';
import { clientRecord, clientRecordVersion } from './client.table.ts';
import { dataKeyOf, dataKeysOf } from './data-keys.ts';
import { writeDirectory } from './directory-line.ts';
import { lookupArray, lookupsOf } from './lookups.ts';
import { openRecord, parseFields, type RecordId, sealRecord, type StoredRecord } from './stored-record.ts';

/**
 * The records of the clients that the actor sees, opened, in the order in which they were taken in; those in force, and with
 * `ended` all. The caller masks what it shows.
 */
export async function recordsOf(
  inside: Inside,
  clients: readonly ClientId[],
  options: { kinds?: readonly RecordKind[]; ended?: boolean } = {},
): Promise<StoredRecord[]> {
  if (clients.length === 0) return [];
  const rows = await inside.db
    .select(recordColumns)
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        inArray(clientRecord.clientId, [...clients]),
        options.kinds ? inArray(clientRecord.kind, [...options.kinds]) : undefined,
        options.ended ? undefined : eq(clientRecord.ended, false),
      ),
    )
    .orderBy(clientRecord.clientId, clientRecord.id);
  const keys = await dataKeysOf(inside, clients);
  return rows.map((row) => openRecord(keys.get(row.clientId)!, row));
}

/** The record in its present version; refuses with `record.not-found`. */
export async function findRecord(inside: Inside, id: RecordId): Promise<StoredRecord> {
  const [row] = await inside.db.select(recordColumns).from(clientRecord).where(isRecord(inside, id));
  if (!row) throw notFound('record', { record: id });
  return openRecord(await dataKeyOf(inside, row.clientId), row);
}

/** The record as it stood in that version; refuses with `record.not-found`. */
export async function recordVersion(inside: Inside, id: RecordId, version: number): Promise<StoredRecord> {
  const present = await findRecord(inside, id);
  if (present.version === version) return present;
  const [row] = await inside.db
    .select()
    .from(clientRecordVersion)
    .where(
      and(
        eq(clientRecordVersion.firmId, inside.firm),
        eq(clientRecordVersion.recordId, id),
        eq(clientRecordVersion.version, version),
      ),
    );
  if (!row) throw notFound('record', { record: id, version });
  const { ordinary, sensitive, changedAt } = row;
  const { clientId, kind } = present;
  const dataKey = await dataKeyOf(inside, clientId);
  return openRecord(dataKey, { id, clientId, kind, version, ordinary, sensitive, changedAt, ended: false });
}

/** A change of a record: null empties a field. */
export interface FieldChange {
  record: RecordId;
  expectedVersion: number;
  changes: Record<string, FieldValue | null>;
  reason: string;
}

/**
 * Writes a new version of the record and keeps the one before with the reason; journals `client.record-changed` with the
 * names of the fields. Asks no policy: the operation that calls it has. Refuses with `client.record-moved-on` when another
 * version stands by now, `client.record-ended`, and `client.record-malformed`.
 */
export async function changeFields(inside: Inside, change: FieldChange): Promise<StoredRecord> {
  return writeVersion(inside, change, (before) => {
    const fields = { ...before.fields };
    for (const [name, value] of Object.entries(change.changes)) {
      if (value === null) delete fields[name];
      else fields[name] = value;
    }
    return { fields, ended: false };
  });
}

/** Takes a record out of force: it stays on record, with the reason, as its last version. Journalled; refuses as `changeFields`. */
export async function takeOutOfForce(inside: Inside, change: Omit<FieldChange, 'changes'>): Promise<StoredRecord> {
  return writeVersion(inside, change, ({ fields }) => ({ fields, ended: true }));
}

async function writeVersion(
  inside: Inside,
  { record: id, expectedVersion, reason }: Omit<FieldChange, 'changes'>,
  next: (before: StoredRecord) => Pick<StoredRecord, 'fields' | 'ended'>,
): Promise<StoredRecord> {
  const [row] = await inside.db.select().from(clientRecord).where(isRecord(inside, id)).for('update');
  if (!row) throw notFound('record', { record: id });
  if (row.version !== expectedVersion)
    throw new Refusal('client.record-moved-on', { client: row.clientId, record: id, version: row.version }, 'conflict');
  if (row.ended) throw new Refusal('client.record-ended', { client: row.clientId, record: id }, 'conflict');
  const dataKey = await dataKeyOf(inside, row.clientId);
  const before = openRecord(dataKey, row);
  const { fields: written, ended } = next(before);
  const fields = parseFields(row.kind, written);
  const version = row.version + 1;
  const changedBy = personOf(inside.actor);
  await inside.db.insert(clientRecordVersion).values({
    firmId: inside.firm,
    recordId: id,
    version: row.version,
    clientId: row.clientId,
    ordinary: row.ordinary,
    sensitive: row.sensitive,
    changedAt: row.changedAt,
    changedBy: row.changedBy,
    replacedAt: inside.now,
    reason,
  });
  const lookups = lookupsOf(deriveHashKey(inside.ground.keys, inside.firm), row.kind, fields);
  await inside.db
    .update(clientRecord)
    .set({
      ...sealRecord(dataKey, { id, kind: row.kind, version, fields }),
      lookup: sql`${lookupArray(lookups)}::bytea[]`,
      version,
      changedAt: inside.now,
      changedBy,
      ended,
    })
    .where(isRecord(inside, id));
  await journal.record(inside, {
    verb: ended ? 'client.record-ended' : 'client.record-changed',
    client: row.clientId,
    facts: { record: id, kind: row.kind, version, fields: changedNames(before.fields, fields) },
  });
  await writeDirectory(inside, row.clientId, row.kind);
  return findRecord(inside, id);
}

const recordColumns = {
  id: clientRecord.id,
  clientId: clientRecord.clientId,
  kind: clientRecord.kind,
  version: clientRecord.version,
  ordinary: clientRecord.ordinary,
  sensitive: clientRecord.sensitive,
  changedAt: clientRecord.changedAt,
  ended: clientRecord.ended,
};

function isRecord(inside: Inside, id: RecordId) {
  return and(eq(clientRecord.firmId, inside.firm), eq(clientRecord.id, id));
}

function changedNames(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
}

/**
 * Keeps every record of the clients as it is until the transaction ends. In a SERIALIZABLE transaction a change that another
 * committed meanwhile makes this one begin again, so that what was checked is what is handed over.
 */
export async function holdRecords(inside: Inside, clients: readonly ClientId[]): Promise<void> {
  await inside.db.execute(
    sql`select from client_record where firm_id = ${inside.firm} and client_id = any (${sql.param([...clients])}::uuid[]) for share`,
  );
}
