import { Pool, chunkHeader, chunkSize } from './layout';

/** Where the next record of the list goes; 0 when the pool is empty. A list is the address of its newest chunk. */
export function place(list: usize, pool: usize, size: u32): usize {
  let chunk = <usize>load<u32>(list);
  let count: u32 = 0;
  if (chunk) count = load<u32>(chunk, 4);
  if (!chunk || chunkHeader + (count + 1) * size > chunkSize) {
    const fresh = takeChunk(pool);
    if (!fresh) return 0;
    store<u32>(fresh, <u32>chunk);
    store<u32>(list, <u32>fresh);
    chunk = fresh;
    count = 0;
  }
  store<u32>(chunk, count + 1, 4);
  return chunk + chunkHeader + count * size;
}

function takeChunk(at: usize): usize {
  const pool = changetype<Pool>(at);
  const free = <usize>pool.free;
  if (free) {
    pool.free = load<u32>(free);
    pool.available -= 1;
    return free;
  }
  const fresh = pool.fresh;
  if (fresh + <u32>chunkSize > pool.end) return 0;
  pool.fresh = fresh + <u32>chunkSize;
  pool.available -= 1;
  return fresh;
}

/** Gives all chunks of a list back and empties it. */
export function giveBack(list: usize, at: usize): void {
  const pool = changetype<Pool>(at);
  let chunk = <usize>load<u32>(list);
  while (chunk) {
    const next = load<u32>(chunk);
    store<u32>(chunk, pool.free);
    pool.free = <u32>chunk;
    pool.available += 1;
    chunk = next;
  }
  store<u32>(list, 0);
}
