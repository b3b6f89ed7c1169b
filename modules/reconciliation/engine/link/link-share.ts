import { fillRange } from './block-index.ts';
import { BlockKeys, keyWidth } from './block-keys.ts';
import { Finder } from './finder.ts';
import { Best, type Found } from './found.ts';
import { Counter, type Frequencies } from './frequencies.ts';
import { Gazetteer } from './gazetteer.ts';
import { NameReader } from './name-reader.ts';
import { type PackedTable, RecordReader } from './record-reader.ts';
import { type RecordStore, StoredRecord, contentOf, keep } from './record-store.ts';
import type { Sounds } from './syllables.ts';
import { Weigher } from './weigher.ts';

/** A key that more left records have than this finds nobody. */
const commonest = 32;
/** Rows that a worker takes at a time. */
const chunk = 2048;

/** What the workers of one linking share. */
export interface SharedWork {
  left: PackedTable;
  right: PackedTable;
  folds: Uint16Array;
  sounds: Sounds;
  cityOf: Uint16Array;
  counts: Frequencies;
  store: RecordStore;
  /** As many keys for each left record as `keyWidth` says. */
  keys: Int32Array;
  bits: number;
  /** Starts of the slots, one list for each range. */
  starts: Int32Array[];
  /** The next right row that nobody has taken. */
  next: Int32Array;
  found: Found;
}

/** What a worker is told to do; each step begins when all have ended the one before. */
export type Step =
  | { step: 'take-apart'; from: number; to: number }
  | { step: 'index'; range: number }
  | { step: 'propose'; records: Int32Array[] };

/** A worker's part in a linking, step by step. */
export class LinkShare {
  readonly #work: SharedWork;
  readonly #gazetteer = new Gazetteer();
  readonly #record: RecordReader;
  readonly #keys: BlockKeys;

  constructor(work: SharedWork) {
    this.#work = work;
    this.#record = new RecordReader(
      new NameReader(work.folds, work.sounds, this.#gazetteer),
      work.folds,
      work.sounds.of,
    );
    this.#keys = new BlockKeys(work.cityOf);
  }

  /** Does a step; gives the records of the range that it indexed. */
  do(step: Step): Int32Array | null {
    switch (step.step) {
      case 'take-apart':
        this.#takeApart(step.from, step.to);
        return null;
      case 'index':
        return this.#index(step.range);
      case 'propose':
        this.#propose(step.records);
        return null;
    }
  }

  /** Takes left records apart, keeps and counts them, and writes their keys. */
  #takeApart(from: number, to: number): void {
    const { left, store, counts, cityOf, keys } = this.#work;
    const record = this.#record;
    const counter = new Counter(counts, cityOf);
    const width = keyWidth(left);
    for (let row = from; row < to; row += 1) {
      record.read(left, row);
      keep(store, row, left.name?.starts[row] ?? 0, record, record.content());
      counter.count(record);
      this.#keys.of(record);
      for (let at = 0; at < this.#keys.length; at += 1) keys[row * width + at] = this.#keys.keys[at]!;
    }
    counter.end();
  }

  /** Fills one range of the index. */
  #index(range: number): Int32Array {
    const { left, keys, bits, starts } = this.#work;
    const size = starts[range]!.length - 1;
    const span = { bits, from: range * size, to: (range + 1) * size, most: commonest };
    return fillRange(keys, keyWidth(left), span, starts[range]!);
  }

  /** Takes right rows until there are none left, and weighs what is found for them. */
  #propose(records: Int32Array[]): void {
    const { right, left, bits, starts, next, counts, cityOf, store, found } = this.#work;
    const finder = new Finder({ bits, starts, records });
    const weigher = new Weigher(counts, left.rows, this.#gazetteer, cityOf);
    const stored = new StoredRecord(store);
    const best = new Best(found, store);
    for (let from = Atomics.add(next, 0, chunk); from < right.rows; from = Atomics.add(next, 0, chunk)) {
      for (let row = from; row < Math.min(from + chunk, right.rows); row += 1) {
        this.#record.read(right, row);
        this.#keys.of(this.#record);
        finder.find(this.#keys);
        sortByContent(finder.rows, finder.length, store);
        best.begin(row);
        for (let at = 0; at < finder.length; at += 1) {
          stored.look(finder.rows[at]!);
          weigher.weigh(this.#record, stored);
          best.add(stored.row, weigher);
        }
        best.end();
      }
    }
  }
}

/** So that sums come out the same to the last bit, whatever the order of rows. */
function sortByContent(rows: Int32Array, length: number, store: RecordStore): void {
  for (let end = 1; end < length; end += 1) {
    const row = rows[end]!;
    const content = contentOf(store, row);
    let at = end;
    for (; at > 0 && contentOf(store, rows[at - 1]!) > content; at -= 1) rows[at] = rows[at - 1]!;
    rows[at] = row;
  }
}
