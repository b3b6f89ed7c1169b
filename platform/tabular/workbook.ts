import { Refusal } from '#platform/kernel/refusal.ts';
import { type NumberStyle, numberStyle } from './cell-number.ts';
import { SheetReader } from './sheet.ts';
import type { SheetPart, WorkbookLimits } from './sheet-part.ts';
import { readSharedStrings } from './shared-strings.ts';
import { attribute, visitXml, XmlReader } from './xml.ts';
import { decodedPieces, xmlEncoding, type ZipArchive } from './zip-archive.ts';

/**
 * Reads one sheet of an XLSX workbook piece by piece: the one named, else the first visible one that holds anything.
 * Numbers are taken digit by digit as stored; see `cell-number.ts`. Formulas give the value that was last calculated.
 */
export async function* readWorkbook(
  zip: ZipArchive,
  wanted: string | undefined,
  limits: WorkbookLimits,
): AsyncGenerator<SheetPart, void, undefined> {
  const book = readBook(zip);
  const sheets = book.sheets.map(({ name, hidden }) => ({ name, hidden }));
  const chosen = chooseSheets(book.sheets, wanted);
  const strings = book.strings && zip.has(book.strings) ? await readSharedStrings(zip, book.strings) : [];
  const styles = book.styles && zip.has(book.styles) ? readStyles(zip, book.styles) : [];
  for (const { name, part } of chosen) {
    const reader = new SheetReader(part, { strings, styles, dates1904: book.dates1904 }, limits);
    const xml = new XmlReader(part, reader);
    let hasBegun = false;
    for await (const piece of decodedPieces(zip, part)) {
      xml.push(piece);
      const block = reader.blocks.take();
      if (!block) continue;
      if (!hasBegun) yield { kind: 'begin', format: 'xlsx', sheet: name, sheets };
      hasBegun = true;
      yield { kind: 'rows', ...block };
    }
    xml.end();
    if (!hasBegun) continue;
    yield { kind: 'end', ...reader.end() };
    return;
  }
  throw new Refusal('tabular.empty-file', { sheets: sheets.map(({ name }) => name) });
}

/** The sheets to look for rows in: the one wanted, else the visible ones. Refuses `tabular.no-such-sheet` {sheet, sheets}. */
export function chooseSheets<Sheet extends { name: string; hidden: boolean }>(
  sheets: readonly Sheet[],
  wanted: string | undefined,
): Sheet[] {
  if (wanted === undefined) return sheets.filter(({ hidden }) => !hidden);
  const sheet = sheets.find(({ name }) => name === wanted);
  if (!sheet) throw new Refusal('tabular.no-such-sheet', { sheet: wanted, sheets: sheets.map(({ name }) => name) });
  return [sheet];
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
    open(name, tag) {
      if (name === 'workbook') isWorkbook = true;
      if (name === 'workbookPr') dates1904 = /^(1|true)$/.test(attribute(tag, 'date1904') ?? '');
      if (name !== 'sheet') return;
      // The attribute of the relation is `r:id`; `sheetId` has no prefix and does not end in `:id`.
      const relation = relations.find(({ id }) => id === attribute(tag, 'id'));
      if (relation?.type !== 'worksheet') return;
      const hidden = (attribute(tag, 'state') ?? 'visible') !== 'visible';
      sheets.push({ name: attribute(tag, 'name') ?? '', hidden, part: relation.part });
    },
  });
  if (!isWorkbook) throw notAWorkbook(zip);
  const partOf = (kind: string) => relations.find(({ type }) => type === kind)?.part ?? null;
  return { sheets, strings: partOf('sharedStrings'), styles: partOf('styles'), dates1904 };
}

function notAWorkbook(zip: ZipArchive): Refusal {
  return new Refusal('tabular.not-a-table', { format: zip.has('[Content_Types].xml') ? 'document' : 'zip' });
}

/** The relations of a part (of the package, for ''), with targets as names of parts and types by their last word. */
function readRelations(zip: ZipArchive, part: string): { id: string; type: string; part: string }[] {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const relations: { id: string; type: string; part: string }[] = [];
  if (!zip.has(name)) return relations;
  visitXml(textOf(zip, name), name, {
    open(name, tag) {
      if (name !== 'Relationship') return;
      const target = attribute(tag, 'Target') ?? '';
      relations.push({
        id: attribute(tag, 'Id') ?? '',
        type: (attribute(tag, 'Type') ?? '').split('/').at(-1)!,
        part: new URL(target, `zip:/${folder}`).pathname.slice(1),
      });
    },
  });
  return relations;
}

/** The number style of each cell format, by its index. */
function readStyles(zip: ZipArchive, part: string): NumberStyle[] {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCellFormats = false;
  visitXml(textOf(zip, part), part, {
    open(name, tag) {
      if (name === 'numFmt') codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats) return;
      const id = Number(attribute(tag, 'numFmtId') ?? 0);
      styles.push(numberStyle(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return styles;
}

function textOf(zip: ZipArchive, part: string): string {
  const bytes = zip.read(part);
  try {
    return new TextDecoder(xmlEncoding(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('tabular.damaged', { part });
  }
}
