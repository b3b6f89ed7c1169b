import { readSync } from 'node:fs';
import type { Encoding } from '#platform/tabular/encoding.ts';
import { blockBytes } from './places.ts';
import type { Thread } from './thread.ts';

/** Where a text that is not written in UTF-8 can be found again: it stands at `text[n]` in UTF-8 what stands at `file[n]` as written. */
export interface Steps {
  text: number[];
  file: number[];
}

/** How much of a file lies between two steps. */
export const stepBytes = 8 << 10;

/** Changes the bytes between two addresses into UTF-8; says where the text ends, how far it read, and whether it met what is no character. */
export function change({ kernel }: Thread, encoding: Encoding, from: number, to: number, into: number) {
  const end =
    encoding === 'gb18030'
      ? kernel.fromGb18030(from, to, into)
      : kernel.fromUtf16(from, to, into, Number(encoding === 'utf-16be'));
  return { end: end >>> 0, readTo: (kernel.readTo.value as number) >>> 0, misfits: kernel.misfit.value === 1 };
}

/** Reads the text from one offset to the other once more, with a little around it; returns the address of the first. */
export function readChanged(
  thread: Thread,
  { descriptor, encoding, steps }: { descriptor: number; encoding: Encoding; steps: Steps },
  from: number,
  to: number,
): number {
  const { memory, places, index } = thread;
  const { raw, block } = places.threads[index];
  const { text, file } = steps;
  const first = stepBefore(text, from);
  let into = block;
  for (let step = first; step + 1 < text.length && text[step]! < to;) {
    let next = step + 1;
    while (next + 1 < text.length && text[next]! < to && file[next + 1]! - file[step]! <= blockBytes) next++;
    readAll(descriptor, memory.bytes, raw, file[next]! - file[step]!, file[step]!);
    into = change(thread, encoding, raw, raw + file[next]! - file[step]!, into).end;
    step = next;
  }
  return block + from - text[first]!;
}

/** The last step that is not behind the offset, by halving. */
function stepBefore(text: readonly number[], offset: number): number {
  let low = 0;
  let high = text.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (text[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

export function readAll(descriptor: number, bytes: Uint8Array, into: number, length: number, position: number): void {
  let done = 0;
  while (done < length) {
    const read = readSync(descriptor, bytes, into + done, length - done, position + done);
    if (read === 0) throw new Error('the file became shorter while it was compared');
    done += read;
  }
}
