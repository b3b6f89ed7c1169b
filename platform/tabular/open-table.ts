import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '#platform/kernel/refusal.ts';
import { alignRow, isBlank } from './align-row.ts';
import { decodeText, type Encoding } from './encoding.ts';
import { formatOf, isEncryptedWorkbook } from './format.ts';
import { findHeader, headerSearch } from './header.ts';
import { findSeparator, readRecords, type Separator } from './separated-text.ts';
import { type Doubt, type Mark, noMarks } from './marks.ts';
import { mergedCells } from './merged-cells.ts';
import { nameColumns } from './name-columns.ts';
import { type Found, type Table, type TableLimits, tableLimits, type TableRow } from './table.ts';
import { sheetApart } from './sheet-apart.ts';
import {
  blockRows,
  type SheetBlock,
  type SheetEnd,
  type SheetMark,
  type SheetPart,
  type WorkbookFormat,
} from './sheet-part.ts';

/** What a person says of the file; what is left out is found by evidence and reported in `Table.found`. */
export interface TableOptions {
  /** File name, for `found`; a path gives its own. */
  name?: string;
  /** Sheet of a workbook. */
  sheet?: string;
  encoding?: Encoding;
  separator?: Separator;
  /** The physical line of the header, from 1; 0 when the table has no header. */
  headerLine?: number;
  limits?: Partial<TableLimits>;
}

/**
 * Opens a table in a file, given as its bytes or its path: separated text (CSV) or a workbook (XLSX, XLS, ODS).
 *
 * Nothing is dropped, trimmed or converted in silence: what was understood stands in `found`, what is odd is marked on
 * the table, the row or the cell. A file that cannot be read faithfully is refused as a whole, before any row is seen:
 * `tabular.empty-file`, `no-rows`, `too-large`, `wrong-encoding`, `unknown-encoding`, `truncated`, `unclosed-quote`,
 * `too-many-columns`, `too-many-rows`, `no-such-line`, `password`, `unread-format` (XLSB, HTML, XML: to be saved
 * as XLSX), `not-a-table`, `no-such-sheet`, `damaged`, `bomb`, `too-slow`.
 */
export async function openTable(source: Uint8Array | string, options: TableOptions = {}): Promise<Table> {
  const limits = { ...tableLimits, ...options.limits };
  const name = options.name ?? (typeof source === 'string' ? basename(source) : '');
  const bytes = typeof source === 'string' ? await readFileWithin(source, limits.bytes) : source;
  if (bytes.length > limits.bytes)
    throw new Refusal('tabular.too-large', { megabytes: Math.floor(limits.bytes / 1_048_576) });
  if (bytes.length === 0) throw new Refusal('tabular.empty-file');
  const format = formatOf(bytes);
  if (format === 'text') return openText(bytes, name, options, limits);
  if (format === 'ole' && isEncryptedWorkbook(bytes)) throw new Refusal('tabular.password');
  if (format === 'zip' || format === 'ole') return openWorkbook(bytes, name, options, limits);
  if (format === 'html' || format === 'xml') throw new Refusal('tabular.unread-format', { format });
  throw new Refusal('tabular.not-a-table', { format });
}

async function readFileWithin(path: string, most: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > most) throw new Refusal('tabular.too-large', { megabytes: Math.floor(most / 1_048_576) });
  return file.readFile();
}

type Source = Pick<
  Found,
  'name' | 'format' | 'bytes' | 'encoding' | 'encodingBy' | 'separator' | 'separatorBy' | 'quote' | 'sheet' | 'sheets'
>;

