import type { Difference } from '../difference.ts';
import type { ColumnPair } from '../map/column-pair.ts';
import { readAmount } from '../normalise/amount.ts';
import { compareCells, normalise } from '../normalise/normalise.ts';

/** A row as it was read; `written` is what two rows of one side or the other must share to be the same row of a doubled key. */
export interface ReferenceRow {
  cells: string[];
  written: string;
}

export interface ReferenceTable {
  columns: string[];
  rows: ReferenceRow[];
}

/** What a comparison must find. */
export interface Expected {
  differences: Difference[];
  rows: { left: number; right: number; same: number; equivalent: number; changed: number };
  totals: { left: Record<string, bigint>; right: Record<string, bigint> };
}

/** The comparison in the plainest words: maps of rows, cells compared one by one by the normalisers of the house. */
export function compareByMaps(
  left: ReferenceTable,
  right: ReferenceTable,
  pairs: readonly ColumnPair[],
  key: readonly number[],
): Expected {
  const lefts = left.rows.filter(isFilled);
  const rights = right.rows.filter(isFilled);
  const found: Expected = {
    differences: [],
    rows: { left: lefts.length, right: rights.length, same: 0, equivalent: 0, changed: 0 },
    totals: { left: totals(lefts, 'left'), right: totals(rights, 'right') },
  };
  const byKey = (side: 'left' | 'right') => (row: ReferenceRow) => {
    const cells = key.map((place) => normalise(valueOf(row, side, pairs[place]!), pairs[place]!.by).text);
    const isKeyed = cells.some((cell) => cell.trim() !== '');
    return JSON.stringify(isKeyed ? cells : [row.written]) + (isKeyed ? '' : ' without key');
  };
  const leftGroups = Map.groupBy(lefts, byKey('left'));
  const rightGroups = Map.groupBy(rights, byKey('right'));
  for (const group of new Set([...leftGroups.keys(), ...rightGroups.keys()])) {
    const [ours, theirs] = [leftGroups.get(group) ?? [], rightGroups.get(group) ?? []];
    const isKeyed = !group.endsWith(' without key');
    if (isKeyed && (ours.length > 1 || theirs.length > 1)) {
      found.differences.push({
        kind: 'duplicate',
        key: keyOf(ours[0], theirs[0]),
        left: String(ours.length),
        right: String(theirs.length),
      });
    }
    const [partners, restLeft, restRight] = pairUp(ours, theirs);
    for (const [one, other] of partners) compareRows(one, other);
    const isSurplus = isKeyed && ours.length > 0 && theirs.length > 0;
    if (isSurplus) continue;
    for (const row of restLeft) found.differences.push({ kind: 'removed', key: keyOf(row, undefined) });
    for (const row of restRight) found.differences.push({ kind: 'added', key: keyOf(undefined, row) });
  }
  return found;

  function valueOf(row: ReferenceRow, side: 'left' | 'right', pair: ColumnPair): string {
    const columns = side === 'left' ? left.columns : right.columns;
    return row.cells[columns.indexOf(pair[side])] ?? '';
  }

  function keyOf(one: ReferenceRow | undefined, other: ReferenceRow | undefined): string[] {
    return key.map((place) => (one ? valueOf(one, 'left', pairs[place]!) : valueOf(other!, 'right', pairs[place]!)));
  }

  function compareRows(one: ReferenceRow, other: ReferenceRow): void {
    const kinds = new Set<string>();
    const cell = (verdict: 'equivalent' | 'changed', column: string, was: string, is: string) => {
      kinds.add(verdict);
      found.differences.push({ kind: verdict, key: keyOf(one, other), column, left: was, right: is });
    };
    for (const pair of pairs) {
      const [was, is] = [valueOf(one, 'left', pair), valueOf(other, 'right', pair)];
      const verdict = compareCells(was, is, pair.by);
      if (verdict !== 'same') cell(verdict, pair.left, was, is);
    }
    const [beyond, beyondToo] = [one.cells.slice(left.columns.length), other.cells.slice(right.columns.length)];
    for (let at = 0; at < Math.max(beyond.length, beyondToo.length); at++) {
      const [was, is] = [beyond[at] ?? '', beyondToo[at] ?? ''];
      if (was !== is) cell('changed', String.fromCharCode(65 + left.columns.length + at), was, is);
    }
    found.rows[kinds.has('changed') ? 'changed' : kinds.has('equivalent') ? 'equivalent' : 'same']++;
  }

  function totals(rows: ReferenceRow[], side: 'left' | 'right'): Record<string, bigint> {
    const amounts = pairs.filter(({ by }) => by.kind === 'amount');
    return Object.fromEntries(
      amounts.map((pair) => {
        const fen = rows.map((row) => readAmount(valueOf(row, side, pair))).filter((read) => typeof read === 'bigint');
        return [pair[side], fen.reduce((sum, one) => sum + one, 0n)];
      }),
    );
  }
}

function isFilled({ cells }: ReferenceRow): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

/** Rows that are the same first, then those left over, each time in the order of the files. */
function pairUp(ours: ReferenceRow[], theirs: ReferenceRow[]) {
  const partners: [ReferenceRow, ReferenceRow][] = [];
  const free = [...theirs];
  const restLeft = ours.filter((row) => {
    const at = free.findIndex(({ written }) => written === row.written);
    if (at === -1) return true;
    partners.push([row, free.splice(at, 1)[0]!]);
    return false;
  });
  const both = Math.min(restLeft.length, free.length);
  for (let at = 0; at < both; at++) partners.push([restLeft[at]!, free[at]!]);
  return [partners, restLeft.slice(both), free.slice(both)] as const;
}
