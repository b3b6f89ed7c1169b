import type { ShownRecord } from './client.contract.ts';
import { fieldOf, type RecordKind, type AnyRecord } from './fields/catalogue.ts';
import { maskRecord } from './fields/mask.ts';
import type { StoredRecord } from './stored-record.ts';

/** The record as it may be shown: sensitive values under their mask. */
export function shownRecord({ clientId: _client, fields, ...record }: StoredRecord): ShownRecord {
  return { ...record, ...shownFields(record.kind, fields) };
}

/** Fields under their mask, and the names of those that are masked. */
export function shownFields(kind: RecordKind, fields: AnyRecord): Pick<ShownRecord, 'fields' | 'masked'> {
  return {
    fields: maskRecord(kind, fields) as ShownRecord['fields'],
    masked: Object.keys(fields).filter((name) => fieldOf(kind, name)?.class !== 'ordinary'),
  };
}
