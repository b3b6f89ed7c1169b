import { workerData } from 'node:worker_threads';
import { giveParts } from './apart-side.ts';
import type { WorkbookLimits } from './sheet-part.ts';
import { readSheet } from './sheets.ts';

const { bytes, sheet, limits } = workerData as { bytes: Uint8Array; sheet: string | undefined; limits: WorkbookLimits };

await giveParts(readSheet(bytes, sheet, limits), (part) =>
  part.kind === 'rows' ? [part.lines.buffer, part.widths.buffer, part.ends.buffer] : [],
);