function openText(bytes: Uint8Array, name: string, options: TableOptions, limits: TableLimits): Table {
  const { text, encoding, by } = decodeText(bytes, options.encoding);
  if (text.trim() === '') throw new Refusal('tabular.empty-file');
  if (text.includes('\0')) throw new Refusal('tabular.not-a-table', { format: 'binary' });
  const doubts: Doubt[] = [];
  const { separator, rival } = options.separator ? { separator: options.separator, rival: null } : findSeparator(text);
  if (rival) doubts.push({ code: 'tabular.separator-unsure', facts: { separator, rival } });
  if (separator === null) doubts.push({ code: 'tabular.one-column', facts: {} });
  const source: Source = {
    name,
    format: 'csv',
    bytes: bytes.length,
    encoding,
    encodingBy: by,
    separator,
    separatorBy: options.separator ? 'given' : separator && 'content',
    quote: /(^|[\n\r,;\t|])"/.test(text) ? '"' : null,
    sheet: null,
    sheets: [],
  };
  const table = shape({ [Symbol.iterator]: () => readRecords(text, separator) }, source, doubts, options, limits);
  const ended = /[\n\r]$/.test(text);
  if (!ended) refuseCutLine(table);
  if (!ended && table.found.rows > 1) doubts.push({ code: 'tabular.no-final-line-end', facts: {} });
  const replaced = text.search(/�|锟斤拷/);
  if (replaced !== -1)
    doubts.push({ code: 'tabular.lost-characters', facts: { line: text.slice(0, replaced).split('\n').length } });
  return table;
}

/** A last line without a line end that has fewer cells than the others is where a file was cut off. */
function refuseCutLine(table: Table): void {
  let last: TableRow | undefined;
  let before = 0;
  for (const row of table.rows) {
    if (last && last.cells.length < table.columns.length) before++;
    last = row;
  }
  if (last && last.cells.length < table.columns.length && before === 0)
    throw new Refusal('tabular.truncated', { line: last.line });
}

async function openWorkbook(
  bytes: Uint8Array,
  name: string,
  options: TableOptions,
  limits: TableLimits,
): Promise<Table> {
  const content = await wholeSheet(sheetApart(bytes, options.sheet, limits));
  const { sheet, sheets } = content;
  const doubts: Doubt[] = [];
  const others = sheets.filter((other) => !other.hidden && other.name !== sheet).map((other) => other.name);
  if (others.length > 0 && options.sheet === undefined)
    doubts.push({ code: 'tabular.other-sheets', facts: { sheet, others } });
  if (content.hiddenRows > 0) doubts.push({ code: 'tabular.hidden-rows', facts: { rows: content.hiddenRows } });
  if (content.hiddenColumns.length > 0)
    doubts.push({ code: 'tabular.hidden-columns', facts: { columns: content.hiddenColumns } });
  if (content.merges.length > 0) {
    doubts.push({
      code: 'tabular.merged-cells',
      facts: { count: content.merges.length, ranges: content.merges.slice(0, 20) },
    });
  }
  const marks = Map.groupBy(
    content.blocks.flatMap((block) => block.marks),
    ({ line }) => line,
  );
  const merged = mergedCells(content.merges);
  const source: Source = {
    name,
    format: content.format,
    bytes: bytes.length,
    encoding: null,
    encodingBy: null,
    separator: null,
    separatorBy: null,
    quote: null,
    sheet,
    sheets,
  };
  return shape({ [Symbol.iterator]: () => sheetRows(content, marks, merged) }, source, doubts, options, limits);
}

interface WholeSheet extends SheetEnd {
  format: WorkbookFormat;
  sheet: string;
  sheets: { name: string; hidden: boolean }[];
  blocks: SheetBlock[];
}

async function wholeSheet(parts: AsyncIterable<SheetPart>): Promise<WholeSheet> {
  const whole: WholeSheet = {
    format: 'xlsx',
    sheet: '',
    sheets: [],
    blocks: [],
    merges: [],
    hiddenRows: 0,
    hiddenColumns: [],
  };
  for await (const part of parts) {
    if (part.kind === 'rows') whole.blocks.push(part);
    else Object.assign(whole, part);
  }
  return whole;
}

