import { type HashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import { type AnyRecord, fieldsOf, type RecordKind, recordKinds } from './fields/catalogue.ts';
import { plainValue } from './fields/written-value.ts';

/** The fields of each kind that are found by their exact value. */
const found = new Map(
  recordKinds.map((kind) => [
    kind,
    fieldsOf(kind).flatMap(([name, { type }]) => (type === 'phone' || type === 'account' ? [name] : [])),
  ]),
);

/** Keyed hashes of the phones and accounts of a record, by which it is found again by the exact value. */
export function lookupsOf(hashKey: HashKey, kind: RecordKind, fields: AnyRecord): Buffer[] {
  return found.get(kind)!.flatMap((name) => {
    const value = fields[name];
    const hash = typeof value === 'string' ? exactHash(hashKey, value) : null;
    return hash ? [hash] : [];
  });
}

/** The hashes as PostgreSQL writes a `bytea[]`; null for none. */
export function lookupArray(hashes: readonly Buffer[]): string | null {
  return hashes.length === 0 ? null : `{${hashes.map((hash) => `"\\\\x${hash.toString('hex')}"`).join(',')}}`;
}

/** The hash of a written phone or account, however it is parted; null when it is too short to be one. */
export function exactHash(hashKey: HashKey, written: string): Buffer | null {
  const digits = plainValue('account', plainValue('phone', written) ?? written) ?? '';
  return /^\d{7,32}$/.test(digits) ? keyedHash(hashKey, 'number', digits) : null;
}
