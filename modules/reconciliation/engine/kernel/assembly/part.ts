import { Plan, Tally, chunkHeader } from './layout';
import { place } from './chunks';
import { leftsEnd, pairSame, rightsFrom } from './repeats';
import { sortRecords } from './sort';
import { alone, address, compareLater, duplicate, isOfRight, match, tellInto } from './verdict';

/* A key whose records are more than there is room for: it is settled part by part (compare/heavy-keys.ts). */

/**
 * Pairs the rows that are the same in a part of a key's records: one that has all rows with the hashes of those it has. The others
 * go to the lists `restLeft` and `restRight`. `room` has 12 bytes for each record.
 */
export function settlePart(
  plan: Plan,
  tally: Tally,
  left: usize,
  right: usize,
  room: usize,
  restLeft: usize,
  restRight: usize,
  items: usize,
  pool: usize,
): void {
  tellInto(items, pool);
  const size = plan.recordSize;
  let end = enlist(left, size, room, 0);
  end = enlist(right, size, end, isOfRight);
  const spare = end;
  const rest = spare + (end - room);
  sortRecords(room, <u32>((end - room) >> 2), spare, false);
  pairSame(plan, tally, room, end, spare, rest);
  copyEntries(rest, leftsEnd, restLeft, pool, size);
  copyEntries(rightsFrom, rest + (end - room), restRight, pool, size);
}

/** The entries of a list's records from `into`, in the order of the text; `spare` has as much room. Returns how many. */
export function inOrder(list: usize, size: u32, into: usize, spare: usize): u32 {
  const count = <u32>((enlist(list, size, into, 0) - into) >> 2);
  sortRecords(into, count, spare, true);
  return count;
}

/** The n-th of both belong together: rows that are the same (`areSame`), or are compared. */
export function pairEntries(
  plan: Plan,
  tally: Tally,
  lefts: usize,
  rights: usize,
  count: u32,
  areSame: bool,
  items: usize,
  pool: usize,
): void {
  tellInto(items, pool);
  for (let n: usize = 0; n < (<usize>count) << 2; n += 4) {
    const left = recordAt(lefts + n);
    const right = recordAt(rights + n);
    if (areSame) match(plan, tally, left, right);
    else compareLater(plan, left, right);
  }
}

export function tellEntries(
  plan: Plan,
  entries: usize,
  count: u32,
  ofRight: bool,
  isSurplus: bool,
  items: usize,
  pool: usize,
): void {
  tellInto(items, pool);
  for (let n: usize = 0; n < (<usize>count) << 2; n += 4) alone(plan, recordAt(entries + n), ofRight, isSurplus);
}

export function tellDuplicate(
  plan: Plan,
  lefts: u32,
  rights: u32,
  firstLeft: u64,
  firstRight: u64,
  items: usize,
  pool: usize,
): void {
  tellInto(items, pool);
  duplicate(plan, lefts, rights, firstLeft, firstRight);
}

/** Copies the records of so many entries to a list. */
export function keepEntries(entries: usize, count: u32, list: usize, size: u32, pool: usize): void {
  copyEntries(entries, entries + ((<usize>count) << 2), list, pool, size);
}

function copyEntries(from: usize, to: usize, list: usize, pool: usize, size: u32): void {
  for (let entry = from; entry < to; entry += 4) {
    const kept = place(list, pool, size);
    if (!kept) unreachable();
    memory.copy(kept, recordAt(entry), size);
  }
}

function recordAt(entry: usize): usize {
  return <usize>(load<u32>(entry) & address);
}

function enlist(list: usize, size: u32, into: usize, side: u32): usize {
  for (let chunk = <usize>load<u32>(list); chunk; chunk = <usize>load<u32>(chunk)) {
    const end = chunk + chunkHeader + <usize>load<u32>(chunk, 4) * size;
    for (let record = chunk + chunkHeader; record < end; record += size) {
      store<u32>(into, <u32>record | side);
      into += 4;
    }
  }
  return into;
}
