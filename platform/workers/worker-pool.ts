import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { FromWorker } from './worker-side.ts';

/** Hears the parts of an answer in their order; the worker goes on when the promise resolves. */
export type PartListener<Part> = (part: Part) => Promise<void> | void;

/**
 * Threads that each do one job at a time; `serveJobs` stands at the other end. A thread that is free keeps no process alive.
 * After a job failed the pool is only good to be closed.
 */
export class WorkerPool<Job, Part, Answer> {
  readonly #file: URL;
  readonly #most: number;
  readonly #all: Worker[] = [];
  readonly #free: Worker[] = [];
  readonly #waiting: PromiseWithResolvers<Worker>[] = [];

  /** `most` threads, begun when they are needed; by default as many as the machine has cores, at most 8. */
  constructor(file: URL, most = Math.min(8, availableParallelism())) {
    this.#file = file;
    this.#most = most;
  }

  /** Does the job as soon as a thread is free; rejects with what the job failed with, or when the pool is closed meanwhile. */
  async run(job: Job, onPart?: PartListener<Part>): Promise<Answer> {
    const worker = await this.#take();
    const answer = await ask<Job, Part, Answer>(worker, job, onPart);
    const next = this.#waiting.shift();
    if (next) next.resolve(worker);
    else {
      worker.unref();
      this.#free.push(worker);
    }
    return answer;
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the workers were ended'));
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #take(): Promise<Worker> | Worker {
    const free = this.#free.pop();
    free?.ref();
    if (free) return free;
    if (this.#all.length < this.#most) {
      const worker = new Worker(this.#file);
      this.#all.push(worker);
      return worker;
    }
    const waiting = Promise.withResolvers<Worker>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }
}

function ask<Job, Part, Answer>(worker: Worker, job: Job, onPart?: PartListener<Part>): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const settled = (settle: () => void) => {
      worker.off('message', hear).off('error', fail).off('exit', gone);
      settle();
    };
    const fail = (error: unknown) => settled(() => reject(error));
    const gone = () => fail(new Error('a worker ended before its job'));
    const hear = (message: FromWorker<Part, Answer>) => {
      if ('part' in message) {
        Promise.resolve(onPart?.(message.part)).then(() => worker.postMessage({ taken: true }), fail);
      } else if ('answer' in message) settled(() => resolve(message.answer));
      else fail(message.refusal ? new Refusal(...message.refusal) : message.error);
    };
    worker.on('message', hear).on('error', fail).on('exit', gone);
    worker.postMessage({ job });
  });
}
