import type { Difference } from '../engine/difference.ts';
import type { ColumnPair } from '../engine/map/column-pair.ts';
import { readAmount } from '../engine/normalise/amount.ts';
import { normalise } from '../engine/normalise/normalise.ts';
import { differenceKinds } from './comparison-terms.ts';
import { type KeyRows, noColumn, writeIndex } from './difference-index.ts';
import { GrowingFloats, GrowingWords } from './growing-column.ts';

/** So many rows of one key are kept on a side; how many there are is counted. */
export const mostRowsOfKey = 20;

/** What stands for the same key on both sides, from its cells as they are compared. */
export function nameOfKey(normalised: readonly string[]): string {
  return normalised.join('\u001f');
}

/** Makes the index of a result while the result is made: where each line stands, what it is about, and where its rows are. */
export class DifferenceTally {
  readonly #pairs: readonly ColumnPair[];
  readonly #key: readonly number[];
  readonly #columns: Map<string, number>;
  #rest: Buffer = Buffer.alloc(0);
  #place = 0;
  #begun = false;
  readonly #kinds = new GrowingWords();
  readonly #columnOf = new GrowingWords();
  readonly #offsets = new GrowingFloats();
  readonly #lengths = new GrowingWords();
  readonly #amounts = new GrowingFloats();
  readonly #keyOf = new GrowingWords();
  readonly #keys = new Map<string, number>();
  readonly #keyTexts: string[] = [];
  /** Kinds that stand with the key: whether its rows have no partner. */
  readonly #alone: { left: Set<number>; right: Set<number> } = { left: new Set(), right: new Set() };
  readonly #rows: { left: RowsOfKeys | null; right: RowsOfKeys | null } = { left: null, right: null };

  constructor(pairs: readonly ColumnPair[], key: readonly number[]) {
    this.#pairs = pairs;
    this.#key = key;
    this.#columns = new Map(pairs.map(({ left }, at) => [left, at]));
  }

  get lines(): number {
    return this.#kinds.length;
  }

  /** Bytes of the result, cut anywhere: the header, differences, the summary. */
  take(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      if (this.#begun) this.#line(bytes.toString('utf8', from, end), this.#place + from, end - from);
      this.#begun = true;
      from = end + 1;
    }
    this.#rest = bytes.subarray(from);
    this.#place += from;
  }

  #line(text: string, offset: number, length: number): void {
    const one = JSON.parse(text) as Difference | { kind: 'summary' };
    if (one.kind === 'summary') return;
    const column = one.column === undefined ? noColumn : this.#columns.get(one.column)!;
    this.#kinds.push(differenceKinds.indexOf(one.kind));
    this.#columnOf.push(column);
    this.#offsets.push(offset);
    this.#lengths.push(length);
    this.#amounts.push(this.#amountOf(one, column));
    this.#keyOf.push(this.#keyNumber(one));
  }

  #amountOf({ kind, left, right }: Difference, column: number): number {
    const isAmount = column !== noColumn && this.#pairs[column]!.by.kind === 'amount';
    if (!isAmount || kind === 'duplicate') return Number.NaN;
    const [a, b] = [readAmount(left ?? ''), readAmount(right ?? '')];
    const known = (value: ReturnType<typeof readAmount>) => typeof value === 'bigint' || value === null;
    if (!known(a) || !known(b)) return Number.NaN;
    return Number(((b as bigint | null) ?? 0n) - ((a as bigint | null) ?? 0n));
  }

  #keyNumber({ key, kind }: Difference): number {
    const name = nameOfKey(key.map((cell, at) => normalise(cell, this.#pairs[this.#key[at]!]!.by).text));
    let number = this.#keys.get(name);
    if (number === undefined) {
      number = this.#keyTexts.length;
      this.#keys.set(name, number);
      this.#keyTexts.push(key.join(' · ').toLowerCase());
    }
    if (kind === 'removed') this.#alone.left.add(number);
    if (kind === 'added') this.#alone.right.add(number);
    return number;
  }

  /** A row of a side with that key, at a place of its kept rows; true when the key stands on this side only. */
  found(side: 'left' | 'right', name: string, place: number): boolean {
    const number = this.#keys.get(name);
    if (number === undefined) return false;
    const rows = (this.#rows[side] ??= new RowsOfKeys(this.#keyTexts.length));
    rows.add(number, place);
    const other = side === 'left' ? 'right' : 'left';
    return this.#alone[side].has(number) && !this.#alone[other].has(number);
  }

  /** The index as the bytes of its file, piece by piece. */
  finish(): Uint8Array[] {
    const rowsOf = (side: 'left' | 'right') => (this.#rows[side] ?? new RowsOfKeys(this.#keyTexts.length)).packed();
    return writeIndex({
      kinds: Uint8Array.from(this.#kinds.values()),
      columns: Uint16Array.from(this.#columnOf.values()),
      offsets: this.#offsets.values(),
      lengths: this.#lengths.values(),
      amounts: this.#amounts.values(),
      keys: this.#keyOf.values(),
      keyTexts: this.#keyTexts,
      left: rowsOf('left'),
      right: rowsOf('right'),
    });
  }
}

/** Where the rows of each key stand on a side; nearly every key has one row. */
class RowsOfKeys {
  readonly #first: Float64Array;
  readonly #counts: Uint32Array;
  readonly #further = new Map<number, number[]>();

  constructor(keys: number) {
    this.#first = new Float64Array(keys);
    this.#counts = new Uint32Array(keys);
  }

  add(key: number, place: number): void {
    const before = this.#counts[key]!++;
    if (before === 0) this.#first[key] = place;
    else if (before < mostRowsOfKey) {
      const further = this.#further.get(key);
      if (further) further.push(place);
      else this.#further.set(key, [place]);
    }
  }

  packed(): KeyRows {
    const starts = new Uint32Array(this.#counts.length + 1);
    for (const [key, count] of this.#counts.entries()) starts[key + 1] = starts[key]! + Math.min(count, mostRowsOfKey);
    const places = new Float64Array(starts.at(-1)!);
    for (const [key, count] of this.#counts.entries()) {
      if (count > 0) places[starts[key]!] = this.#first[key]!;
      if (count > 1) places.set(this.#further.get(key)!, starts[key]! + 1);
    }
    return { starts, places, counts: this.#counts };
  }
}
