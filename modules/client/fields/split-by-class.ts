import { type AnyRecord, fieldOf, type RecordKind } from './catalogue.ts';

/**
 * The record parted by class, for storing: `ordinary` goes in as it is, `sensitive` is encrypted first. A field that the
 * kind does not have counts as sensitive. Put together again by spreading both.
 */
export function splitByClass(kind: RecordKind, record: AnyRecord): { ordinary: AnyRecord; sensitive: AnyRecord } {
  const ordinary: AnyRecord = {};
  const sensitive: AnyRecord = {};
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue;
    (fieldOf(kind, name)?.class === 'ordinary' ? ordinary : sensitive)[name] = value;
  }
  return { ordinary, sensitive };
}
