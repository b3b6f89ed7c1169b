/** A cell of more than 15 figures and nothing else, as found in a column of codes or accounts. */
export interface LongNumber {
  line: number;
  written: string;
}

/** How many figures a spreadsheet keeps. */
const kept = 15;

/** Below this chance the zeros are no accident. */
const accident = 0.01;

/** Whether the cell holds a number that a spreadsheet could have rounded. */
export function isLongNumber(written: string): boolean {
  return written.length > kept && /^\d+$/.test(written);
}

/**
 * The long numbers of one column that end in nothing but zeros after the 15th figure, and whether there are so many of them
 * that the column must have passed through a spreadsheet as numbers. Of 1,200 accounts of 18 figures about one ends in 000
 * by accident; of three accounts one does so once in 300 times.
 */
export function roundedNumbers(column: readonly LongNumber[]): { rounded: LongNumber[]; certain: boolean } {
  const rounded = column.filter(({ written }) => /^0+$/.test(written.slice(kept)));
  const expected = column.reduce((sum, { written }) => sum + 10 ** (kept - written.length), 0);
  return { rounded, certain: rounded.length > 0 && chanceOfAtLeast(rounded.length, expected) < accident };
}

/** The chance of `count` or more of a thing that happens `expected` times on average (Poisson). */
function chanceOfAtLeast(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let below = 0;
  for (let times = 0; times < count; times++) {
    below += term;
    term *= expected / (times + 1);
  }
  return Math.max(0, 1 - below);
}
