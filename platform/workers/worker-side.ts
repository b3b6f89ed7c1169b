import { parentPort } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';

/** What a worker says to the pool. */
export type FromWorker<Part, Answer> =
  | { part: Part }
  | { answer: Answer }
  | { error: unknown; refusal: ConstructorParameters<typeof Refusal> | null };

/** Sends a part of the answer, its buffers moved and not copied; resolves when the part before it was taken. */
export type SendPart<Part> = (part: Part, moved?: readonly ArrayBuffer[]) => Promise<void>;

/** Does the jobs that a `WorkerPool` gives to this thread, one after another. */
export function serveJobs<Job, Part, Answer>(
  handle: (job: Job, send: SendPart<Part>) => Answer | Promise<Answer>,
): void {
  const port = parentPort!;
  let taken = Promise.resolve();
  let take = () => {};
  const send: SendPart<Part> = async (part, moved = []) => {
    await taken;
    taken = new Promise((resolve) => (take = resolve));
    port.postMessage({ part } satisfies FromWorker<Part, Answer>, moved);
  };
  const answer = async (job: Job) => {
    try {
      const found = await handle(job, send);
      await taken;
      port.postMessage({ answer: found } satisfies FromWorker<Part, Answer>);
    } catch (error) {
      const refusal: ConstructorParameters<typeof Refusal> | null =
        error instanceof Refusal ? [error.code, error.facts, error.status] : null;
      port.postMessage({ error, refusal } satisfies FromWorker<Part, Answer>);
    }
  };
  port.on('message', (message: { job: Job } | { taken: true }) => {
    if ('job' in message) void answer(message.job);
    else take();
  });
}
