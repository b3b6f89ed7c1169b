import { type HashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import { type AnyRecord, fieldsOf, type RecordKind } from './fields/catalogue.ts';
import { plainValue } from './fields/written-value.ts';

/** Keyed hashes of the phones and accounts of a record, by which it is found again by the exact value. */
export function lookupsOf(hashKey: HashKey, kind: RecordKind, fields: AnyRecord): Buffer[] {
  return fieldsOf(kind).flatMap(([name, { type }]) => {
    const value = fields[name];
    if ((type !== 'phone' && type !== 'account') || typeof value !== 'string') return [];
    const hash = exactHash(hashKey, value);
    return hash ? [hash] : [];
  });
}

/** The hash of a written phone or account, however it is parted; null when it is too short to be one. */
export function exactHash(hashKey: HashKey, written: string): Buffer | null {
  const digits = plainValue('account', plainValue('phone', written) ?? written) ?? '';
  return /^\d{7,32}$/.test(digits) ? keyedHash(hashKey, 'number', digits) : null;
}
