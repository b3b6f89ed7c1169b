import { and, eq } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { clientRecord, clientRecordVersion } from './client.table.ts';
import { dataKeyOf } from './data-keys.ts';
import type { AnyRecord, RecordKind } from './fields/catalogue.ts';
import { openRow, type RecordId } from './stored-record.ts';

/** A version of a record with what was said of it. `replacedAt` and `reason` are null for the version that stands. */
export interface RecordVersion {
  record: RecordId;
  kind: RecordKind;
  version: number;
  /** The record is no longer in force; said of the version that stands. */
  ended: boolean;
  /** Sensitive values too: it goes to nobody who may not have all of the client. */
  fields: AnyRecord;
  changedAt: Date;
  changedBy: PersonId | null;
  replacedAt: Date | null;
  reason: string | null;
}

/** Every version of every record of a client, in the order of records and versions; for whoever archives the client. */
export async function recordHistoryOf(inside: Inside, client: ClientId): Promise<RecordVersion[]> {
  const dataKey = await dataKeyOf(inside, client);
  const present = await inside.db
    .select()
    .from(clientRecord)
    .where(and(eq(clientRecord.firmId, inside.firm), eq(clientRecord.clientId, client)));
  const earlier = await inside.db
    .select()
    .from(clientRecordVersion)
    .where(and(eq(clientRecordVersion.firmId, inside.firm), eq(clientRecordVersion.clientId, client)));
  const kinds = new Map(present.map(({ id, kind }) => [id, kind]));
  const versions = [
    ...earlier.map((row): RecordVersion => {
      const { recordId: record, version, changedAt, changedBy, replacedAt, reason } = row;
      const fields = openRow(dataKey, { ...row, id: record });
      return {
        record,
        kind: kinds.get(record)!,
        version,
        ended: false,
        fields,
        changedAt,
        changedBy,
        replacedAt,
        reason,
      };
    }),
    ...present.map((row): RecordVersion => {
      const { id: record, kind, version, ended, changedAt, changedBy } = row;
      const fields = openRow(dataKey, row);
      return { record, kind, version, ended, fields, changedAt, changedBy, replacedAt: null, reason: null };
    }),
  ];
  return versions.sort((one, other) =>
    one.record === other.record ? one.version - other.version : one.record < other.record ? -1 : 1,
  );
}
