import { Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Answered, Deed } from './desk-side.ts';

/**
 * A thread that keeps what it was given between questions and answers them one after another; `answerAtDesk` stands at the other
 * end. It does not keep the program from ending.
 */
export class Desk<Deeds extends Record<string, Deed>> {
  readonly #worker: Worker;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #asked = 0;
  #ended = false;

  /** What is open when the thread needs more than so much memory is refused with the code `beyond` {megabytes}. */
  constructor(file: URL, { megabytes, beyond }: { megabytes: number; beyond: string }) {
    this.#worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    this.#worker.unref();
    this.#worker.on('message', (answered: Answered) => this.#settle(answered));
    this.#worker.on('error', (error: Error & { code?: string }) =>
      this.#end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refusal(beyond, { megabytes }) : error),
    );
    this.#worker.on('exit', () => this.#end(new Error('a thread ended before it answered')));
  }

  /** True when the thread is gone, and with it what it kept. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The answer of the deed with that name; rejects with the refusal or fault that it threw, or when the thread ends. */
  ask<Name extends keyof Deeds & string>(
    name: Name,
    asked: Parameters<Deeds[Name]>[0],
  ): Promise<Awaited<ReturnType<Deeds[Name]>>> {
    const answer = Promise.withResolvers<Awaited<ReturnType<Deeds[Name]>>>();
    if (this.#ended) answer.reject(new Error('the thread has ended'));
    else {
      const id = (this.#asked += 1);
      this.#open.set(id, answer as PromiseWithResolvers<unknown>);
      this.#worker.postMessage({ id, name, asked });
    }
    return answer.promise;
  }

  /** Ends the thread, whatever it is at. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answered: Answered): void {
    const question = this.#open.get(answered.id)!;
    this.#open.delete(answered.id);
    if ('answer' in answered) question.resolve(answered.answer);
    else question.reject(answered.refusal ? new Refusal(...answered.refusal) : answered.error);
  }

  #end(why: Error): void {
    this.#ended = true;
    for (const { reject } of this.#open.values()) reject(why);
    this.#open.clear();
  }
}
