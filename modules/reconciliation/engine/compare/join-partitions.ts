import { HeavyKeys, type Sides } from './heavy-keys.ts';
import { type JoinRoom, recordsOfChunk, slotsFor } from './join-room.ts';
import { type Pile, Piles } from './piles.ts';
import { partitions } from './places.ts';
import { chunksOf, type Spill } from './spill.ts';
import type { Thread } from './thread.ts';

/** How much the largest partition needs, and whether it is most of all: then a second thread would find nothing to do. */
export interface JoinNeed {
  records: number;
  isMost: boolean;
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
