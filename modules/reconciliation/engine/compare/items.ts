import { chunkBytes, chunkHeader, itemBytes, itemLists, type Places } from './places.ts';
import type { SharedMemory } from './shared-memory.ts';
import { chunksOf, type Spill } from './spill.ts';

/**
 * What is to be told, as both threads left it: 64 buckets by place in the left, then 64 by place in the right for rows that only the
 * right has. A bucket's items are in the order in which the partitions told them.
 */
export class Items {
  readonly #memory: SharedMemory;
  readonly #places: Places;
  readonly #spills: [Spill, Spill];
  /** Chunks moved out of the shared memory, by list. */
  readonly #saved = new Map<number, Uint8Array[]>();

  constructor(memory: SharedMemory, places: Places, spills: [Spill, Spill]) {
    this.#memory = memory;
    this.#places = places;
    this.#spills = spills;
  }

  /** Bytes that loading the bucket needs, headers of chunks among them. */
  bytesOf(bucket: number): number {
    return this.#lists(bucket).reduce((sum, { list, spill }) => {
      const inMemory = this.#saved.get(list)?.length ?? chunksOf(this.#memory.words, list).length;
      return sum + (spill.chunksOf(list) + inMemory) * chunkBytes;
    }, 0);
  }

  /** Copies the bucket's items to `into`; returns how many. */
  load(bucket: number, into: number): number {
    const { bytes, words } = this.#memory;
    let end = into;
    for (const { list, spill } of this.#lists(bucket)) {
      const loaded = end + spill.load(list, end);
      for (let chunk = end; chunk < loaded; chunk += chunkBytes) end = unwrap(bytes, words, chunk, end);
      for (const saved of this.#saved.get(list) ?? []) {
        bytes.set(saved, end);
        end = unwrap(bytes, words, end, end);
      }
      if (!this.#saved.has(list)) for (const chunk of chunksOf(words, list)) end = unwrap(bytes, words, chunk, end);
    }
    return (end - into) / itemBytes;
  }

  /** Moves all that is in the shared memory out of it: into memory of its own up to `most` bytes, the rest to disk. */
  leaveSharedMemory(most: number): void {
    let room = most;
    for (let bucket = 0; bucket < itemLists; bucket++) {
      for (const { list, spill, pool } of this.#lists(bucket)) {
        const chunks = chunksOf(this.#memory.words, list);
        room -= chunks.length * chunkBytes;
        if (room < 0) spill.evict(list, pool);
        else
          this.#saved.set(
            list,
            chunks.map((chunk) => this.#memory.bytes.slice(chunk, chunk + chunkBytes)),
          );
      }
    }
  }

  #lists(bucket: number) {
    return ([0, 1] as const).map((thread) => ({
      list: this.#places.items[thread] + bucket * 4,
      spill: this.#spills[thread],
      pool: this.#places.pools[thread],
    }));
  }
}

/** Copies the items of a chunk to `into`; returns where they end. */
function unwrap(bytes: Uint8Array, words: Uint32Array, chunk: number, into: number): number {
  const length = words[chunk / 4 + 1]! * itemBytes;
  bytes.copyWithin(into, chunk + chunkHeader, chunk + chunkHeader + length);
  return into + length;
}
