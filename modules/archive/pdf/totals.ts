import type { InventoryKind, InventoryLine, LineResult } from './forms.ts';

/** How many lines there are, and how many of each result. */
export type Totals = { lines: number } & Record<LineResult, number>;

/** Counts the lines by their result. */
export function totalsOf(lines: readonly InventoryLine[]): Totals {
  const totals: Totals = { lines: lines.length, agreed: 0, corrected: 0, noted: 0, different: 0, unchecked: 0 };
  for (const { result } of lines) totals[result]++;
  return totals;
}

/** The totals of each kind in the order of the form, those without lines among them. */
export function totalsByKind(
  kinds: readonly InventoryKind[],
  lines: readonly InventoryLine[],
): { kind: InventoryKind; totals: Totals }[] {
  const byKind = Map.groupBy(lines, ({ kind }) => kind);
  return kinds.map((kind) => ({ kind, totals: totalsOf(byKind.get(kind.key) ?? []) }));
}
