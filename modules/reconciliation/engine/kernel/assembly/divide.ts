import { chunkHeader } from './layout';
import { place } from './chunks';

/*
 * Records that are more than there is room for are divided: those of the key, or the row, that most of them have are taken out,
 * and the others dealt to lists by six bits.
 */

/** After the record that has the majority, how many votes it is ahead by, then what `divide` saw of those like it. */
const votes: usize = 48;
const alikes: usize = 52;
const firstPlace: usize = 56;

const lists: u64 = 64;

/**
 * The vote of Boyer and Moore over the records of a chunk: where more than half of all have the same key (the same row, `byRow`),
 * the record that stands at `ballot` in the end is one of them. A ballot begins as 64 zero bytes.
 */
export function vote(chunk: usize, size: u32, byRow: bool, ballot: usize): void {
  let ahead = load<u32>(ballot, votes);
  const end = endOf(chunk, size);
  for (let record = chunk + chunkHeader; record < end; record += size) {
    if (ahead === 0) {
      memory.copy(ballot, record, size);
      ahead = 1;
    } else if (isAlike(record, ballot, byRow)) ahead += 1;
    else ahead -= 1;
  }
  store<u32>(ballot, ahead, votes);
}

/**
 * Deals the records of a chunk: those like the one at `ballot` to the 64 lists at `alike` by six bits of one word, the others to
 * those at `others` by six bits of another. The ballot counts those alike, and keeps the first place. No ballot: all are others.
 */
export function divide(
  chunk: usize,
  size: u32,
  byRow: bool,
  ballot: usize,
  alike: usize,
  alikeWord: u32,
  alikeShift: u32,
  others: usize,
  word: u32,
  shift: u32,
  pool: usize,
): void {
  const end = endOf(chunk, size);
  for (let record = chunk + chunkHeader; record < end; record += size) {
    let to = others;
    let by = load<u64>(record + word) >> <u64>shift;
    if (ballot && isAlike(record, ballot, byRow)) {
      to = alike;
      by = load<u64>(record + alikeWord) >> <u64>alikeShift;
      store<u32>(ballot, load<u32>(ballot, alikes) + 1, alikes);
      const first = load<u64>(ballot, firstPlace);
      const own = load<u64>(record, 8);
      if (first === 0 || own < first) store<u64>(ballot, own, firstPlace);
    }
    const entry = place(to + ((<usize>(by & (lists - 1))) << 2), pool, size);
    if (!entry) unreachable();
    memory.copy(entry, record, size);
  }
}

function endOf(chunk: usize, size: u32): usize {
  return chunk + chunkHeader + <usize>load<u32>(chunk, 4) * size;
}

function isAlike(record: usize, other: usize, byRow: bool): bool {
  return byRow
    ? load<u64>(record, 16) === load<u64>(other, 16) && load<u64>(record, 24) === load<u64>(other, 24)
    : load<u64>(record) === load<u64>(other);
}
