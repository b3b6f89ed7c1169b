import { writeXlsxStream } from 'hucre/xlsx';
import type { Difference, DifferenceKind } from '../difference.ts';

/** The words of the sheet, in the reader's language. */
export interface SheetWords {
  sheet: string;
  kind: string;
  column: string;
  left: string;
  right: string;
  kinds: Record<DifferenceKind, string>;
}

/** A workbook holds so many rows on a sheet; what is more goes on to further sheets. */
const mostRows = 1_048_576;

/**
 * The differences as an XLSX workbook, piece by piece: a line each with its kind, the key, the column and both values as
 * written. Every cell is a text, so that no program rounds an account number or reads a value as a formula.
 */
export function differencesAsWorkbook(
  key: readonly string[],
  differences: AsyncIterable<Difference> | Iterable<Difference>,
  words: SheetWords,
  rowsOnSheet = mostRows,
): AsyncIterable<Uint8Array> {
  const header = [words.kind, ...key, words.column, words.left, words.right];

  async function* rows(): AsyncGenerator<string[], void, undefined> {
    for await (const one of differences)
      yield [words.kinds[one.kind], ...one.key, one.column ?? '', one.left ?? '', one.right ?? ''];
  }

  return writeXlsxStream(rows(), {
    name: words.sheet,
    columns: header.map((name) => ({ header: name, width: 20 })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: rowsOnSheet,
  });
}
