import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { readWorkbook, type WorkbookLimits } from './workbook.ts';

/**
 * Reads the workbook given as worker data and posts its parts, never more of them ahead than were asked for; then that it is
 * done, or the refusal. Anything else ends the worker with an error.
 */
const { bytes, sheet, limits } = workerData as { bytes: Uint8Array; sheet: string | undefined; limits: WorkbookLimits };
const port = parentPort!;
let wanted = 0;
let wake = () => {};
port.on('message', (more: number) => {
  wanted += more;
  wake();
});

try {
  for await (const part of readWorkbook(bytes, sheet, limits)) {
    while (wanted === 0) await new Promise<void>((resolve) => (wake = resolve));
    wanted--;
    const moved = part.kind === 'rows' ? [part.lines, part.widths, part.ends] : [];
    port.postMessage(
      { part },
      moved.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }
  port.postMessage({ done: true });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  port.postMessage({ refused: { code: error.code, facts: error.facts } });
}
port.close();
