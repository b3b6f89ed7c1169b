import type { DifferenceFilter } from './comparison-contract.ts';
import { differenceKinds, type DifferenceOrder } from './comparison-terms.ts';
import { type DifferenceIndex, noColumn } from './difference-index.ts';

/** Lines as places in the result, each range from its first up to before its last. */
export type LineRanges = readonly (readonly [from: number, to: number])[];

/** What was settled, by a name that changes with it. */
export interface Settled {
  version: string;
  accepted: LineRanges;
  issue: LineRanges;
}

/** A filter with the column by its place among the pairs; null: a column that is none. */
export interface LinesWanted {
  filter: Omit<DifferenceFilter, 'column' | 'least' | 'most'> & {
    column?: number | null | undefined;
    /** Fen. */
    least?: number | undefined;
    most?: number | undefined;
  };
  order: DifferenceOrder;
  descending: boolean;
  settled: Settled;
}

export const [open, accepted, issue] = [0, 1, 2];
const states = { open, accepted, issue };

/** Each line's state. */
export function statesOf({ kinds }: DifferenceIndex, settled: Settled): Uint8Array {
  const found = new Uint8Array(kinds.length);
  for (const [from, to] of settled.accepted) found.fill(accepted!, from, to);
  for (const [from, to] of settled.issue) found.fill(issue!, from, to);
  return found;
}

/** The lines that the filter leaves, in their order. */
export function findLines(
  index: DifferenceIndex,
  state: Uint8Array,
  { filter, order, descending }: Omit<LinesWanted, 'settled'>,
): Uint32Array {
  const { kinds, columns, amounts, keys } = index;
  const ofKind = filter.kinds ? filter.kinds.reduce((all, kind) => all | (1 << differenceKinds.indexOf(kind)), 0) : 31;
  const column = filter.column ?? -1;
  const anyColumn = filter.column === undefined;
  const wanted = filter.state === undefined ? -1 : states[filter.state]!;
  const least = filter.least ?? 0;
  const most = filter.most ?? Infinity;
  const anyAmount = filter.least === undefined && filter.most === undefined;
  const named = filter.key ? keysWith(index, filter.key) : null;
  const found = new Uint32Array(kinds.length);
  let count = 0;
  const take = (line: number) => {
    if (((ofKind >> kinds[line]!) & 1) === 0 || (!anyColumn && columns[line] !== column)) return;
    if (wanted !== -1 && state[line] !== wanted) return;
    if (named !== null && named[keys[line]!] === 0) return;
    if (!anyAmount) {
      const size = Math.abs(amounts[line]!);
      if (!(size >= least && size <= most)) return;
    }
    found[count++] = line;
  };
  walk(index, order, descending, take);
  return found.slice(0, count);
}

/** Each line once; what has no amount, or no column, comes last whatever the direction. */
function walk(index: DifferenceIndex, order: DifferenceOrder, descending: boolean, take: (line: number) => void): void {
  const { kinds, byKey, byAmount, byColumn, amounts, columns } = index;
  const lines = kinds.length;
  if (order === 'file') {
    if (descending) for (let line = lines - 1; line >= 0; line--) take(line);
    else for (let line = 0; line < lines; line++) take(line);
    return;
  }
  const sorted = { key: byKey, amount: byAmount, column: byColumn }[order];
  const isLast = (line: number) =>
    order === 'amount' ? Number.isNaN(amounts[line]!) : order === 'column' && columns[line] === noColumn;
  let ranked = lines;
  while (ranked > 0 && isLast(sorted[ranked - 1]!)) ranked--;
  if (descending) for (let at = ranked - 1; at >= 0; at--) take(sorted[at]!);
  else for (let at = 0; at < ranked; at++) take(sorted[at]!);
  for (let at = ranked; at < lines; at++) take(sorted[at]!);
}

/** 1 for each key that has the text in it. */
function keysWith({ keyText, keyStarts }: DifferenceIndex, text: string): Uint8Array {
  const found = new Uint8Array(keyStarts.length - 1);
  const bytes = Buffer.from(keyText.buffer, keyText.byteOffset, keyText.byteLength);
  const needle = Buffer.from(text.toLowerCase());
  let key = 0;
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, keyStarts[key + 1])) {
    while (keyStarts[key + 1]! <= at) key++;
    found[key] = 1;
  }
  return found;
}
