import type { Encoding } from '#platform/tabular/encoding.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import type { MarkTally } from './mark-tally.ts';

/** How a separated text is written, as found or told. */
export interface TextLayout {
  encoding: Encoding;
  encodingBy: 'given' | 'byte-order-mark' | 'content';
  /** Length of the byte order mark: 0, 2 or 3. */
  markBytes: number;
  /** One ASCII character; null where there is one column only. */
  separator: string | null;
  separatorBy: 'given' | 'content' | null;
  /** One ASCII character, nearly always `"`; null where cells are never quoted. */
  quote: string | null;
  /** `\n` stands for CRLF too; `\r` only where the text has no LF. */
  lineEnd: '\n' | '\r';
  /** The physical line of the header from 1; null where there is none and `columns` are letters. */
  headerLine: number | null;
  headerBy: 'given' | 'content';
  /** Unique names, never empty. */
  columns: string[];
  /** Bytes of the text, written in UTF-8 and without its mark, that stand before the first row of data. */
  bytesAbove: number;
  /** The physical line on which that row begins, from 1. */
  firstLine: number;
}

/** A file of separated text: read by the kernel as bytes, or by `readTextRows`. */
export interface TextSource {
  kind: 'text';
  name: string;
  path: string;
  bytes: number;
  layout: TextLayout;
  /** Cells of the first rows (up to 1,000), for the choice of normalisers. */
  sample: string[][];
  /** What a person should know of the source before relying on it. */
  doubts: Doubt[];
}

/** Anything else, as rows. Read once. */
export interface RowSource {
  kind: 'rows';
  name: string;
  found: FoundRows;
  columns: string[];
  /** Blocks of rows; each row has one text for each column, as written. */
  rows: AsyncIterable<string[][]>;
  /** The same rows with the lines on which they stand; read `rows` or `blocks`. */
  blocks: AsyncIterable<RowBlock>;
  sample: string[][];
  doubts: Doubt[];
  /** Marks of the rows given so far, with their lines. */
  marks: MarkTally;
  /** Ends the reading early: the file, the worker or the connection is let go. */
  close(): Promise<void>;
}

/** Rows and the line of each, counted from 1: of the file, of the sheet, or of the result where there are no lines. */
export interface RowBlock {
  lines: readonly number[];
  rows: string[][];
}

/** What was understood of a source that is no separated text. */
export type FoundRows =
  | { format: 'xlsx' | 'xls' | 'ods'; bytes: number; sheet: string; sheets: string[]; headerLine: number | null }
  | { format: 'jsonl'; bytes: number }
  | { format: 'parquet'; bytes: number; rows: number; types: string[] }
  | { format: 'postgres'; types: string[] };

export type Source = TextSource | RowSource;
