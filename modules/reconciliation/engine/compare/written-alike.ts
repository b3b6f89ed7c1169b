import { closeSync, openSync, readSync } from 'node:fs';
import type { ColumnPair } from '../map/column-pair.ts';
import type { TextSource } from '../read/source.ts';

/**
 * Whether most rows that say the same are the same bytes, by the first rows of both: the same columns in the same order,
 * separated, quoted and written in the same way. Either answer gives the same differences; it only says which way is quicker.
 */
export function isWrittenAlike(left: TextSource, right: TextSource, pairs: readonly ColumnPair[]): boolean {
  const { layout: a } = left;
  const { layout: b } = right;
  const sameColumns = [a, b].every(({ columns }) => columns.length === pairs.length);
  const sameOrder = pairs.every((pair, place) => a.columns[place] === pair.left && b.columns[place] === pair.right);
  if (!sameColumns || !sameOrder || a.separator !== b.separator || a.quote !== b.quote) return false;
  if (Math.abs(quotesOf(left) - quotesOf(right)) > 0.2) return false;
  return pairs.every((pair, column) => {
    if (pair.by.kind === 'none') return true;
    const [one, other] = [usualShape(left, column), usualShape(right, column)];
    return one === null || other === null || one === other;
  });
}

/** Quotes for each cell at the beginning of the file, counted as bytes. */
function quotesOf({ path, layout }: TextSource): number {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(1 << 16);
    const bytes = head.subarray(0, readSync(descriptor, head, 0, head.length, layout.markBytes + layout.bytesAbove));
    const count = (character: string | null) => (character ? bytes.toString('latin1').split(character).length - 1 : 0);
    return count(layout.quote) / Math.max(count(layout.separator) + count(layout.lineEnd), 1);
  } finally {
    closeSync(descriptor);
  }
}

/** How more than half of the filled cells are written, numbers of figures aside: `0-0-0`, `0,0.0`, ` a `; null when none is so common. */
function usualShape({ sample }: TextSource, column: number): string | null {
  const shapes = new Map<string, number>();
  let filled = 0;
  for (const cells of sample.slice(0, 100)) {
    const cell = cells[column] ?? '';
    if (cell === '') continue;
    filled++;
    const shape = cell.replace(/\d+/g, '0').replace(/[^\s\d\p{P}\p{S}]+/gu, 'a');
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  for (const [shape, count] of shapes) if (count > filled * 0.5) return shape;
  return null;
}
