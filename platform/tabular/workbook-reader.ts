import { Worker } from 'node:worker_threads';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { TableLimits } from './table.ts';
import type { SheetContent } from './workbook.ts';

type Answer = { content: SheetContent } | { refused: { code: string; facts: Facts } };

/**
 * Reads a sheet of a workbook in a worker of its own, so that a workbook made to do harm costs a worker and not the
 * server. Refuses `tabular.too-slow` {seconds} and `tabular.too-large` {megabytes} when it exceeds its limits.
 */
export async function readWorkbookApart(
  bytes: Uint8Array,
  sheet: string | undefined,
  limits: TableLimits,
): Promise<SheetContent> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: { bytes, sheet, limits },
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes },
    execArgv: [],
    env: {},
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Refusal('tabular.too-slow', { seconds: limits.seconds })),
        limits.seconds * 1000,
      );
      worker.once('message', resolve);
      worker.once('error', (error: Error & { code?: string }) => {
        const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(memory ? new Refusal('tabular.too-large', { megabytes: limits.memoryMegabytes }) : error);
      });
      worker.once('exit', () => reject(new Error('the workbook reader ended without an answer')));
    });
    if ('refused' in answer) throw new Refusal(answer.refused.code, answer.refused.facts);
    return answer.content;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
