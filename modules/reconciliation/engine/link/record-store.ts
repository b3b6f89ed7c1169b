import { type PackedTable, type RecordReader, codeLength } from './record-reader.ts';

/** Words of a record in `facts`. */
export const stride = 8;
const [bodyAt, lengthsAt, placeAt, coreAt, soundAt, tradeAt, phoneAt, contentAt] = [0, 1, 2, 3, 4, 5, 6, 7];

/** The left side taken apart, in memory that workers share. */
export interface RecordStore {
  /** `stride` words for each record, in one line of the cache. */
  facts: Int32Array;
  /** Bodies of the names; one begins where the original name begins in its column, and is never longer. */
  bodies: Uint16Array;
  /** Codes, `codeLength` units each, the first 0 where there is none; empty without the column. */
  codes: Uint16Array;
  /** Addresses, folded; one begins where the original begins in its column, and ends with 0 or where the next begins. */
  addresses: Uint16Array;
  addressStarts: Int32Array;
}

export function recordStore({ rows, name, code, address }: PackedTable): RecordStore {
  const units = (length: number) => new Uint16Array(new SharedArrayBuffer(length * 2));
  return {
    facts: new Int32Array(new SharedArrayBuffer(rows * stride * 4)),
    bodies: units(name?.units.length ?? 0),
    codes: units(code ? rows * codeLength : 0),
    addresses: units(address?.units.length ?? 0),
    addressStarts: address?.starts ?? new Int32Array(0),
  };
}

/** Keeps what was just read as row `row`, its body from `from` on; `content` tells records apart whatever their order. */
export function keep(store: RecordStore, row: number, from: number, record: RecordReader, content: number): void {
  const { name } = record;
  const { facts, bodies, codes } = store;
  const at = row * stride;
  for (let unit = 0; unit < name.bodyLength; unit += 1) bodies[from + unit] = name.body[unit]!;
  facts[at + bodyAt] = from;
  facts[at + lengthsAt] = name.coreLength | (name.bodyLength << 8) | (name.form << 16);
  facts[at + placeAt] = name.place | (name.branch << 16);
  facts[at + coreAt] = record.core;
  facts[at + soundAt] = record.coreSound;
  facts[at + tradeAt] = record.trade;
  facts[at + phoneAt] = record.phone;
  facts[at + contentAt] = content;
  if (codes.length > 0 && record.hasCode) codes.set(record.code, row * codeLength);
  const { addresses, addressStarts } = store;
  if (record.addressLength > 0) addresses.set(record.address.subarray(0, record.addressLength), addressStarts[row]);
}

/** A record of the store, looked at in place. */
export class StoredRecord {
  readonly store: RecordStore;
  row = 0;
  bodyFrom = 0;
  coreLength = 0;
  bodyLength = 0;
  form = 0;
  place = 0;
  branch = 0;
  core = 0;
  coreSound = 0;
  trade = 0;
  phone = 0;
  content = 0;

  constructor(store: RecordStore) {
    this.store = store;
  }

  look(row: number): void {
    const { facts } = this.store;
    const at = row * stride;
    const lengths = facts[at + lengthsAt]!;
    const where = facts[at + placeAt]!;
    this.row = row;
    this.bodyFrom = facts[at + bodyAt]!;
    this.coreLength = lengths & 0xff;
    this.bodyLength = (lengths >>> 8) & 0xff;
    this.form = lengths >>> 16;
    this.place = where & 0xffff;
    this.branch = where >>> 16;
    this.core = facts[at + coreAt]!;
    this.coreSound = facts[at + soundAt]!;
    this.trade = facts[at + tradeAt]!;
    this.phone = facts[at + phoneAt]!;
    this.content = facts[at + contentAt]!;
  }
}

/** The number of all that a stored record says. */
export function contentOf({ facts }: RecordStore, row: number): number {
  return facts[row * stride + contentAt]!;
}

/** How many records the store has. */
export function rowsOf({ facts }: RecordStore): number {
  return facts.length / stride;
}
