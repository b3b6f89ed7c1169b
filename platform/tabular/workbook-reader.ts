import { Worker } from 'node:worker_threads';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { WorkbookLimits, SheetPart } from './workbook.ts';

type Answer = { part: SheetPart } | { done: true } | { refused: { code: string; facts: Facts } };

/** How many blocks the worker may be ahead of what is done with them. */
const ahead = 4;

/**
 * Reads a sheet of a workbook in a worker of its own, so that a workbook made to do harm costs a worker and not the
 * server. Refuses `tabular.too-slow` {seconds} and `tabular.too-large` {megabytes} when it exceeds its limits; time in which
 * nobody asks for more does not count.
 */
export async function* readWorkbookApart(
  bytes: Uint8Array,
  sheet: string | undefined,
  limits: WorkbookLimits & { memoryMegabytes: number; seconds: number },
): AsyncGenerator<SheetPart, void, undefined> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: { bytes, sheet, limits },
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes },
    execArgv: [],
    env: {},
  });
  const answers: Answer[] = [];
  let failure: unknown;
  let wake = () => {};
  worker.on('message', (answer: Answer) => {
    answers.push(answer);
    wake();
  });
  worker.once('error', (error: Error & { code?: string }) => {
    const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    failure = memory ? new Refusal('tabular.too-large', { megabytes: limits.memoryMegabytes }) : error;
    wake();
  });
  worker.once('exit', () => {
    failure ??= new Error('the workbook reader ended without an answer');
    wake();
  });
  let left = limits.seconds * 1000;
  try {
    worker.postMessage(ahead);
    for (;;) {
      const answer = answers.shift();
      if (answer === undefined) {
        if (failure !== undefined) throw failure;
        const began = performance.now();
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        left -= performance.now() - began;
        if (left <= 0 && answers.length === 0) throw new Refusal('tabular.too-slow', { seconds: limits.seconds });
      } else if ('part' in answer) {
        yield answer.part;
        worker.postMessage(1);
      } else if ('refused' in answer) throw new Refusal(answer.refused.code, answer.refused.facts);
      else return;
    }
  } finally {
    await worker.terminate();
  }
}
