import type { Mark } from './marks.ts';

/** The cells, by line, that a merged range covers and leaves empty; only its first cell has the value. */
export function mergedCells(ranges: string[]): Map<number, Mark[]> {
  const marks = new Map<number, Mark[]>();
  for (const range of ranges) {
    const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range);
    if (!match) continue;
    const [left, right] = [columnIndex(match[1]!), columnIndex(match[3]!)];
    const [top, bottom] = [Number(match[2]), Number(match[4])];
    if ((right - left + 1) * (bottom - top + 1) > 100_000) continue;
    for (let line = top; line <= bottom; line++) {
      for (let column = left; column <= right; column++) {
        if (line === top && column === left) continue;
        const mark = { code: 'tabular.merged-cell', column, facts: { range } };
        marks.set(line, [...(marks.get(line) ?? []), mark]);
      }
    }
  }
  return marks;
}

function columnIndex(letters: string): number {
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
