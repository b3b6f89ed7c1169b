import { crc32, deflateRawSync } from 'node:zlib';

/** What a ZIP says of a part where it should differ from the truth. */
export interface ZipLie {
  unpackedBytes?: number;
  crc?: number;
  encrypted?: boolean;
}

/** A ZIP file of the given parts, each deflated; `lies` alters what it declares of a part. */
export function zipOf(parts: Record<string, string | Uint8Array>, lies: Record<string, ZipLie> = {}): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(lies[name]?.encrypted ? 1 : 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(lies[name]?.crc ?? crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(lies[name]?.unpackedBytes ?? bytes.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, place, Buffer.from(name)]));
    bodies.push(body);
    at += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

export interface RawWorkbook {
  /** XML inside `<sheetData>`, for each sheet by name; a `!` before the name hides the sheet. */
  sheets: Record<string, string>;
  /** XML after `</sheetData>` of each sheet, such as merged cells. */
  after?: string;
  /** Shared strings as XML inside `<si>`. */
  strings?: string[];
  /** Number formats of the workbook's own; the cell `s="1"` has the first of them. */
  formats?: string[];
  dates1904?: boolean;
}

/** The parts of an XLSX workbook, written out so that a test can say exactly what stands in the file. */
export function workbookParts(workbook: RawWorkbook): Record<string, string> {
  const names = Object.keys(workbook.sheets);
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  const formats = workbook.formats ?? [];
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${main} xmlns:r="${relations}"><workbookPr date1904="${workbook.dates1904 ? 1 : 0}"/><sheets>${names
      .map(
        (name, at) =>
          `<sheet name="${name.replace('!', '')}" sheetId="${at + 1}" ${name.startsWith('!') ? 'state="hidden" ' : ''}r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)).join('')}${relation('rId98', 'sharedStrings', 'sharedStrings.xml')}${relation('rId99', 'styles', 'styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst ${main}>${(workbook.strings ?? []).map((string) => `<si>${string}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet ${main}><numFmts>${formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      Object.values(workbook.sheets).map((rows, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<?xml version="1.0"?><worksheet ${main}><sheetData>${rows}</sheetData>${workbook.after ?? ''}</worksheet>`,
      ]),
    ),
  };
}

/** An XLSX workbook of one sheet with the given rows of cells as XML, each in the next column. */
export function workbookOf(rows: string[][], workbook: Omit<RawWorkbook, 'sheets'> = {}): Buffer {
  const xml = rows.map((cells, at) => `<row r="${at + 1}">${cells.join('')}</row>`).join('');
  return zipOf(workbookParts({ ...workbook, sheets: { 客户台账: xml } }));
}

/** A cell that holds a text. */
export function textCell(text: string): string {
  return `<c t="inlineStr"><is><t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
}

/** A cell that holds a number as the file would store it; `style` is the index of a format, from 1. */
export function numberCell(stored: string, style = 0): string {
  return `<c s="${style}"><v>${stored}</v></c>`;
}
