/**
 * Which left records have a key: an inverted index of the rare keys only. Keys are spread over slots by their upper bits; each
 * worker fills the slots of its own range.
 */
export interface BlockIndex {
  /** How many upper bits of a key choose its slot. */
  bits: number;
  /** For each range, where the records of its slot n begin: from `starts[n]` to before `starts[n + 1]`. */
  starts: Int32Array[];
  /** For each range its records: the row in the lower 24 bits, eight more bits of the key above it. */
  records: Int32Array[];
}

/** A record's row has 24 bits in the index. */
export const mostRows = 1 << 24;

export function slotBits(rows: number): number {
  return Math.min(24, Math.max(10, Math.ceil(Math.log2(rows + 1)) + 4));
}

/** The bits of a key that the slot does not say, as they stand above a row. */
export function tagOf(key: number): number {
  return key << 24;
}

/**
 * Fills the slots of one range from the keys of every record (`width` for each, 0 for none). A slot with more than `most` keys is
 * left empty: what is that common finds nobody. `starts` has one entry more than the range has slots.
 */
export function fillRange(
  keys: Int32Array,
  width: number,
  { bits, from, to, most }: { bits: number; from: number; to: number; most: number },
  starts: Int32Array,
): Int32Array {
  const shift = 32 - bits;
  const counts = new Uint8Array(to - from);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at]!;
    if (key === 0) continue;
    const slot = (key >>> shift) - from;
    if (slot >= 0 && slot < counts.length && counts[slot]! <= most) counts[slot]! += 1;
  }
  let total = 0;
  for (let slot = 0; slot < counts.length; slot += 1) {
    starts[slot] = total;
    if (counts[slot]! <= most) total += counts[slot]!;
  }
  const records = new Int32Array(new SharedArrayBuffer(Math.max(4, total * 4)));
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at]!;
    if (key === 0) continue;
    const slot = (key >>> shift) - from;
    if (slot < 0 || slot >= counts.length || counts[slot]! > most) continue;
    records[starts[slot]!] = tagOf(key) | Math.floor(at / width);
    starts[slot]! += 1;
  }
  starts.copyWithin(1, 0, counts.length);
  starts[0] = 0;
  return records;
}
