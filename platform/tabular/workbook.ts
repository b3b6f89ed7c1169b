import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import { type NumberStyle, numberStyle, numberText } from './cell-number.ts';
import { columnLetter } from './table.ts';
import { attribute, visitXml } from './xml.ts';
import { openZip, type ZipArchive } from './zip-archive.ts';

/** One sheet as it passes from the worker: all cell texts in one string, cut by `ends`; `width` cells to each row. */
export interface SheetContent {
  sheet: string;
  sheets: { name: string; hidden: boolean }[];
  width: number;
  texts: string;
  /** End of each cell in `texts`, row by row. */
  ends: Uint32Array;
  /** Row number, from 1, of each row that has any cell. */
  lines: Uint32Array;
  marks: SheetMark[];
  merges: string[];
  hiddenRows: number;
  hiddenColumns: string[];
}

export interface SheetMark {
  line: number;
  column: number;
  severity: 'fault' | 'doubt';
  code: string;
  facts: Facts;
}

export interface WorkbookLimits {
  unpackedBytes: number;
  columns: number;
  rows: number;
}

/**
 * Reads one sheet of an XLSX workbook: the one named, else the first visible one that holds anything.
 * Numbers are taken digit by digit as stored; see `cell-number.ts`. Formulas give the value that was last calculated.
 */
export function readWorkbook(bytes: Uint8Array, wanted: string | undefined, limits: WorkbookLimits): SheetContent {
  const zip = openZip(bytes, limits.unpackedBytes);
  const book = readBook(zip);
  const strings = book.strings && zip.has(book.strings) ? readSharedStrings(zip, book.strings) : [];
  const styles = book.styles && zip.has(book.styles) ? readStyles(zip, book.styles) : [];
  const sheets = book.sheets.map(({ name, hidden }) => ({ name, hidden }));
  const read = (sheet: BookSheet): SheetContent => ({
    sheet: sheet.name,
    sheets,
    ...readSheet(zip, sheet.part, { strings, styles, dates1904: book.dates1904 }, limits),
  });
  if (wanted !== undefined) {
    const sheet = book.sheets.find(({ name }) => name === wanted);
    if (!sheet) throw new Refusal('tabular.no-such-sheet', { sheet: wanted, sheets: sheets.map(({ name }) => name) });
    return read(sheet);
  }
  for (const sheet of book.sheets.filter(({ hidden }) => !hidden)) {
    const content = read(sheet);
    if (content.lines.length > 0) return content;
  }
  throw new Refusal('tabular.empty-file', { sheets: sheets.map(({ name }) => name) });
}

interface BookSheet {
  name: string;
  hidden: boolean;
  part: string;
}

interface Book {
  sheets: BookSheet[];
  strings: string | null;
  styles: string | null;
  dates1904: boolean;
}

function readBook(zip: ZipArchive): Book {
  const main = readRelations(zip, '').find(({ type }) => type === 'officeDocument')?.part;
  if (!main || !zip.has(main)) throw notAWorkbook(zip);
  if (main.endsWith('.bin')) throw new Refusal('tabular.unread-format', { format: 'xlsb' });
  const relations = readRelations(zip, main);
  const sheets: BookSheet[] = [];
  let dates1904 = false;
  let isWorkbook = false;
  visitXml(textOf(zip, main), main, {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') dates1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      // The attribute of the relation is `r:id`; `sheetId` has no prefix and does not end in `:id`.
      const relation = relations.find(({ id }) => id === attribute(attributes, 'id'));
      if (relation?.type !== 'worksheet') return;
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible';
      sheets.push({ name: attribute(attributes, 'name') ?? '', hidden, part: relation.part });
    },
  });
  if (!isWorkbook) throw notAWorkbook(zip);
  const partOf = (kind: string) => relations.find(({ type }) => type === kind)?.part ?? null;
  return { sheets, strings: partOf('sharedStrings'), styles: partOf('styles'), dates1904 };
}

function notAWorkbook(zip: ZipArchive): Refusal {
  const type = zip.has('mimetype') ? textOf(zip, 'mimetype') : '';
  if (type.includes('opendocument.spreadsheet')) return new Refusal('tabular.unread-format', { format: 'ods' });
  return new Refusal('tabular.not-a-table', { format: zip.has('[Content_Types].xml') ? 'document' : 'zip' });
}

/** The relations of a part (of the package, for ''), with targets as names of parts and types by their last word. */
function readRelations(zip: ZipArchive, part: string): { id: string; type: string; part: string }[] {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const relations: { id: string; type: string; part: string }[] = [];
  if (!zip.has(name)) return relations;
  visitXml(textOf(zip, name), name, {
    open(tag, attributes) {
      if (tag !== 'Relationship') return;
      const target = attribute(attributes, 'Target') ?? '';
      relations.push({
        id: attribute(attributes, 'Id') ?? '',
        type: (attribute(attributes, 'Type') ?? '').split('/').at(-1)!,
        part: new URL(target, `zip:/${folder}`).pathname.slice(1),
      });
    },
  });
  return relations;
}

function readSharedStrings(zip: ZipArchive, part: string): string[] {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let phonetic = false;
  visitXml(textOf(zip, part), part, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = !phonetic;
      else if (name === 'rPh') phonetic = true;
    },
    text(text) {
      if (inText) current += text;
    },
    close(name) {
      if (name === 'si') strings.push(unescapeText(current));
      else if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
    },
  });
  return strings;
}

