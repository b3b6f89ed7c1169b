import mammoth from 'mammoth';
import { mostCharacters, type paperKind, type ShownPaper, type ShownSheet, UnreadPaper } from './paper.ts';
import { plainHtml } from './plain-html.ts';
import { readPlain } from './read-plain.ts';
import { sheetRows } from './read-sheets.ts';

/** What a document, a workbook or a text looks like; PDF and pictures are drawn where they are looked at. */
export async function showPaper(kind: ReturnType<typeof paperKind>, bytes: Uint8Array): Promise<ShownPaper> {
  if (kind === 'text') {
    const { text, cut } = readPlain(bytes);
    return { kind, text, cut };
  }
  if (kind === 'sheets') return showSheets(bytes);
  if (kind === 'document') return showDocument(bytes);
  throw new UnreadPaper('damaged');
}

async function showDocument(bytes: Uint8Array): Promise<ShownPaper> {
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  const html = plainHtml(value);
  return { kind: 'html', html: html.slice(0, mostHtml), cut: html.length > mostHtml };
}

const mostHtml = 12 * 1024 * 1024;
/** Rows and columns of a sheet that are shown. */
const mostRows = 500;
const mostColumns = 60;

async function showSheets(bytes: Uint8Array): Promise<ShownPaper> {
  const sheets: ShownSheet[] = [];
  let characters = 0;
  for await (const { sheet, line, cells } of sheetRows(bytes)) {
    let shown = sheets.at(-1);
    if (shown?.name !== sheet.name) sheets.push((shown = { ...sheet, rows: [], cut: false }));
    characters += cells.join('').length;
    if (characters > mostCharacters) return { kind: 'sheets', sheets, cut: true };
    if (shown.rows.length === mostRows) shown.cut = true;
    else shown.rows.push({ line, cells: cells.slice(0, mostColumns) });
  }
  return { kind: 'sheets', sheets, cut: false };
}
