import { Refusal } from '#platform/kernel/refusal.ts';
import { blockRows, type SheetBegin, type SheetPart } from '#platform/tabular/sheet-part.ts';
import { readSheet } from '#platform/tabular/sheets.ts';
import { tableLimits } from '#platform/tabular/table.ts';
import type { PaperText } from './paper.ts';
import { TextTaker } from './text-taker.ts';

/** Sheets that are read of one workbook. */
const mostSheets = 200;

export interface SheetRow {
  sheet: SheetBegin['sheets'][number];
  line: number;
  cells: string[];
}

/** Every row that holds anything, of every sheet, hidden ones among them; a sheet without rows is passed over. */
export async function* sheetRows(bytes: Uint8Array): AsyncGenerator<SheetRow, void, undefined> {
  for (const sheet of (await sheetsOf(bytes)).slice(0, mostSheets)) {
    for await (const part of partsOf(bytes, sheet.name)) {
      if (part.kind !== 'rows') continue;
      for (const row of blockRows(part, 0)) yield { sheet, ...row };
    }
  }
}

async function sheetsOf(bytes: Uint8Array): Promise<SheetBegin['sheets']> {
  for await (const part of partsOf(bytes, undefined)) if (part.kind === 'begin') return part.sheets;
  return [];
}

async function* partsOf(bytes: Uint8Array, sheet: string | undefined): AsyncGenerator<SheetPart, void, undefined> {
  try {
    yield* readSheet(bytes, sheet, tableLimits);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'tabular.empty-file') throw error;
  }
}

/** The cells of a workbook, row by row. */
export async function readSheets(bytes: Uint8Array): Promise<PaperText> {
  const taker = new TextTaker();
  let sheet: string | null = null;
  for await (const row of sheetRows(bytes)) {
    if (row.sheet.name !== sheet) taker.line((sheet = row.sheet.name));
    taker.line(row.cells.filter((cell) => cell !== '').join('  '));
    if (taker.full) break;
  }
  return taker.taken();
}
