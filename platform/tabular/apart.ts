import { Worker } from 'node:worker_threads';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';

export interface ApartLimits {
  memoryMegabytes: number;
  /** How long a part may be waited for. */
  seconds: number;
}

/** What a worker says: a part of what it reads, that it is done, or why it refuses. */
export type Answer<Part> = { part: Part } | { done: true } | { refused: { code: string; facts: Facts } };

/** How many parts the worker may be ahead of what is done with them. */
const ahead = 4;

/**
 * Reads in a worker of its own, so that a file made to do harm costs a worker and not the program. Refuses as the worker
 * does, and `tabular.too-slow` {seconds} and `tabular.too-large` {megabytes} when it exceeds its limits.
 */
export async function* readApart<Part>(
  workerFile: URL,
  data: unknown,
  limits: ApartLimits,
): AsyncGenerator<Part, void, undefined> {
  const worker = new Worker(workerFile, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes },
    execArgv: [],
    env: {},
  });
  const answers: Answer<Part>[] = [];
  let failure: unknown;
  let wake = () => {};
  worker.on('message', (answer: Answer<Part>) => {
    answers.push(answer);
    wake();
  });
  worker.once('error', (error: Error & { code?: string }) => {
    const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    failure = memory ? new Refusal('tabular.too-large', { megabytes: limits.memoryMegabytes }) : error;
    wake();
  });
  worker.once('exit', () => {
    failure ??= new Error('the reader ended without an answer');
    wake();
  });
  try {
    worker.postMessage(ahead);
    for (;;) {
      const answer = answers.shift();
      if (answer === undefined) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve, reject) => {
          const tooSlow = new Refusal('tabular.too-slow', { seconds: limits.seconds });
          const timer = setTimeout(() => reject(tooSlow), limits.seconds * 1000);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
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
