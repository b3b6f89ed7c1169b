import type { Encoding } from '#platform/tabular/encoding.ts';

/** How a separated text is written, as found or told. */
export interface TextLayout {
  encoding: Encoding;
  /** Length of the byte order mark: 0, 2 or 3. */
  markBytes: number;
  /** One ASCII character; null where there is one column only. */
  separator: string | null;
  /** One ASCII character, nearly always `"`; null where cells are never quoted. */
  quote: string | null;
  /** `\n` stands for CRLF too; `\r` only where the text has no LF. */
  lineEnd: '\n' | '\r';
  /** The physical line of the header from 1; null where there is none and `columns` are letters. */
  headerLine: number | null;
  /** Unique names, never empty. */
  columns: string[];
  /** Bytes of the text, written in UTF-8 and without its mark, that stand before the first row of data. */
  bytesAbove: number;
  /** The physical line on which that row begins, from 1. */
  firstLine: number;
}

/** A file of separated text: read by the kernel as bytes. */
export interface TextSource {
  kind: 'text';
  path: string;
  layout: TextLayout;
  /** Cells of the first rows (up to 1,000), for the choice of normalisers. */
  sample: string[][];
}

/** Anything else, as rows: cells by `columns`, as written. Read once. */
export interface RowSource {
  kind: 'rows';
  name: string;
  columns: string[];
  rows: AsyncIterable<string[][]>;
  sample: string[][];
}

export type Source = TextSource | RowSource;
