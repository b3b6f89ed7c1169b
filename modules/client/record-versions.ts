import { and, eq, inArray } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { clientRecord, clientRecordVersion } from './client.table.ts';
import { dataKeysOf } from './data-keys.ts';
import type { RecordKind } from './fields/catalogue.ts';
import { openRecord, type RecordId, type StoredRecord } from './stored-record.ts';

/** Every earlier version of those records that the actor sees, opened; the version that stands is not among them. */
export async function earlierVersionsOf(inside: Inside, records: readonly RecordId[]): Promise<StoredRecord[]> {
  if (records.length === 0) return [];
  const rows = await inside.db
    .select({
      id: clientRecordVersion.recordId,
      clientId: clientRecordVersion.clientId,
      kind: clientRecord.kind,
      version: clientRecordVersion.version,
      ordinary: clientRecordVersion.ordinary,
      sensitive: clientRecordVersion.sensitive,
      changedAt: clientRecordVersion.changedAt,
    })
    .from(clientRecordVersion)
    .innerJoin(
      clientRecord,
      and(eq(clientRecord.firmId, clientRecordVersion.firmId), eq(clientRecord.id, clientRecordVersion.recordId)),
    )
    .where(
      and(eq(clientRecordVersion.firmId, inside.firm), inArray(clientRecordVersion.recordId, [...new Set(records)])),
    );
  const keys = await dataKeysOf(
    inside,
    rows.map(({ clientId }) => clientId),
  );
  return rows.map((row) => openRecord(keys.get(row.clientId)!, { ...row, ended: false }));
}

/** The kind of each of the records that the actor sees. */
export async function recordKindsOf(inside: Inside, records: readonly RecordId[]): Promise<Map<RecordId, RecordKind>> {
  if (records.length === 0) return new Map();
  const rows = await inside.db
    .select({ id: clientRecord.id, kind: clientRecord.kind })
    .from(clientRecord)
    .where(and(eq(clientRecord.firmId, inside.firm), inArray(clientRecord.id, [...new Set(records)])));
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