/** Characters that XML cannot hold are written `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The number style of each cell format, by its index. */
function readStyles(zip: ZipArchive, part: string): NumberStyle[] {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCellFormats = false;
  visitXml(textOf(zip, part), part, {
    open(name, attributes) {
      if (name === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats) return;
      const id = Number(attribute(attributes, 'numFmtId') ?? 0);
      styles.push(numberStyle(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

interface SheetContext {
  strings: string[];
  styles: NumberStyle[];
  dates1904: boolean;
}

const plain: NumberStyle = { kind: 'plain' };

function readSheet(
  zip: ZipArchive,
  part: string,
  context: SheetContext,
  limits: WorkbookLimits,
): Omit<SheetContent, 'sheet' | 'sheets'> {
  const lines: number[] = [];
  const rows: string[][] = [];
  const marks: SheetMark[] = [];
  const merges: string[] = [];
  const hiddenColumns: string[] = [];
  let hiddenRows = 0;
  let width = 0;
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let style = plain;
  let value = '';
  let hasValue = false;
  let isFormula = false;
  let reading = false;
  let phonetic = false;

  function damaged(): Refusal {
    return new Refusal('tabular.damaged', { part, line });
  }

  function mark(severity: 'fault' | 'doubt', code: string, facts: Facts = {}) {
    marks.push({ line, column, severity, code, facts: { cell: `${columnLetter(column)}${line}`, ...facts } });
  }

  function cellText(): string {
    if (isFormula) {
      if (hasValue) mark('doubt', 'tabular.formula');
      else mark('fault', 'tabular.formula-without-value');
    }
    if (type === 's') {
      const text = context.strings[Number(value)];
      if (hasValue && text === undefined) throw damaged();
      return text ?? '';
    }
    if (type === 'str' || type === 'inlineStr') return unescapeText(value);
    if (type === 'b' && hasValue) return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    if (type === 'e') mark('fault', 'tabular.error-value', { error: value });
    if (type === 'e' || !hasValue) return value;
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '');
    const { text, fault, doubt } = numberText(value, style, context.dates1904);
    if (fault) mark('fault', fault);
    if (doubt) mark('doubt', doubt);
    return text;
  }

  visitXml(textOf(zip, part), part, {
    open(name, attributes) {
      switch (name) {
        case 'row': {
          const number = attribute(attributes, 'r');
          const next = number === null ? line + 1 : Number(number);
          if (!(Number.isInteger(next) && next > line)) throw damaged();
          line = next;
          cells = [];
          column = -1;
          if (isTrue(attribute(attributes, 'hidden'))) hiddenRows++;
          break;
        }
        case 'c': {
          const reference = attribute(attributes, 'r');
          column = reference === null ? column + 1 : columnOf(reference);
          if (column < 0) throw damaged();
          type = attribute(attributes, 't') ?? 'n';
          const styleIndex = attribute(attributes, 's');
          const known = styleIndex === null ? plain : context.styles[Number(styleIndex)];
          if (known === undefined && context.styles.length > 0) throw damaged();
          style = known ?? plain;
          value = '';
          hasValue = false;
          isFormula = false;
          break;
        }
        case 'v':
          reading = true;
          break;
        case 't':
          reading = !phonetic;
          break;
        case 'f':
          isFormula = true;
          break;
        case 'rPh':
          phonetic = true;
          break;
        case 'mergeCell':
          merges.push(attribute(attributes, 'ref') ?? '');
          break;
        case 'col':
          if (isTrue(attribute(attributes, 'hidden'))) {
            const last = Math.min(Number(attribute(attributes, 'max')), limits.columns);
            for (let index = Number(attribute(attributes, 'min')); index <= last; index++)
              hiddenColumns.push(columnLetter(index - 1));
          }
      }
    },
    text(text) {
      if (!reading) return;
      value += text;
      hasValue = true;
    },
    close(name) {
      switch (name) {
        case 'v':
        case 't':
          reading = false;
          break;
        case 'rPh':
          phonetic = false;
          break;
        case 'c': {
          const text = cellText();
          const isFaulty = marks.at(-1)?.line === line && marks.at(-1)?.column === column;
          if (text === '' && !isFaulty) break;
          if (column >= limits.columns)
            throw new Refusal('tabular.too-many-columns', { columns: column + 1, most: limits.columns });
          if (cells[column]) throw damaged();
          while (cells.length < column) cells.push('');
          cells[column] = text;
          break;
        }
        case 'row':
          if (cells.length === 0) break;
          if (rows.push(cells) > limits.rows) throw new Refusal('tabular.too-many-rows', { most: limits.rows });
          lines.push(line);
          width = Math.max(width, cells.length);
      }
    },
  });
  return { ...pack(rows, width), width, lines: Uint32Array.from(lines), marks, merges, hiddenRows, hiddenColumns };
}

function pack(rows: string[][], width: number): { texts: string; ends: Uint32Array } {
  const ends = new Uint32Array(rows.length * width);
  const texts: string[] = [];
  let end = 0;
  for (const [row, cells] of rows.entries()) {
    for (let column = 0; column < width; column++) {
      const text = cells[column] ?? '';
      end += text.length;
      ends[row * width + column] = end;
    }
    texts.push(cells.join(''));
  }
  return { texts: texts.join(''), ends };
}

function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) | 32;
    if (code < 97 || code > 122) break;
    column = column * 26 + code - 96;
  }
  return column - 1;
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true';
}

function textOf(zip: ZipArchive, part: string): string {
  const bytes = zip.read(part);
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('tabular.damaged', { part });
  }
}
