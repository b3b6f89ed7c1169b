import { readSync } from 'node:fs';
import { blockBytes, itemBytes } from './places.ts';
import type { Thread } from './thread.ts';

/** A file of which rows are read again: places count from `base`. */
export interface RowFile {
  descriptor: number;
  base: number;
}

/** Items sorted by their place in one of the files, and where their rows go. */
export interface Fetching {
  file: RowFile;
  items: number;
  count: number;
  /** 0: places of the left, 1: of the right. */
  word: 0 | 1;
  into: number;
  /** From where the places count afterwards. */
  countFrom: number;
}

/** Rows that stand nearer to each other are read in one go. */
const nearBy = 8 << 10;

/** Copies the rows of the items behind each other, and makes the items' places say where they are now. */
export function fetchRows(thread: Thread, { file, items, count, word, into, countFrom }: Fetching): void {
  const { memory, places, kernel, index } = thread;
  const { block } = places.threads[index];
  let at = into;
  for (let done = 0; done < count;) {
    const next = items + done * itemBytes;
    const taken = kernel.findRun(next, count - done, word, BigInt(nearBy), BigInt(blockBytes));
    const from = Number(kernel.runFrom.value);
    readAll(file.descriptor, memory.bytes, block, Number(kernel.runTo.value) - from, file.base + from);
    at = kernel.gather(next, taken, word, block, at, countFrom) >>> 0;
    done += taken;
  }
}

function readAll(descriptor: number, bytes: Uint8Array, into: number, length: number, position: number): void {
  let done = 0;
  while (done < length) {
    const read = readSync(descriptor, bytes, into + done, length - done, position + done);
    if (read === 0) throw new Error('the file became shorter while it was compared');
    done += read;
  }
}
