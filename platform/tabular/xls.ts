import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type CellObject, read, set_cptable, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { Refusal } from '#platform/kernel/refusal.ts';
import { BlockWriter } from './block-writer.ts';
import { numberStyle, numberText } from './cell-number.ts';
import { readStream } from './compound-file.ts';
import type { SheetEnd, SheetPart, WorkbookLimits } from './sheet-part.ts';
import { columnLetter } from './table.ts';
import { chooseSheets } from './workbook.ts';

set_cptable(codepages);

/** The number of a format of the workbook's own; what it means is told by its code. */
const ownFormat = 164;

/**
 * Reads one sheet of an XLS workbook (BIFF5 and BIFF8): the one named, else the first visible one that holds anything. The
 * library's reading is checked against the records of the file: a cell that is there and was not given is `tabular.damaged`.
 */
export async function* readXls(
  bytes: Uint8Array,
  wanted: string | undefined,
  limits: WorkbookLimits,
): AsyncGenerator<SheetPart, void, undefined> {
  const stream = readStream(bytes, ['Workbook', 'Book']);
  if (!stream || stream.length === 0) throw new Refusal('tabular.not-a-table', { format: 'ole' });
  const records = sheetRecords(new DataView(stream.buffer, stream.byteOffset, stream.length));
  const book = parse(stream);
  const sheets = book.SheetNames.map((name, index) => ({
    name,
    hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
    index,
  }));
  if (records.length !== sheets.length) throw new Refusal('tabular.damaged', { part: 'sheets' });
  for (const { name, index } of chooseSheets(sheets, wanted)) {
    const sheet = book.Sheets[name];
    if (!sheet) throw new Refusal('tabular.damaged', { part: name });
    const rows = (sheet['!data'] ?? []) as (CellObject | undefined)[][];
    for (const { row, column } of records[index]!) {
      if (rows[row]?.[column] === undefined)
        throw new Refusal('tabular.damaged', { part: name, line: row + 1, column: columnLetter(column) });
    }
    if (records[index]!.length === 0) continue;
    yield { kind: 'begin', format: 'xls', sheet: name, sheets };
    const blocks = new BlockWriter(limits);
    for (const [row, cells] of rows.entries()) {
      blocks.row(row + 1, rowTexts(cells ?? [], row + 1, blocks, book.Workbook?.WBProps?.date1904 === true));
      const block = blocks.waiting >= 4096 ? blocks.take() : null;
      if (block) yield { kind: 'rows', ...block };
    }
    const last = blocks.take();
    if (last) yield { kind: 'rows', ...last };
    yield { kind: 'end', ...endOf(sheet) };
    return;
  }
  throw new Refusal('tabular.empty-file', { sheets: sheets.map(({ name }) => name) });
}

function parse(stream: Uint8Array): WorkBook {
  try {
    return read(Buffer.from(stream), { type: 'buffer', dense: true, cellNF: true, cellText: false, cellHTML: false });
  } catch {
    throw new Refusal('tabular.damaged', { part: 'workbook' });
  }
}

/** The texts of a row up to its last filled cell. */
function rowTexts(cells: (CellObject | undefined)[], line: number, blocks: BlockWriter, dates1904: boolean): string[] {
  const texts: string[] = [];
  for (const [column, cell] of cells.entries()) {
    if (cell === undefined) continue;
    const mark = (severity: 'fault' | 'doubt', code: string, facts = {}) =>
      blocks.mark(severity, line, column, code, facts);
    const isFormula = cell.f !== undefined || cell.F !== undefined;
    if (isFormula) mark('doubt', 'tabular.formula');
    const text = cellText(cell, mark, dates1904);
    if (text === '' && !isFormula) continue;
    while (texts.length < column) texts.push('');
    texts[column] = text;
  }
  return texts;
}

type MarkCell = (severity: 'fault' | 'doubt', code: string, facts?: object) => void;

function cellText(cell: CellObject, mark: MarkCell, dates1904: boolean): string {
  switch (cell.t) {
    case 'n': {
      const style = numberStyle(ownFormat, typeof cell.z === 'string' ? cell.z : 'General');
      const { text, fault, doubt } = numberText(String(cell.v), style, dates1904);
      if (fault) mark('fault', fault);
      if (doubt) mark('doubt', doubt);
      return text;
    }
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e': {
      const error = errors[Number(cell.v)] ?? '#ERR!';
      mark('fault', 'tabular.error-value', { error });
      return error;
    }
    default:
      return typeof cell.v === 'string' ? cell.v : '';
  }
}

/** Error values by their code ([MS-XLS] 2.5.198.2). */
const errors: Record<number, string> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
};

function endOf(sheet: WorkSheet): SheetEnd {
  const corner = ({ r, c }: { r: number; c: number }) => `${columnLetter(c)}${r + 1}`;
  return {
    merges: (sheet['!merges'] ?? []).map(({ s, e }) => `${corner(s)}:${corner(e)}`),
    hiddenRows: (sheet['!rows'] ?? []).filter((row) => row?.hidden).length,
    hiddenColumns: (sheet['!cols'] ?? []).flatMap((column, index) => (column?.hidden ? [columnLetter(index)] : [])),
  };
}

const [beginOfStream, endOfStream, encrypted] = [0x0809, 0x000a, 0x002f];
/** Records of one cell with a value: label, rich label, shared string, number, short number, boolean or error. */
const valueRecords = new Set([0x0204, 0x00d6, 0x00fd, 0x0203, 0x027e, 0x0205]);
const severalNumbers = 0x00bd;

/** The places of the cells with plain values, sheet by sheet, as the records say. Refuses `tabular.password` and what ends too early. */
function sheetRecords(stream: DataView): { row: number; column: number }[][] {
  const sheets: { row: number; column: number }[][] = [];
  let depth = 0;
  let substream = -1;
  for (let at = 0; at + 4 <= stream.byteLength;) {
    const kind = stream.getUint16(at, true);
    const length = stream.getUint16(at + 2, true);
    const body = at + 4;
    if (body + length > stream.byteLength) break;
    if (kind === encrypted) throw new Refusal('tabular.password', {});
    if (kind === beginOfStream && depth++ === 0 && ++substream > 0) sheets.push([]);
    const cells = depth === 1 ? sheets.at(-1) : undefined;
    if (cells && valueRecords.has(kind))
      cells.push({ row: stream.getUint16(body, true), column: stream.getUint16(body + 2, true) });
    if (cells && kind === severalNumbers) {
      const row = stream.getUint16(body, true);
      const first = stream.getUint16(body + 2, true);
      for (let index = 0; index < (length - 6) / 6; index++) cells.push({ row, column: first + index });
    }
    if (kind === endOfStream) depth--;
    at = body + length;
  }
  if (depth !== 0 || substream < 1) throw new Refusal('tabular.damaged', { part: 'records' });
  return sheets;
}
