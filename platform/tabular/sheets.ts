import { formatOf } from './format.ts';
import { isOpenDocument, readOpenDocument } from './open-document.ts';
import type { SheetPart, WorkbookLimits } from './sheet-part.ts';
import { readWorkbook } from './workbook.ts';
import { openZip } from './zip-archive.ts';

/**
 * Reads one sheet of a workbook, found by its content to be XLSX, ODS or XLS: the one named, else the first visible one that
 * holds anything.
 */
export async function* readSheet(
  bytes: Uint8Array,
  wanted: string | undefined,
  limits: WorkbookLimits,
): AsyncGenerator<SheetPart, void, undefined> {
  if (formatOf(bytes) === 'ole') {
    // The reader of XLS is large, and few files need it.
    const { readXls } = await import('./xls.ts');
    yield* readXls(bytes, wanted, limits);
    return;
  }
  const zip = openZip(bytes, limits.unpackedBytes);
  yield* isOpenDocument(zip) ? readOpenDocument(zip, wanted, limits) : readWorkbook(zip, wanted, limits);
}
