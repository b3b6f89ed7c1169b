import { closeSync, openSync } from 'node:fs';
import type { Steps } from './changed-text.ts';
import { fetchRows, type Fetching, type RowFile } from './fetch-rows.ts';
import type { Helper } from './helper.ts';
import type { Items } from './items.ts';
import { chunkBytes, itemBytes, itemLists, type TextFile } from './places.ts';
import type { Teller } from './teller.ts';
import type { Thread } from './thread.ts';

const leftBuckets = itemLists / 2;
/** With fewer rows the helper is not asked to read some. */
const worthSharing = 4096;
/** Two of the longest rows have room in three quarters of it. */
const leastRoom = 24 << 20;

/**
 * Tells all items by reading their rows again, each file in its own order: as many items at a time as fit into the room,
 * which holds nothing else any more. `steps` lead to the rows of those that are not written in UTF-8.
 */
export function tellByReadingAgain(
  thread: Thread,
  helper: Helper | null,
  teller: Teller,
  items: Items,
  steps: [Steps | null, Steps | null],
  left: { at: number; bytes: number },
): void {
  const { memory, kernel, asked } = thread;
  const staged = Math.max(...Array.from({ length: itemLists }, (_, bucket) => items.bytesOf(bucket)));
  const bytes = Math.max(left.bytes, 2 * staged + leastRoom);
  const room = bytes > left.bytes ? memory.take(bytes, chunkBytes) : left.at;
  const staging = room;
  const spare = staging + staged;
  const itemRoom = Math.floor((bytes - 2 * staged) / 8 / itemBytes) * itemBytes;
  const round = { at: spare + staged, count: 0, bytes: 0 };
  const sorting = round.at + itemRoom;
  const rows = sorting + itemRoom;
  const most = room + bytes - rows - 4096;
  const files = [openRows(asked.left, steps[0]), openRows(asked.right, steps[1])] as const;
  try {
    for (let bucket = 0; bucket < itemLists; bucket++) {
      if (bucket === leftBuckets) tellRound();
      const count = items.load(bucket, staging);
      if (!fits(count)) tellRound();
      if (fits(count)) add(staging, count);
      else addPiecemeal(count);
    }
    tellRound();
  } finally {
    for (const { descriptor } of files) closeSync(descriptor);
  }

  function fits(count: number): boolean {
    return (round.count + count) * itemBytes <= itemRoom && round.bytes + bytesOf(staging, count) <= most;
  }

  function bytesOf(at: number, count: number): number {
    return kernel.bytesOfRows(at, count, 0) + kernel.bytesOfRows(at, count, 1);
  }

  function add(at: number, count: number): void {
    memory.bytes.copyWithin(round.at + round.count * itemBytes, at, at + count * itemBytes);
    round.bytes += bytesOf(at, count);
    round.count += count;
  }

  /** A bucket that is more than a round goes in several. */
  function addPiecemeal(count: number): void {
    kernel.sortItems(staging, count, spare, 1);
    kernel.sortItems(staging, count, spare, 0);
    for (let done = 0; done < count;) {
      const next = staging + done * itemBytes;
      const taken = Math.min(kernel.fitting(next, count - done, most), itemRoom / itemBytes);
      add(next, taken);
      tellRound();
      done += taken;
    }
  }

  function tellRound(): void {
    const { at, count } = round;
    if (count === 0) return;
    kernel.sortItems(at, count, sorting, 1);
    const end = fetch(1, rows);
    kernel.sortItems(at, count, sorting, 0);
    fetch(0, end);
    teller.tell(thread, helper, { items: at, count, leftBase: rows, rightBase: rows });
    round.count = 0;
    round.bytes = 0;
  }

  /** Reads the rows of one side, half of them in the other thread; returns where they end. */
  function fetch(word: 0 | 1, into: number): number {
    const { at, count } = round;
    const own = helper && count >= worthSharing ? count >>> 1 : count;
    const others = at + own * itemBytes;
    const middle = into + kernel.bytesOfRows(at, own, word);
    const end = middle + kernel.bytesOfRows(others, count - own, word);
    const work: Fetching = { file: files[word], items: at, count: own, word, into, countFrom: rows };
    if (own < count) helper!.begin({ do: 'fetch', work: { ...work, items: others, count: count - own, into: middle } });
    fetchRows(thread, work);
    if (own < count) helper!.end();
    return end;
  }
}

function openRows({ path, layout }: TextFile, steps: Steps | null): RowFile {
  const { encoding, markBytes, bytesAbove } = layout;
  return { descriptor: openSync(path, 'r'), encoding, base: bytesAbove + (steps ? 0 : markBytes), steps };
}
