import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { compare } from './compare/compare.ts';
import type { Prepared } from './compare/prepare.ts';
import type { ComparisonSummary } from './compare/summary.ts';

/** What the worker begins with; `signals` are the blocks that nobody has taken yet, and the rows read so far. */
export interface Start {
  comparison: Prepared['comparison'];
  signals: Int32Array;
  mostWaiting: number;
}

/** What it says: blocks of lines, then the summary or why there is none. */
export type Message =
  | { lines: Uint8Array }
  | { summary: ComparisonSummary }
  | { refusal: Pick<Refusal, 'code' | 'facts'> }
  | { fault: unknown };

const { comparison, signals, mostWaiting } = workerData as Start;

parentPort!.postMessage(run());

function run(): Message {
  try {
    return { summary: compare(comparison, send, { tellRows: (rows) => Atomics.store(signals, 1, rows) }) };
  } catch (error) {
    return error instanceof Refusal ? { refusal: { code: error.code, facts: error.facts } } : { fault: error };
  }
}

function send(block: Uint8Array): void {
  for (let waiting = Atomics.load(signals, 0); waiting >= mostWaiting; waiting = Atomics.load(signals, 0))
    Atomics.wait(signals, 0, waiting);
  Atomics.add(signals, 0, 1);
  // The shared memory is used again at once.
  parentPort!.postMessage({ lines: block.slice() } satisfies Message);
}
