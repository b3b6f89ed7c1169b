import { readApart } from './apart.ts';
import type { SheetPart, WorkbookLimits } from './sheet-part.ts';

/** Reads a sheet as `readSheet` does, in a worker with limits. */
export function sheetApart(
  bytes: Uint8Array,
  sheet: string | undefined,
  limits: WorkbookLimits & { memoryMegabytes: number; seconds: number },
): AsyncGenerator<SheetPart, void, undefined> {
  return readApart(new URL('./workbook-worker.ts', import.meta.url), { bytes, sheet, limits }, limits);
}
