import { itemSize, lengthBits, lengthMask } from './layout';

/*
 * Rows that are read again: the items are sorted by their place in the file (`word` 0 for the left, 1 for the right), and rows that
 * stand near each other are read in one go.
 */

/** Where the run found last begins and ends in the text. */
export let runFrom: u64 = 0;
export let runTo: u64 = 0;

/** Finds how many of the items can be read in one go: gaps up to `nearBy`, `most` bytes in all unless one row is longer. */
export function findRun(items: usize, count: u32, word: u32, nearBy: u64, most: u64): u32 {
  const shift = (<usize>word) << 3;
  runFrom = load<u64>(items + shift) >> lengthBits;
  runTo = runFrom;
  let taken: u32 = 0;
  while (taken < count) {
    const place = load<u64>(items + <usize>taken * itemSize + shift);
    const offset = place >> lengthBits;
    const end = offset + (place & lengthMask);
    if (offset > runTo + nearBy || (end > runFrom + most && taken > 0)) break;
    runTo = max(runTo, end);
    taken += 1;
  }
  return taken;
}

/** Bytes of the rows of one side behind each other. */
export function bytesOfRows(items: usize, count: u32, word: u32): f64 {
  const end = items + <usize>count * itemSize;
  let bytes: u64 = 0;
  for (let item = items + ((<usize>word) << 3); item < end; item += itemSize) bytes += load<u64>(item) & lengthMask;
  return <f64>bytes;
}

/** How many of the first items have rows of both sides in so many bytes; at least one. */
export function fitting(items: usize, count: u32, bytes: f64): u32 {
  let taken: u32 = 0;
  let room = <i64>bytes;
  while (taken < count) {
    const item = items + <usize>taken * itemSize;
    room -= <i64>((load<u64>(item) & lengthMask) + (load<u64>(item, 8) & lengthMask));
    if (room < 0) break;
    taken += 1;
  }
  return max(taken, 1);
}

/**
 * Copies the rows of a run, which stands at `block`, behind each other from `into`, and makes the items' places count from `base`.
 * Returns where the rows end.
 */
export function gather(items: usize, count: u32, word: u32, block: usize, into: usize, base: usize): usize {
  const end = items + <usize>count * itemSize;
  for (let item = items + ((<usize>word) << 3); item < end; item += itemSize) {
    const place = load<u64>(item);
    if (place === 0) continue;
    const length = <usize>(place & lengthMask);
    memory.copy(into, block + <usize>((place >> lengthBits) - runFrom), length);
    store<u64>(item, ((<u64>(into - base)) << lengthBits) | (place & 0xffffff));
    into += length;
  }
  return into;
}
