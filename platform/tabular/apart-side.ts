import { parentPort } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Answer } from './apart.ts';

/**
 * The worker's side of `readApart`: posts the parts, never more of them ahead than were asked for; then that it is done, or
 * the refusal. Anything else ends the worker with an error. `moved` names the buffers of a part that need no copy.
 */
export async function giveParts<Part>(
  parts: AsyncIterable<Part>,
  moved: (part: Part) => ArrayBufferLike[] = () => [],
): Promise<void> {
  const port = parentPort!;
  const post = (answer: Answer<Part>, buffers: ArrayBufferLike[] = []) =>
    port.postMessage(answer, buffers as ArrayBuffer[]);
  let wanted = 0;
  let wake = () => {};
  port.on('message', (more: number) => {
    wanted += more;
    wake();
  });
  try {
    for await (const part of parts) {
      while (wanted === 0) await new Promise<void>((resolve) => (wake = resolve));
      wanted--;
      post({ part }, moved(part));
    }
    post({ done: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    post({ refused: { code: error.code, facts: error.facts } });
  }
  port.close();
}
