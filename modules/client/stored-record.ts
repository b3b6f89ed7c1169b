import { type DataKey, type RowOfFields, openFields, sealFields } from '#platform/envelope/data-key.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type AnyRecord, fieldsOf, type RecordKind } from './fields/catalogue.ts';
import { choiceSets } from './fields/choice-sets.ts';
import { recordLabel } from './fields/record-label.ts';
import { recordSchema } from './fields/record-schema.ts';
import { splitByClass } from './fields/split-by-class.ts';

export type RecordId = Id<'client-record'>;

/** A record of a client, opened: `fields` holds the sensitive values too, so it goes to nobody before it is masked. */
export interface StoredRecord {
  id: RecordId;
  clientId: ClientId;
  kind: RecordKind;
  version: number;
  fields: AnyRecord;
  /** What names it among its like, in the firm's own words, sensitive parts masked. */
  label: string;
  changedAt: Date;
  /** No longer in force; it stays on record. */
  ended: boolean;
}

/** The columns that a version of a record is stored in. */
export interface RecordRow {
  id: RecordId;
  clientId: ClientId;
  kind: RecordKind;
  version: number;
  ordinary: Record<string, unknown>;
  sensitive: Buffer | null;
  changedAt: Date;
  ended: boolean;
}

/** The record as it was written; refuses as `openFields` does. */
export function openRecord(dataKey: DataKey, row: RecordRow): StoredRecord {
  const { ordinary: _ordinary, sensitive: _sensitive, ...rest } = row;
  const fields = openRow(dataKey, row);
  return { ...rest, fields, label: labelOf(row.kind, fields) };
}

/** The fields of the record alone. */
export function openRow(
  dataKey: DataKey,
  { id, version, ordinary, sensitive }: Pick<RecordRow, 'id' | 'version' | 'ordinary' | 'sensitive'>,
): AnyRecord {
  const open = ordinary as AnyRecord;
  return sensitive ? { ...open, ...openFields<AnyRecord>(dataKey, placeOf(id, version), sensitive) } : open;
}

/** The record parted for storing: ordinary fields as they are, sensitive ones sealed for this version of this row. */
export function sealRecord(
  dataKey: DataKey,
  record: { id: RecordId; kind: RecordKind; version: number; fields: AnyRecord },
) {
  const { ordinary, sensitive } = splitByClass(record.kind, record.fields);
  const hidden = Object.keys(sensitive).length > 0;
  return {
    ordinary: ordinary as Record<string, unknown>,
    sensitive: hidden ? sealFields(dataKey, placeOf(record.id, record.version), sensitive) : null,
  };
}

/**
 * The fields, checked by the schema of their kind. What an import kept under its own header is no field of the kind and
 * stays as the text it is. Refuses with `client.record-malformed` and the names of the fields that do not fit.
 */
export function parseFields(kind: RecordKind, fields: AnyRecord): AnyRecord {
  const known = new Set(fieldsOf(kind).map(([name]) => name));
  const filled = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  const own = Object.fromEntries(filled.filter(([name]) => known.has(name)));
  const kept = Object.fromEntries(filled.filter(([name]) => !known.has(name)));
  const foreign = Object.entries(kept).filter(([, value]) => typeof value !== 'string');
  const parsed = recordSchema(kind).safeParse(own);
  if (!parsed.success || foreign.length > 0) {
    const issues = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0] ?? ''));
    const wrong = [...new Set([...issues, ...foreign.map(([name]) => name)])];
    throw new Refusal('client.record-malformed', { kind, fields: wrong });
  }
  return { ...(parsed.data as AnyRecord), ...kept };
}

function labelOf(kind: RecordKind, fields: AnyRecord): string {
  return recordLabel(kind, fields, (set, choice) => {
    const words: Record<string, readonly string[]> = choiceSets[set];
    return words[choice]?.[0] ?? choice;
  });
}

function placeOf(id: RecordId, version: number): RowOfFields {
  return { table: 'client_record', row: `${id}:${version}` };
}
