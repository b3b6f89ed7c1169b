import { unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { MasterKey } from '#platform/envelope/master-key.ts';
import type { ClientId, FirmId, PersonId } from '#platform/kernel/id.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import { openRow, type RecordId, type StoredRecord } from '../stored-record.ts';

/** A client as a register knows clients: of each kind the one record that it speaks of. */
export interface KnownClient {
  id: ClientId;
  number: string;
  owner: PersonId;
  records: Map<RecordKind, KnownRecord>;
}

export type KnownRecord = Pick<StoredRecord, 'id' | 'clientId' | 'kind' | 'version' | 'fields'>;

/** A client as `knownClients` reads it: sealed, byte strings in hex; of several records of a kind the first one counts. */
export type SealedKnown = [
  id: ClientId,
  number: string,
  owner: PersonId,
  wrapped: string,
  records: [id: RecordId, kind: RecordKind, version: number, ordinary: AnyRecord, sensitive: string | null][] | null,
];

/** Opens what `knownClients` gave. */
export function openKnown(keys: MasterKey, firm: FirmId, sealed: string): KnownClient[] {
  return (JSON.parse(sealed) as SealedKnown[]).map(([id, number, owner, wrapped, rows]) => {
    const key = unwrapDataKey(keys, { firm, client: id }, Buffer.from(wrapped, 'hex'));
    const records = new Map<RecordKind, KnownRecord>();
    for (const [record, kind, version, ordinary, hex] of rows ?? []) {
      if (records.has(kind)) continue;
      const sensitive = hex === null ? null : Buffer.from(hex, 'hex');
      const fields = openRow(key, { id: record, version, ordinary, sensitive });
      records.set(kind, { id: record, clientId: id, kind, version, fields });
    }
    return { id, number, owner, records };
  });
}

/** Opened fields of a known client by kind of record. */
export function fieldsByKind({ records }: KnownClient): Map<RecordKind, AnyRecord> {
  return new Map([...records].map(([kind, { fields }]) => [kind, fields]));
}