function* sheetRows(
  { blocks }: WholeSheet,
  marks: Map<number, SheetMark[]>,
  merged: Map<number, Mark[]>,
): Generator<TableRow, void, undefined> {
  const width = blocks.reduce((most, block) => block.widths.reduce((wider, cells) => Math.max(wider, cells), most), 0);
  for (const block of blocks) {
    for (const { line, cells } of blockRows(block, width)) {
      const here = marks.get(line) ?? [];
      const faults = here.filter(({ severity }) => severity === 'fault');
      const doubts = [...here.filter(({ severity }) => severity === 'doubt'), ...(merged.get(line) ?? [])];
      yield { line, cells, faults: faults.length > 0 ? faults : noMarks, doubts: doubts.length > 0 ? doubts : noMarks };
    }
  }
}

/** Finds header, columns and extent of the records, and gives them as the rows of a table. */
function shape(
  records: Iterable<TableRow>,
  source: Source,
  doubts: Doubt[],
  options: TableOptions,
  limits: TableLimits,
): Table {
  const { headerLine, header } = placeHeader(records, options.headerLine);
  const extent = measure(records, headerLine ?? 0, header?.length ?? 0, limits);
  if (headerLine === null) doubts.push({ code: 'tabular.no-header', facts: {} });
  if (extent.rows === 0) throw new Refusal('tabular.no-rows', { line: headerLine });
  const lastHeader = header ? header.findLastIndex((cell) => cell.trim() !== '') : -1;
  const width = header ? Math.max(lastHeader, extent.lastFilled) + 1 : extent.usualWidth;
  if (width > limits.columns) throw new Refusal('tabular.too-many-columns', { columns: width, most: limits.columns });
  const columns = nameColumns(header ?? [], width, doubts);
  const above = linesAbove(records, headerLine ?? 0);
  if (above.length > 0) doubts.push({ code: 'tabular.lines-above-header', facts: { lines: above.length } });
  return {
    found: {
      ...source,
      headerLine,
      headerBy: options.headerLine === undefined ? 'content' : 'given',
      rows: extent.rows,
      blankLines: extent.blankLines,
    },
    columns,
    above,
    rows: { [Symbol.iterator]: () => rowsBelow(records, headerLine ?? 0, width) },
    doubts,
  };
}

function placeHeader(
  records: Iterable<TableRow>,
  given: number | undefined,
): { headerLine: number | null; header: string[] | null } {
  if (given === 0) return { headerLine: null, header: null };
  const first: TableRow[] = [];
  for (const record of records) {
    if (given !== undefined) {
      if (record.line === given) return { headerLine: given, header: record.cells };
    } else if (!isBlank(record) && first.push(record) === headerSearch) break;
  }
  if (given !== undefined) throw new Refusal('tabular.no-such-line', { line: given });
  const found = findHeader(first.map(({ cells }) => cells));
  return found === null
    ? { headerLine: null, header: null }
    : { headerLine: first[found]!.line, header: first[found]!.cells };
}

function measure(records: Iterable<TableRow>, headerLine: number, headerWidth: number, limits: TableLimits) {
  const widths = new Map<number, number>();
  let rows = 0;
  let blankLines = 0;
  let lastFilled = -1;
  for (const record of records) {
    const { line, cells } = record;
    if (line <= headerLine) continue;
    if (isBlank(record)) {
      blankLines++;
      continue;
    }
    if (++rows > limits.rows) throw new Refusal('tabular.too-many-rows', { most: limits.rows });
    widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    let last = Math.min(cells.length, headerWidth) - 1;
    while (last > lastFilled && cells[last] === '') last--;
    lastFilled = Math.max(lastFilled, last);
  }
  const usualWidth = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
  return { rows, blankLines, lastFilled, usualWidth };
}

function linesAbove(records: Iterable<TableRow>, headerLine: number): { line: number; cells: string[] }[] {
  const above: { line: number; cells: string[] }[] = [];
  for (const record of records) {
    if (record.line >= headerLine) break;
    if (!isBlank(record)) above.push({ line: record.line, cells: record.cells });
  }
  return above;
}

function* rowsBelow(
  records: Iterable<TableRow>,
  headerLine: number,
  width: number,
): Generator<TableRow, void, undefined> {
  for (const record of records) {
    if (record.line <= headerLine || isBlank(record)) continue;
    yield alignRow(record, width);
  }
}
