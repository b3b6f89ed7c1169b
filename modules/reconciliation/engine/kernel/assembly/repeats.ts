import { Plan, Tally, withoutKeyFlag } from './layout';
import { sortRecords } from './sort';
import { address, alone, compareLater, duplicate, isOfRight, match } from './verdict';

/*
 * Keys that stand more than once on a side: rows that are the same on both sides belong together, then those left over in the order
 * of the files; what remains is surplus, or removed or added where the other side does not have the key at all. An entry is the
 * address of a record with its side.
 */

/** What `pairSame` leaves over: lefts stand from the front of the rest to here, rights from here to its end. */
export let leftsEnd: usize = 0;
export let rightsFrom: usize = 0;
let firstLeft: u64 = 0;
let firstRight: u64 = 0;

/** Settles so many entries at `repeats`, which has room for twice as many behind them. */
export function settleRepeats(plan: Plan, tally: Tally, repeats: usize, count: u32): void {
  const bytes = (<usize>count) << 2;
  const spare = repeats + bytes;
  const rest = spare + bytes;
  sortRecords(repeats, count, spare, false);
  const end = repeats + bytes;
  let at = repeats;
  while (at < end) {
    const key = load<u64>(recordAt(at));
    let lefts: u32 = 0;
    let rights: u32 = 0;
    let stop = at;
    while (stop < end && load<u64>(recordAt(stop)) === key) {
      if (load<u32>(stop) & isOfRight) rights += 1;
      else lefts += 1;
      stop += 4;
    }
    settle(plan, tally, at, stop, lefts, rights, spare, rest);
    at = stop;
  }
}

function recordAt(entry: usize): usize {
  return <usize>(load<u32>(entry) & address);
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
  const isKeyed = (load<u64>(recordAt(at), 8) & withoutKeyFlag) === 0;
  pairSame(plan, tally, at, stop, spare, rest);
  if (isKeyed) duplicate(plan, lefts, rights, lefts ? firstLeft : 0, rights ? firstRight : 0);
  const leftCount = <u32>((leftsEnd - rest) >> 2);
  const rightCount = <u32>((rest + (stop - at) - rightsFrom) >> 2);
  sortRecords(rest, leftCount, spare, true);
  sortRecords(rightsFrom, rightCount, spare, true);
  const both = isKeyed ? min(leftCount, rightCount) : 0;
  pairOff(plan, rest, rightsFrom, both);
  const isSurplus = isKeyed && lefts > 0 && rights > 0;
  tellAlone(plan, rest + ((<usize>both) << 2), leftCount - both, false, isSurplus);
  tellAlone(plan, rightsFrom + ((<usize>both) << 2), rightCount - both, true, isSurplus);
}

/** Pairs the rows of a key that are the same, n-th with n-th, of entries sorted by row; the others go to `rest`. */
export function pairSame(plan: Plan, tally: Tally, at: usize, stop: usize, spare: usize, rest: usize): void {
  // Left-overs of the left grow from the front of `rest`, those of the right from its end.
  let front = rest;
  let behind = rest + (stop - at);
  firstLeft = ~0;
  firstRight = ~0;
  while (at < stop) {
    let end = at;
    const low = load<u64>(recordAt(at), 16);
    const high = load<u64>(recordAt(at), 24);
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
      match(plan, tally, recordAt(spare + ((<usize>n) << 2)), recordAt(bStart - 4 - ((<usize>n) << 2)));
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
  leftsEnd = front;
  rightsFrom = behind;
}

/** The n-th of both are compared. */
export function pairOff(plan: Plan, lefts: usize, rights: usize, count: u32): void {
  for (let n: usize = 0; n < (<usize>count) << 2; n += 4) compareLater(plan, recordAt(lefts + n), recordAt(rights + n));
}

export function tellAlone(plan: Plan, entries: usize, count: u32, ofRight: bool, isSurplus: bool): void {
  for (let n: usize = 0; n < (<usize>count) << 2; n += 4) alone(plan, recordAt(entries + n), ofRight, isSurplus);
}
