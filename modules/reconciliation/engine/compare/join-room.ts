import { headBytes } from './piles.ts';
import { chunkBytes, chunkHeader, type Comparison } from './places.ts';
import type { SharedMemory } from './shared-memory.ts';

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

/** How many records of so many bytes a chunk has. */
export function recordsOfChunk(size: number): number {
  return Math.floor((chunkBytes - chunkHeader) / size);
}

const slotsOfRecord = 1.4;

/** Slots of the table for so many records: a power of two. */
export function slotsFor(records: number): number {
  return 2 ** Math.ceil(Math.log2(records * slotsOfRecord + 1));
}
