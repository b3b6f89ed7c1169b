import type { Facts } from '#platform/kernel/refusal.ts';

export type WorkbookFormat = 'xlsx' | 'xls' | 'ods';

/** A sheet on its way out of a workbook: what it is, its rows in blocks, and what is known only at its end. */
export type SheetPart = SheetBegin | ({ kind: 'rows' } & SheetBlock) | ({ kind: 'end' } & SheetEnd);

export interface SheetBegin {
  kind: 'begin';
  format: WorkbookFormat;
  sheet: string;
  sheets: { name: string; hidden: boolean }[];
}

/** Rows as they pass between threads: all cell texts in one string. */
export interface SheetBlock {
  /** Row number, from 1, of each row that has any cell. */
  lines: Uint32Array;
  /** How many cells each row has. */
  widths: Uint32Array;
  texts: string;
  /** End of each cell in `texts`, row by row. */
  ends: Uint32Array;
  marks: SheetMark[];
}

export interface SheetMark {
  line: number;
  column: number;
  severity: 'fault' | 'doubt';
  code: string;
  facts: Facts;
}

/** What is known at the end of a sheet. */
export interface SheetEnd {
  /** Ranges such as `A1:B2` of which only the first cell has the value. */
  merges: string[];
  hiddenRows: number;
  hiddenColumns: string[];
}

export interface WorkbookLimits {
  unpackedBytes: number;
  columns: number;
  rows: number;
}

/** The rows of a block, each filled up to `width` cells. */
export function* blockRows(
  { lines, widths, texts, ends }: SheetBlock,
  width: number,
): Generator<{ line: number; cells: string[] }, void, undefined> {
  let cell = 0;
  let at = 0;
  for (const [row, line] of lines.entries()) {
    const cells: string[] = [];
    for (const last = cell + widths[row]!; cell < last; cell++) {
      const end = ends[cell]!;
      cells.push(texts.slice(at, end));
      at = end;
    }
    while (cells.length < width) cells.push('');
    yield { line, cells };
  }
}
