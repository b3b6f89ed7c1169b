import { type RecordStore, contentOf } from './record-store.ts';
import type { Weigher } from './weigher.ts';

/** How many left records are kept for each right one. */
export const kept = 3;

/** What was found for each right row: `kept` left rows with their weights and levels, the heaviest first. */
export interface Found {
  /** Row + 1; 0 where there is none. */
  rows: Int32Array;
  weights: Float32Array;
  levels: Int32Array;
  /** For each right row the sum of 2^weight over all left records that were weighed, and that of 2^evidence. */
  sums: Float32Array;
  evidence: Float32Array;
}

/**
 * Keeps the heaviest for one right row after the other. Of equal weights the one with the smaller content goes first, whatever
 * the order of rows.
 */
export class Best {
  readonly #found: Found;
  readonly #store: RecordStore;
  #row = 0;
  #sum = 0;
  #evidence = 0;

  constructor(found: Found, store: RecordStore) {
    this.#found = found;
    this.#store = store;
  }

  begin(row: number): void {
    this.#row = row;
    this.#sum = 0;
    this.#evidence = 0;
  }

  add(row: number, { weight, evidence, levels: packed }: Weigher): void {
    this.#sum += 2 ** weight;
    this.#evidence += 2 ** evidence;
    const { rows, weights, levels } = this.#found;
    const from = this.#row * kept;
    let at = from + kept;
    while (at > from && this.#before(row, Math.fround(weight), at - 1)) at -= 1;
    if (at === from + kept) return;
    for (let down = from + kept - 1; down > at; down -= 1) {
      rows[down] = rows[down - 1]!;
      weights[down] = weights[down - 1]!;
      levels[down] = levels[down - 1]!;
    }
    rows[at] = row + 1;
    weights[at] = weight;
    levels[at] = packed;
  }

  #before(row: number, weight: number, at: number): boolean {
    const { rows, weights } = this.#found;
    if (rows[at] === 0) return true;
    if (weight !== weights[at]) return weight > weights[at]!;
    return contentOf(this.#store, row) < contentOf(this.#store, rows[at]! - 1);
  }

  end(): void {
    this.#found.sums[this.#row] = this.#sum;
    this.#found.evidence[this.#row] = this.#evidence;
  }
}
