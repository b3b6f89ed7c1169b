import {
  Plan,
  Tally,
  chunkHeader,
  countBits,
  itemAdded,
  itemBuckets,
  itemCompare,
  itemDuplicate,
  itemEquivalent,
  itemRemoved,
  itemSize,
  itemSurplus,
  kindBits,
  lengthBits,
  withoutKeyFlag,
} from './layout';
import { place } from './chunks';
import { sortRecords } from './sort';

/*
 * Joins the records of one partition by key. The table is open-addressed: a slot is the first record of its key on the left and on
 * the right, with a bit where the key stands more than once on a side; all further records of such keys go on a list of their own.
 */

const repeated: u32 = 1;
const address: u32 = ~15;

/** Records of keys that stand more than once; an address carries `isOfRight`. */
let repeats: usize = 0;
let repeatCount: u32 = 0;
const isOfRight: u32 = 1;

let lists: usize = 0;
let pool: usize = 0;

/**
 * Joins the two lists of a partition. `table` has `slots` (a power of two, more than all records) of 8 bytes; `room` has 12 bytes
 * for each record; what is to be told goes into the 2 × 64 lists at `items` from `from`, which has chunks enough.
 */
export function join(
  plan: Plan,
  tally: Tally,
  left: usize,
  right: usize,
  table: usize,
  slots: u32,
  room: usize,
  items: usize,
  from: usize,
): void {
  lists = items;
  pool = from;
  repeats = room;
  repeatCount = 0;
  memory.fill(table, 0, (<usize>slots) << 3);
  enter(left, table, slots - 1, plan.recordSize, 0);
  enter(right, table, slots - 1, plan.recordSize, 4);
  const end = table + ((<usize>slots) << 3);
  for (let slot = table; slot < end; slot += 8) {
    if (load<u64>(slot)) weigh(plan, tally, load<u32>(slot), load<u32>(slot, 4));
  }
  if (repeatCount) settleRepeats(plan, tally);
}

/** Enters the records of a list; `half` is 0 for the left half of a slot, 4 for the right. */
function enter(list: usize, table: usize, mask: u32, size: u32, half: usize): void {
  for (let chunk = <usize>load<u32>(list); chunk; chunk = <usize>load<u32>(chunk)) {
    const end = chunk + chunkHeader + <usize>load<u32>(chunk, 4) * size;
    for (let record = chunk + chunkHeader; record < end; record += size) {
      const key = load<u64>(record);
      let place = <u32>key & mask;
      for (;;) {
        const slot = table + ((<usize>place) << 3);
        const words = load<u64>(slot);
        if (words === 0) {
          store<u32>(slot + half, <u32>record);
          break;
        }
        const first = <u32>words & address;
        const known = first ? first : <u32>(words >> 32);
        if (load<u64>(<usize>known) === key) {
          const own = half ? <u32>(words >> 32) : first;
          if (own === 0) store<u32>(slot + half, <u32>record | (half ? 0 : <u32>words & repeated));
          else {
            store<u32>(slot, <u32>words | repeated);
            repeat(<u32>record | (half ? isOfRight : 0));
          }
          break;
        }
        place = (place + 1) & mask;
      }
    }
  }
}

function repeat(record: u32): void {
  store<u32>(repeats + ((<usize>repeatCount) << 2), record);
  repeatCount += 1;
}

/** Says what the slot's records come to. */
function weigh(plan: Plan, tally: Tally, first: u32, right: u32): void {
  const left = first & address;
  if (first & repeated) {
    if (left) repeat(left);
    if (right) repeat(right | isOfRight);
  } else if (left && right) match(plan, tally, <usize>left, <usize>right);
  else if (left) alone(plan, <usize>left, itemRemoved, 0);
  else alone(plan, <usize>right, itemAdded, 1);
}

/** A row of the left and one of the right belong together. */
function match(plan: Plan, tally: Tally, left: usize, right: usize): void {
  const isSame = load<u64>(left, 16) === load<u64>(right, 16) && load<u64>(left, 24) === load<u64>(right, 24);
  if (!isSame || plan.isExact) {
    tell(plan, load<u64>(left, 8), load<u64>(right, 8), itemCompare);
    return;
  }
  if (
    plan.isCanonical &&
    (load<u64>(left, 32) !== load<u64>(right, 32) || load<u64>(left, 40) !== load<u64>(right, 40))
  ) {
    if (plan.listsEquivalent) tell(plan, load<u64>(left, 8), load<u64>(right, 8), itemEquivalent);
    else tally.equivalentRows += 1;
    return;
  }
  tally.sameRows += 1;
}

function alone(plan: Plan, record: usize, kind: u64, ofRight: u32): void {
  const where = load<u64>(record, 8);
  if (ofRight) tell(plan, 0, where, kind);
  else tell(plan, where, 0, kind);
}

