import { closeSync, openSync, readSync } from 'node:fs';
import type { Items } from './items.ts';
import { blockBytes, itemBytes, itemLists, type TextFile } from './places.ts';
import type { Thread } from './thread.ts';

const leftBuckets = itemLists / 2;
/** Rows that stand nearer to each other are read in one go. */
const nearBy = 32 << 10;

/**
 * Tells all items by reading their rows again, each file in its own order: as many items at a time as fit into the room,
 * which holds nothing else any more. `texts` are descriptors of those that were not written in UTF-8.
 */
export function tellByReadingAgain(
  thread: Thread,
  items: Items,
  texts: [number | null, number | null],
  { at: room, bytes }: { at: number; bytes: number },
): void {
  const { memory, places, kernel, asked } = thread;
  const staged = Math.max(...Array.from({ length: itemLists }, (_, bucket) => items.bytesOf(bucket)));
  const staging = room;
  const spare = staging + staged;
  const rest = bytes - 2 * staged;
  const itemRoom = Math.floor(rest / 8 / itemBytes) * itemBytes;
  const round = { at: spare + staged, count: 0, bytes: 0 };
  const sorting = round.at + itemRoom;
  const rows = sorting + itemRoom;
  const mostBytes = room + bytes - rows;
  const files = [new RowFile(asked.left, texts[0]), new RowFile(asked.right, texts[1])] as const;
  try {
    for (let bucket = 0; bucket < itemLists; bucket++) {
      const ofLeft = bucket < leftBuckets;
      if (bucket === leftBuckets) tellRound();
      const count = items.load(bucket, staging);
      kernel.sortItems(staging, count, spare, ofLeft ? 0 : 1);
      for (let at = staging; at < staging + count * itemBytes; at += itemBytes) {
        const { words } = memory;
        const needed = (words[at / 4]! & 0x7fffff) + (words[at / 4 + 2]! & 0x7fffff) + 32;
        if (round.bytes + needed > mostBytes || (round.count + 1) * itemBytes > itemRoom) tellRound();
        memory.bytes.copyWithin(round.at + round.count * itemBytes, at, at + itemBytes);
        round.count++;
        round.bytes += needed;
      }
    }
    tellRound();
  } finally {
    for (const file of files) file.close();
  }

  function tellRound(): void {
    if (round.count === 0) return;
    kernel.sortItems(round.at, round.count, sorting, 1);
    const end = files[1].fetch(thread, round.at, round.count, 1, rows, rows);
    kernel.sortItems(round.at, round.count, sorting, 0);
    files[0].fetch(thread, round.at, round.count, 0, end, rows);
    kernel.tellItems(places.plan, places.tallies[0], round.at, round.count, rows, rows);
    round.count = 0;
    round.bytes = 0;
  }
}

/** A file of which rows are read in their order. */
class RowFile {
  readonly #descriptor: number;
  readonly #base: number;

  constructor({ path, layout }: TextFile, text: number | null) {
    this.#descriptor = text ?? openSync(path, 'r');
    this.#base = text === null ? layout.markBytes + layout.bytesAbove : 0;
  }

  /**
   * Copies the rows of the items, which are sorted by their place in this file (word 0 or 1), behind each other from `into`, and
   * makes the places count from `base`. Returns where the rows end.
   */
  fetch(
    { memory, places, kernel }: Thread,
    items: number,
    count: number,
    word: 0 | 1,
    into: number,
    base: number,
  ): number {
    const { block } = places.threads[0];
    let at = into;
    for (let done = 0; done < count;) {
      const next = items + done * itemBytes;
      const taken = kernel.findRun(next, count - done, word, BigInt(nearBy), BigInt(blockBytes));
      const from = Number(kernel.runFrom.value);
      readAll(this.#descriptor, memory.bytes, block, Number(kernel.runTo.value) - from, this.#base + from);
      at = kernel.gather(next, taken, word, block, at, base) >>> 0;
      done += taken;
    }
    return at;
  }

  close(): void {
    closeSync(this.#descriptor);
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
