import { Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Prepared } from './compare/prepare.ts';
import type { ComparisonSummary } from './compare/summary.ts';
import type { Message, Start } from './comparison-worker.ts';

/** A comparison that runs beside the event loop. */
export interface RunningComparison {
  /** Differences as lines of JSON (difference.ts), in blocks cut anywhere; taking them slowly holds the comparison up. */
  lines: AsyncIterable<Uint8Array>;
  /** How many rows of both sides have been read so far. */
  rowsRead(): number;
  /** Ends it at once; `lines` then ends with the refusal `reconcile.cancelled`. */
  cancel(): Promise<void>;
  /** There once `lines` has ended. */
  readonly summary: ComparisonSummary | null;
}

/** Blocks on their way that nobody has taken yet. */
const mostWaiting = 16;

/** Starts what `prepare` prepared in a worker of its own, for a server whose event loop must go on. */
export function startComparison({ comparison }: Pick<Prepared, 'comparison'>): RunningComparison {
  const signals = new Int32Array(new SharedArrayBuffer(8));
  const workerData: Start = { comparison, signals, mostWaiting };
  const worker = new Worker(new URL('comparison-worker.ts', import.meta.url), { workerData });
  const waiting: Message[] = [];
  let arrived = Promise.withResolvers<void>();
  const take = (message: Message) => {
    waiting.push(message);
    arrived.resolve();
  };
  worker.on('message', take);
  worker.on('error', (fault) => take({ fault }));
  let summary: ComparisonSummary | null = null;

  async function* lines(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const message = waiting.shift();
        if (!message) {
          await arrived.promise;
          arrived = Promise.withResolvers<void>();
        } else if ('lines' in message) {
          Atomics.sub(signals, 0, 1);
          Atomics.notify(signals, 0);
          yield message.lines;
        } else if ('summary' in message) {
          summary = message.summary;
          return;
        } else if ('refusal' in message) throw new Refusal(message.refusal.code, message.refusal.facts);
        else throw message.fault;
      }
    } finally {
      await worker.terminate();
    }
  }

  return {
    lines: lines(),
    rowsRead: () => Atomics.load(signals, 1),
    cancel: async () => {
      take({ refusal: { code: 'reconcile.cancelled', facts: {} } });
      await worker.terminate();
    },
    get summary() {
      return summary;
    },
  };
}
