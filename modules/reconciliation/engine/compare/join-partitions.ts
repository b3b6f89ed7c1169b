import { HeavyKeys, type Sides } from './heavy-keys.ts';
import { headBytes, type Pile, Piles } from './piles.ts';
import { chunkBytes, chunkHeader, type Comparison, partitions } from './places.ts';
import type { SharedMemory } from './shared-memory.ts';
import { chunksOf, type Spill } from './spill.ts';
import type { Thread } from './thread.ts';

/** Where a thread joins. */
export interface JoinRoom {
  /** So many records have room at once. */
  most: number;
  table: number;
  /** For records of keys that stand more than once, 12 bytes each. */
  repeats: number;
  /** For chunks that come from disk. */
  loaded: number;
  loadedBytes: number;
  /** Four heads of lists. */
  heads: number;
  ballot: number;
  /** The heads of piles. */
  piles: number;
}

/** How much the largest partition needs, and whether it is most of all: then a second thread would find nothing to do. */
export interface JoinNeed {
  records: number;
  isMost: boolean;
}

/** How many records a thread may have before it at once: 2 to 8 MiB of table for them. */
export function mostAtOnce({ memory, room }: Comparison): number {
  const tableBits = Math.min(Math.max(Math.floor(Math.log2(memory / 512)), 18), 20);
  return room ?? Math.floor((2 ** tableBits - 1) / slotsOfRecord);
}

/** Room for so many records, taken from the memory. */
export function takeJoinRoom(memory: SharedMemory, plan: number, most: number): JoinRoom {
  const perChunk = recordsOfChunk(memory.words[plan / 4 + 7]!);
  const loadedBytes = 2 * (Math.ceil(most / 2 / perChunk) + 4) * chunkBytes;
  return {
    most,
    table: memory.take(slotsFor(most) * 8),
    repeats: memory.take(Math.max(most, 2) * 12),
    loaded: memory.take(loadedBytes, chunkBytes),
    loadedBytes,
    heads: memory.take(64),
    ballot: memory.take(64),
    piles: memory.take(headBytes),
  };
}

/** What the largest partition needs; `spills` are those of the threads that scanned left and right. */
export function measurePartitions({ memory, places }: Thread, spills: [Spill, Spill]): JoinNeed {
  const need: JoinNeed = { records: 0, isMost: false };
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
  }
  need.isMost = need.records > all / 2;
  return need;
}

function recordsOfChunk(size: number): number {
  return Math.floor((chunkBytes - chunkHeader) / size);
}

/** Joins the partitions whose turn comes until there is none left; another thread may do the same. */
export function joinPartitions(thread: Thread, room: JoinRoom, spills: Sides<Spill>, itemSpill: Spill): void {
  const { memory, places } = thread;
  const piles = new Piles(thread, room.piles, itemSpill);
  const joinAtOnce = (sides: Sides<Pile>) => join(thread, room, piles, sides);
  const heavy = new HeavyKeys(thread, piles, room, joinAtOnce);
  const turn = new Int32Array(memory.memory.buffer, places.turn, 1);
  for (;;) {
    const taken = Atomics.add(turn, 0, 1);
    if (taken >= partitions) break;
    const own = piles.take();
    const sides = [own[0]!, own[1]!] as const;
    for (const which of [0, 1] as const) {
      const list = memory.words[places.sides[which] / 4 + 4]! + (partitions - 1 - taken) * 4;
      piles.adopt(sides[which], list, spills[which]);
    }
    const records = piles.weigh(sides[0]) + piles.weigh(sides[1]);
    if (records > room.most) heavy.join(sides);
    else if (records > 0) joinAtOnce(sides);
    piles.release(own);
  }
  piles.close();
}

/** Joins two piles that have room, by a table of their keys. */
function join({ index, places, kernel }: Thread, room: JoinRoom, piles: Piles, [left, right]: Sides<Pile>): void {
  const records = piles.weigh(left) + piles.weigh(right);
  piles.reserve(records);
  const one = piles.load(left, room.loaded, room.heads);
  const other = piles.load(right, one.end, room.heads + 4);
  kernel.join(
    places.plan,
    places.tallies[index],
    room.heads,
    room.heads + 4,
    room.table,
    slotsFor(records),
    room.repeats,
    places.items[index],
    places.pools[index],
  );
  one.giveBack();
  other.giveBack();
}

const slotsOfRecord = 1.4;

function slotsFor(records: number): number {
  return 2 ** Math.ceil(Math.log2(records * slotsOfRecord + 1));
}
