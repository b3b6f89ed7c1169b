import { chunkBytes, chunkHeader, itemBytes, itemLists, partitions } from './places.ts';
import { chunksOf, type Spill } from './spill.ts';
import type { Thread } from './thread.ts';

/** Where a thread joins: room for a table, for records of keys that stand more than once, and for lists that come from disk. */
export interface JoinRoom {
  table: number;
  repeats: number;
  loaded: number;
  /** Two heads of lists. */
  heads: number;
}

/** How much the largest partition needs, and whether it is most of all: then a second thread would find nothing to do. */
export interface JoinNeed {
  records: number;
  chunksOnDisk: number;
  isMost: boolean;
}

/** What the largest partition needs; `spills` are those of the threads that scanned left and right. */
export function measurePartitions({ memory, places }: Thread, spills: [Spill, Spill]): JoinNeed {
  const need: JoinNeed = { records: 0, chunksOnDisk: 0, isMost: false };
  let all = 0;
  const perChunk = recordsOfChunk(memory.words[places.plan / 4 + 7]!);
  for (let partition = 0; partition < partitions; partition++) {
    let records = 0;
    let onDisk = 0;
    for (const which of [0, 1] as const) {
      const list = memory.words[places.sides[which] / 4 + 4]! + partition * 4;
      for (const chunk of chunksOf(memory.words, list)) records += memory.words[chunk / 4 + 1]!;
      onDisk += spills[which].chunksOf(list);
    }
    all += records + onDisk * perChunk;
    need.records = Math.max(need.records, records + onDisk * perChunk);
    need.chunksOnDisk = Math.max(need.chunksOnDisk, onDisk);
  }
  need.isMost = need.records > all / 2;
  return need;
}

function recordsOfChunk(size: number): number {
  return Math.floor((chunkBytes - chunkHeader) / size);
}

/** Joins the partitions whose turn comes until there is none left; another thread may do the same. */
export function joinPartitions(thread: Thread, room: JoinRoom, spills: [Spill, Spill], itemSpill: Spill): void {
  const { index, memory, places, kernel } = thread;
  const pool = places.pools[index];
  const turn = new Int32Array(memory.memory.buffer, places.turn, 1);
  for (;;) {
    const taken = Atomics.add(turn, 0, 1);
    if (taken >= partitions) return;
    const partition = partitions - 1 - taken;
    const lists = ([0, 1] as const).map((which) => memory.words[places.sides[which] / 4 + 4]! + partition * 4);
    let into = room.loaded;
    let records = 0;
    for (const which of [0, 1] as const) {
      const list = lists[which]!;
      const length = spills[which].load(list, into);
      memory.words[room.heads / 4 + which] = linked(memory.words, into, length, memory.words[list / 4]!);
      into += length;
      for (const chunk of chunksOf(memory.words, room.heads + which * 4)) records += memory.words[chunk / 4 + 1]!;
    }
    if (records === 0) continue;
    reserve(thread, records, itemSpill);
    const slots = 2 ** Math.ceil(Math.log2(records * 1.4 + 1));
    kernel.join(
      places.plan,
      places.tallies[index],
      room.heads,
      room.heads + 4,
      room.table,
      slots,
      room.repeats,
      places.items[index],
      pool,
    );
    for (const list of lists) kernel.giveBack(list, pool);
  }
}

/** Slots of the table for so many records, in bytes. */
export function tableBytes(records: number): number {
  return 2 ** Math.ceil(Math.log2(records * 1.4 + 1)) * 8;
}

/** Links chunks that stand one behind the other before those of a list; returns the new head. */
function linked(words: Uint32Array, at: number, length: number, head: number): number {
  let next = head;
  for (let chunk = at; chunk < at + length; chunk += chunkBytes) {
    words[chunk / 4] = next;
    next = chunk;
  }
  return next;
}

/** Sees to it that the pool has chunks for all that a partition may have to tell: items to disk first, then more memory. */
function reserve({ index, memory, places }: Thread, records: number, itemSpill: Spill): void {
  const pool = places.pools[index];
  const needed = Math.ceil((records * 1.5) / Math.floor((chunkBytes - chunkHeader) / itemBytes)) + itemLists;
  const available = () => memory.words[pool / 4 + 3]!;
  for (let list = 0; list < itemLists && available() < needed; list++)
    itemSpill.evict(places.items[index] + list * 4, pool);
  const missing = needed - available();
  if (missing > 0) extend(memory, pool, missing);
}

/** Adds new chunks to a pool, one by one to those given back. */
function extend(memory: Thread['memory'], pool: number, chunks: number): void {
  const grown = memory.memory.grow(Math.ceil((chunks * chunkBytes) / 65_536)) * 65_536;
  const { words } = memory;
  for (let n = 0; n < chunks; n++) {
    const chunk = grown + n * chunkBytes;
    words[chunk / 4] = words[pool / 4]!;
    words[pool / 4] = chunk;
  }
  words[pool / 4 + 3]! += chunks;
}
