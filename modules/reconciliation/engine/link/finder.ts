import { type BlockIndex, tagOf } from './block-index.ts';
import type { BlockKeys } from './block-keys.ts';

/** Enough for the records of as many keys as a record has, of which each has `commonest` at most, with room to spare. */
const slots = 2048;
/** Records looked at closely for one record; more only where they are all found by the same weight of keys. */
const closely = 16;
/** Not looked at closely: what is found by so many times less than the best. */
const hopeless = 5;
const rowMask = 0xff_ffff;

/** Finds the left records that share rare keys with a record; `find` sets `rows` anew. */
export class Finder {
  readonly rows = new Int32Array(slots);
  length = 0;
  readonly #index: BlockIndex;
  readonly #shift: number;
  readonly #rangeBits: number;
  readonly #found = new Int32Array(slots);
  readonly #sums = new Uint16Array(slots);
  readonly #used = new Uint16Array(slots);
  readonly #counts = new Uint16Array(256);

  constructor(index: BlockIndex) {
    this.#index = index;
    this.#shift = 32 - index.bits;
    this.#rangeBits = index.bits - Math.log2(index.records.length);
  }

  find(by: BlockKeys): void {
    const used = this.#gather(by);
    const least = this.#threshold(used);
    this.length = 0;
    for (let at = 0; at < used; at += 1) {
      const slot = this.#used[at]!;
      if (this.#sums[slot]! >= least) {
        this.rows[this.length] = this.#found[slot]! - 1;
        this.length += 1;
      }
      this.#found[slot] = 0;
    }
  }

  /** Adds up the weights of shared keys for each record found, in a table by row. */
  #gather({ keys, weights, length, coarse, enough }: BlockKeys): number {
    const { starts, records } = this.#index;
    let used = 0;
    let most = 0;
    for (let at = 0; at < length; at += 1) {
      if (at === coarse && most >= enough) break;
      const key = keys[at]!;
      const slot = key >>> this.#shift;
      const range = slot >>> this.#rangeBits;
      const within = slot & ((1 << this.#rangeBits) - 1);
      const tag = tagOf(key);
      const list = records[range]!;
      const to = starts[range]![within + 1]!;
      for (let one = starts[range]![within]!; one < to; one += 1) {
        const entry = list[one]!;
        if ((entry ^ tag) >>> 24 !== 0) continue;
        const row = (entry & rowMask) + 1;
        let place = Math.imul(row, 0x9e3779b1) >>> 21;
        while (this.#found[place] !== 0 && this.#found[place] !== row) place = (place + 1) & (slots - 1);
        if (this.#found[place] === 0) {
          this.#found[place] = row;
          this.#sums[place] = 0;
          this.#used[used] = place;
          used += 1;
        }
        const sum = this.#sums[place]! + weights[at]!;
        this.#sums[place] = sum;
        if (sum > most) most = sum;
      }
    }
    return used;
  }

  /** The least sum that is looked at closely: equal sums go together, so that the order of rows does not matter. */
  #threshold(used: number): number {
    let most = 0;
    for (let at = 0; at < used; at += 1) most = Math.max(most, this.#sums[this.#used[at]!]!);
    const least = most / hopeless;
    if (used <= closely) return least;
    const counts = this.#counts;
    counts.fill(0);
    for (let at = 0; at < used; at += 1) counts[Math.min(255, this.#sums[this.#used[at]!]!)]! += 1;
    let sum = 255;
    let taken = 0;
    while (sum > 0 && (taken === 0 || taken + counts[sum]! <= closely)) {
      taken += counts[sum]!;
      sum -= 1;
    }
    return Math.max(least, sum + 1);
  }
}
