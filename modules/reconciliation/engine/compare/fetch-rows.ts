import type { Encoding } from '#platform/tabular/encoding.ts';
import { readAll, readChanged, type Steps } from './changed-text.ts';
import { blockBytes, itemBytes } from './places.ts';
import type { Thread } from './thread.ts';

/** A file of which rows are read again: places count from `base`, of the file or, where it is not written in UTF-8, of its text. */
export interface RowFile {
  descriptor: number;
  encoding: Encoding;
  base: number;
  steps: Steps | null;
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
  const { descriptor, encoding, base, steps } = file;
  let at = into;
  for (let done = 0; done < count;) {
    const next = items + done * itemBytes;
    const taken = kernel.findRun(next, count - done, word, BigInt(nearBy), BigInt(blockBytes));
    const [from, to] = [base + Number(kernel.runFrom.value), base + Number(kernel.runTo.value)];
    let rows = block;
    if (steps) rows = readChanged(thread, { descriptor, encoding, steps }, from, to);
    else readAll(descriptor, memory.bytes, block, to - from, from);
    at = kernel.gather(next, taken, word, rows, at, countFrom) >>> 0;
    done += taken;
  }
}
