import type { Encoding } from './encoding.ts';
import type { Doubt, Mark } from './marks.ts';
import type { Separator } from './separated-text.ts';
import type { WorkbookFormat } from './sheet-part.ts';

/** A table read from a file. Nothing in it was trimmed, converted or dropped; what is odd is marked beside it. */
export interface Table {
  found: Found;
  /** Headers as written; made unique and never empty, where need be, by a column letter or a count, which `doubts` tells. */
  columns: string[];
  /** Lines above the header, such as a title; they are shown, not imported. */
  above: { line: number; cells: string[] }[];
  /** Every line below the header that holds anything, in file order. May be iterated again. */
  rows: Iterable<TableRow>;
  /** What a person should know of the table as a whole before relying on it. */
  doubts: Doubt[];
}

/** One row: `cells` has one text per column, except where the fault `too-few-cells` or `too-many-cells` says otherwise. */
export interface TableRow {
  /** The physical line on which the row begins, from 1; in a workbook the row number. */
  line: number;
  cells: string[];
  /** Why cells of this row must not be relied upon: a value is lost or in the wrong column. */
  faults: readonly Mark[];
  /** What a person should look at: a formula, a merged cell, … */
  doubts: readonly Mark[];
}

/** What was understood of the file, for a person to confirm; `by` says whether it was told or found. */
export interface Found {
  name: string;
  format: 'csv' | WorkbookFormat;
  bytes: number;
  /** Null in a workbook. */
  encoding: Encoding | null;
  encodingBy: 'given' | 'byte-order-mark' | 'content' | null;
  /** Null in a workbook and where there is one column only. */
  separator: Separator | null;
  separatorBy: 'given' | 'content' | null;
  /** `"` where any cell is quoted, otherwise null. */
  quote: '"' | null;
  /** The line of the header; null when the table has none. */
  headerLine: number | null;
  headerBy: 'given' | 'content';
  /** The sheet that was read, among the workbook's sheets; null in a text file. */
  sheet: string | null;
  sheets: { name: string; hidden: boolean }[];
  /** Rows below the header that hold anything. */
  rows: number;
  /** Lines below the header that hold nothing and were passed over. */
  blankLines: number;
}

/** Bounds that keep a hostile or mistaken file from taking the server down. */
export interface TableLimits {
  /** Size of the file. */
  bytes: number;
  /** Size of a workbook's parts when unpacked. */
  unpackedBytes: number;
  columns: number;
  rows: number;
  /** Memory and time that reading a workbook may take. */
  memoryMegabytes: number;
  seconds: number;
}

export const tableLimits: TableLimits = {
  bytes: 256 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  columns: 100,
  rows: 1_000_000,
  memoryMegabytes: 1024,
  seconds: 60,
};

/** The name of a column as spreadsheets count it: 0 is A, 26 is AA. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
