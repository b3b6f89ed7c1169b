import { parentPort } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';

/** What a desk does when it is asked; what it takes and gives passes between threads. */
// oxlint-disable-next-line no-explicit-any
export type Deed = (asked: any) => unknown;

/** What the thread says to the desk. */
export type Answered =
  | { id: number; answer: unknown }
  | { id: number; error: unknown; refusal: ConstructorParameters<typeof Refusal> | null };

/** Answers what the `Desk` of this thread asks, one question after another. */
export function answerAtDesk(deeds: Record<string, Deed>): void {
  const port = parentPort!;
  let last = Promise.resolve();
  port.on('message', ({ id, name, asked }: { id: number; name: string; asked: unknown }) => {
    last = last.then(async () => {
      try {
        port.postMessage({ id, answer: await deeds[name]!(asked) } satisfies Answered);
      } catch (error) {
        const refusal: ConstructorParameters<typeof Refusal> | null =
          error instanceof Refusal ? [error.code, error.facts, error.status] : null;
        port.postMessage({ id, error, refusal } satisfies Answered);
      }
    });
  });
}