function tell(plan: Plan, left: u64, right: u64, kind: u64): void {
  const bucket = left
    ? <u32>((left >> lengthBits) >> plan.leftShift)
    : itemBuckets + <u32>((right >> lengthBits) >> plan.rightShift);
  const item = place(lists + ((<usize>bucket) << 2), pool, itemSize);
  if (!item) unreachable();
  store<u64>(item, left);
  store<u64>(item, right, 8);
  store<u64>(item, kind, 16);
}

/**
 * Keys that stand more than once on a side: rows that are the same on both sides belong together, then those left over in the order
 * of the files; what remains is surplus, or removed or added where the other side does not have the key at all.
 */
function settleRepeats(plan: Plan, tally: Tally): void {
  const bytes = (<usize>repeatCount) << 2;
  const spare = repeats + bytes;
  const rest = spare + bytes;
  sortRecords(repeats, repeatCount, spare, false);
  const end = repeats + bytes;
  let at = repeats;
  while (at < end) {
    const key = load<u64>(<usize>(load<u32>(at) & address));
    let lefts: u32 = 0;
    let rights: u32 = 0;
    let stop = at;
    while (stop < end && load<u64>(<usize>(load<u32>(stop) & address)) === key) {
      if (load<u32>(stop) & isOfRight) rights += 1;
      else lefts += 1;
      stop += 4;
    }
    settle(plan, tally, at, stop, lefts, rights, spare, rest);
    at = stop;
  }
}

function settle(
  plan: Plan,
  tally: Tally,
  at: usize,
  stop: usize,
  lefts: u32,
  rights: u32,
  spare: usize,
  rest: usize,
): void {
  const isKeyed = (load<u64>(<usize>(load<u32>(at) & address), 8) & withoutKeyFlag) === 0;
  const onBoth = lefts > 0 && rights > 0;
  // Left-overs of the left grow from the front of `rest`, those of the right from its end.
  let front = rest;
  const back = rest + (stop - at);
  let behind = back;
  let firstLeft: u64 = ~0;
  let firstRight: u64 = ~0;
  while (at < stop) {
    let end = at;
    const low = load<u64>(<usize>(load<u32>(at) & address), 16);
    const high = load<u64>(<usize>(load<u32>(at) & address), 24);
    let a = spare;
    let b = spare + (stop - at);
    const bStart = b;
    while (end < stop) {
      const entry = load<u32>(end);
      const record = <usize>(entry & address);
      if (load<u64>(record, 16) !== low || load<u64>(record, 24) !== high) break;
      const where = load<u64>(record, 8);
      if (entry & isOfRight) {
        firstRight = min(firstRight, where);
        b -= 4;
        store<u32>(b, entry);
      } else {
        firstLeft = min(firstLeft, where);
        store<u32>(a, entry);
        a += 4;
      }
      end += 4;
    }
    const same = min(<u32>((a - spare) >> 2), <u32>((bStart - b) >> 2));
    for (let n: u32 = 0; n < same; n++) {
      const left = load<u32>(spare + ((<usize>n) << 2));
      const right = load<u32>(bStart - 4 - ((<usize>n) << 2));
      match(plan, tally, <usize>left, <usize>(right & address));
    }
    for (let one = spare + ((<usize>same) << 2); one < a; one += 4) {
      store<u32>(front, load<u32>(one));
      front += 4;
    }
    for (let one = bStart - ((<usize>same) << 2); one > b; one -= 4) {
      behind -= 4;
      store<u32>(behind, load<u32>(one - 4));
    }
    at = end;
  }
  if (isKeyed) {
    const counts = ((<u64>lefts) << kindBits) | ((<u64>rights) << (kindBits + countBits));
    tell(plan, lefts ? firstLeft : 0, rights ? firstRight : 0, itemDuplicate | counts);
  }
  const leftCount = <u32>((front - rest) >> 2);
  const rightCount = <u32>((back - behind) >> 2);
  sortRecords(rest, leftCount, spare, true);
  sortRecords(behind, rightCount, spare, true);
  const both = isKeyed ? min(leftCount, rightCount) : 0;
  for (let n: u32 = 0; n < both; n++) {
    const left = <usize>load<u32>(rest + ((<usize>n) << 2));
    const right = <usize>(load<u32>(behind + ((<usize>n) << 2)) & address);
    tell(plan, load<u64>(left, 8), load<u64>(right, 8), itemCompare);
  }
  const isSurplus = onBoth && isKeyed;
  for (let n = both; n < leftCount; n++)
    alone(plan, <usize>load<u32>(rest + ((<usize>n) << 2)), isSurplus ? itemSurplus : itemRemoved, 0);
  for (let n = both; n < rightCount; n++)
    alone(plan, <usize>(load<u32>(behind + ((<usize>n) << 2)) & address), isSurplus ? itemSurplus : itemAdded, 1);
}
