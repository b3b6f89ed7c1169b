import type { ClientId } from '#platform/kernel/id.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import type { StoredRecord } from '../stored-record.ts';

/** A record with what it is to be from now on. */
export interface NextVersion {
  before: Pick<StoredRecord, 'id' | 'clientId' | 'kind' | 'version'>;
  fields: AnyRecord;
  ended: boolean;
}

/** A record that a client did not have. */
export interface NewRecord {
  clientId: ClientId;
  kind: RecordKind;
  fields: AnyRecord;
}
