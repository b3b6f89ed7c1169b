import { chunkBytes, chunkHeader, itemBytes, itemLists } from './places.ts';
import { chunksOf, Spill } from './spill.ts';
import type { Thread } from './thread.ts';

/** A list of records, in memory and on disk. */
export interface Pile {
  /** The head of its chunks in memory. */
  head: number;
  /** Under which lists it was sent to disk. */
  spilled: { spill: Spill; list: number }[];
}

/** Lists that a pile is dealt to at once. */
export const fan = 64;
/** How many deals may be under way at once: at most four for each six bits of a key, a row and a place. */
const blocks = 256;
export const headBytes = blocks * fan * 4 + 64;

/**
 * The piles of a thread that joins: they lie in the memory of its pool, and go to disk when there is none left. What is loaded or
 * visited is out of the pile, so that nothing takes its memory away.
 */
export class Piles {
  readonly #thread: Thread;
  readonly #itemSpill: Spill;
  readonly #spill: Spill;
  readonly #pool: number;
  readonly #perChunk: number;
  readonly #recordSize: number;
  readonly #heads: number;
  /** Blocks of heads that are not in use. */
  readonly #free = Array.from({ length: blocks }, (_, block) => block);
  /** The head of a list of a single chunk. */
  readonly #single: number;

  constructor(thread: Thread, heads: number, itemSpill: Spill) {
    this.#thread = thread;
    this.#itemSpill = itemSpill;
    this.#spill = new Spill(thread);
    this.#pool = thread.places.pools[thread.index];
    this.#recordSize = thread.memory.words[thread.places.plan / 4 + 7]!;
    this.#perChunk = Math.floor((chunkBytes - chunkHeader) / this.#recordSize);
    this.#single = heads;
    this.#heads = heads + 64;
  }

  /** As many empty piles as one deal needs; their heads stand one behind the other. */
  take(): Pile[] {
    const block = this.#free.pop();
    if (block === undefined) throw new RangeError('piles are divided without end');
    return Array.from({ length: fan }, (_, n): Pile => {
      const head = this.#heads + (block * fan + n) * 4;
      return { head, spilled: [{ spill: this.#spill, list: head }] };
    });
  }

  /** The piles that were taken together are not wanted any more, nor what is in them. */
  release(piles: Pile[]): void {
    for (const { head, spilled } of piles) {
      this.#thread.kernel.giveBack(head, this.#pool);
      for (const { spill, list } of spilled) spill.forget(list);
    }
    this.#free.push((piles[0]!.head - this.#heads) / 4 / fan);
  }

  /** A pile of one's own with the records of a list that somebody else made and sent to disk in part. */
  adopt(pile: Pile, list: number, spill: Spill): void {
    const { words } = this.#thread.memory;
    words[pile.head / 4] = words[list / 4]!;
    words[list / 4] = 0;
    pile.spilled.push({ spill, list });
  }

  /** At most so many records are in it. */
  weigh({ head, spilled }: Pile): number {
    const { words } = this.#thread.memory;
    let records = 0;
    for (const chunk of chunksOf(words, head)) records += words[chunk / 4 + 1]!;
    for (const { spill, list } of spilled) records += spill.chunksOf(list) * this.#perChunk;
    return records;
  }

  /**
   * Brings the whole pile into memory, what is on disk to `into`, and makes it the list at `head`; returns where it ends in `into`
   * and what gives its chunks back.
   */
  load(pile: Pile, into: number, head: number): { end: number; giveBack: () => void } {
    const { kernel, memory } = this.#thread;
    const { words } = memory;
    let end = into;
    for (const { spill, list } of pile.spilled) {
      end += spill.load(list, end);
      spill.forget(list);
    }
    const own = words[pile.head / 4]!;
    words[pile.head / 4] = 0;
    words[head / 4] = own;
    for (let chunk = into; chunk < end; chunk += chunkBytes) {
      words[chunk / 4] = words[head / 4]!;
      words[head / 4] = chunk;
    }
    return {
      end,
      giveBack: () => {
        this.#thread.memory.words[head / 4] = own;
        kernel.giveBack(head, this.#pool);
      },
    };
  }

  /** Shows each chunk once and empties the pile; `room` has `bytes` for those that come from disk. */
  visit(pile: Pile, room: number, bytes: number, see: (chunk: number) => void): void {
    const { kernel, memory } = this.#thread;
    this.reserveChunks(fan * 4);
    for (const { spill, list } of pile.spilled) {
      spill.loadPiecemeal(list, room, bytes, (end) => {
        for (let chunk = room; chunk < end; chunk += chunkBytes) see(chunk);
      });
      spill.forget(list);
    }
    let chunk = memory.words[pile.head / 4]!;
    memory.words[pile.head / 4] = 0;
    while (chunk !== 0) {
      const next = memory.words[chunk / 4]!;
      see(chunk);
      const { words } = memory;
      words[chunk / 4] = 0;
      words[this.#single / 4] = chunk;
      kernel.giveBack(this.#single, this.#pool);
      chunk = next;
    }
  }

  /** Shows the first chunks without taking them. */
  peek(pile: Pile, room: number, bytes: number, see: (chunk: number) => void): void {
    const own = chunksOf(this.#thread.memory.words, pile.head).slice(0, bytes / chunkBytes);
    for (const chunk of own) see(chunk);
    for (const { spill, list } of own.length > 0 ? [] : pile.spilled) {
      const end = room + spill.loadFirst(list, room, bytes);
      for (let chunk = room; chunk < end; chunk += chunkBytes) see(chunk);
    }
  }

  /** Sees to it that the pool has chunks for what so many records may have to tell, and for as many copies of them. */
  reserve(records: number): void {
    const items = Math.ceil((records * 1.5) / Math.floor((chunkBytes - chunkHeader) / itemBytes)) + itemLists;
    this.reserveChunks(items + Math.ceil((records * 1.5) / this.#perChunk));
  }

  /** So many chunks: piles go to disk first, then items; where that is not enough there is more memory. */
  reserveChunks(needed: number): void {
    const { memory, places, index } = this.#thread;
    const available = () => memory.words[this.#pool / 4 + 3]!;
    if (available() >= needed) return;
    for (let n = 0; n < blocks * fan; n++) this.#spill.evict(this.#heads + n * 4, this.#pool);
    for (let list = 0; list < itemLists && available() < needed; list++)
      this.#itemSpill.evict(places.items[index] + list * 4, this.#pool);
    const missing = needed - available();
    if (missing > 0) extend(memory, this.#pool, missing);
  }

  get recordSize(): number {
    return this.#recordSize;
  }

  close(): void {
    this.#spill.close();
  }
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
