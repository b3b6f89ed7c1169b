import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { readWorkbook, type WorkbookLimits } from './workbook.ts';

/** Reads the workbook given as worker data and posts its content, or the refusal; anything else ends the worker with an error. */
const { bytes, sheet, limits } = workerData as { bytes: Uint8Array; sheet: string | undefined; limits: WorkbookLimits };
try {
  const content = readWorkbook(bytes, sheet, limits);
  parentPort!.postMessage({ content }, [content.ends.buffer as ArrayBuffer, content.lines.buffer as ArrayBuffer]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  parentPort!.postMessage({ refused: { code: error.code, facts: error.facts } });
}
