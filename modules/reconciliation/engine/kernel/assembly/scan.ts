import { addAmountSlowly } from './host';
import { Pair, Plan, Side, lengthBits, longestRecord, pairSize, regionSize, withoutKeyFlag } from './layout';
import { place } from './chunks';
import { add, addRow, clearSum, finish, spread, sumHigh, sumLow } from './hash';
import { cellCount, cut, fault, faultTooLong, lookAnew, recordEnd, refuse } from './record';
import { takeCell, valueAt, valueLength } from './value';
import { normalise } from './normalise';
import { amountRead, amountUnsure, fen, readAmount } from './amount';
/** Why the scan stopped: at the end of what there is, for want of memory, or at a record that cannot be cut. */
export let stopped: u32 = 0;
export const stoppedAtEnd: u32 = 0;
export const stoppedForMemory: u32 = 1;
export const stoppedAtFault: u32 = 2;

/** Room for two values of a cell each: unquoted, normalised. */
let scratch: usize = 0;
let normalised: usize = 0;

export function useScratch(first: usize, second: usize): void {
  scratch = first;
  normalised = second;
}

/**
 * Turns the records from `at` to `to` into lists by key. `offset` is that of address `at` in the text. Returns the address of
 * the first record that was not taken.
 */
export function scan(plan: Plan, side: Side, at: usize, to: usize, offset: u64, isLast: bool): usize {
  const origin = at;
  stopped = stoppedAtEnd;
  lookAnew();
  while (at < to) {
    const next = cut(side, at, to, isLast);
    if (next === 0) {
      if (fault) stopped = stoppedAtFault;
      return at;
    }
    if (recordEnd - at > longestRecord) {
      refuse(faultTooLong);
      stopped = stoppedAtFault;
      return at;
    }
    if (recordEnd === at || !take(plan, side, at, offset + <u64>(at - origin))) {
      if (stopped === stoppedForMemory) return at;
      side.blankLines += 1;
    }
    at = next;
  }
  return at;
}

/** Adds the record cut last to its list. False when it is blank, or when there is no memory (`stopped`). */
function take(plan: Plan, side: Side, at: usize, offset: u64): bool {
  const isRight = side.isRight;
  const quote = side.quote;
  const pairs = <usize>plan.pairs;
  const secrets = <usize>plan.secrets;
  let length = <u64>(recordEnd - at);
  clearSum();
  let isKeyed = false;
  const firstKeyRegion = secrets + <usize>plan.pairCount * regionSize;
  for (let k: u32 = 0; k < plan.keyCount; k++) {
    const index = load<u32>(<usize>plan.keys + ((<usize>k) << 2));
    const pair = changetype<Pair>(pairs + <usize>index * pairSize);
    takeCell(isRight ? pair.rightColumn : pair.leftColumn, quote, scratch);
    normalise(pair, index, normalised);
    if (!isBlank()) isKeyed = true;
    add(valueAt, valueLength, firstKeyRegion + <usize>k * regionSize);
  }
  if (!isKeyed && isBlankRow(quote)) return false;
  let key = spread();
  let more = finish(sumHigh);
  let low: u64 = 0;
  let high: u64 = 0;
  let writtenLow: u64 = 0;
  let writtenHigh: u64 = 0;
  if (plan.isCanonical) {
    for (let index: u32 = 0; index < plan.pairCount; index++) {
      const pair = changetype<Pair>(pairs + <usize>index * pairSize);
      const region = secrets + <usize>index * regionSize;
      takeCell(isRight ? pair.rightColumn : pair.leftColumn, quote, scratch);
      const at = valueAt;
      const length = valueLength;
      clearSum();
      add(at, length, region);
      writtenLow += sumLow;
      writtenHigh += sumHigh;
      normalise(pair, index, normalised);
      if (valueAt !== at || valueLength !== length) {
        clearSum();
        add(valueAt, valueLength, region);
      }
      low += sumLow;
      high += sumHigh;
    }
    clearSum();
    addCellsBeyond(side, firstKeyRegion + <usize>plan.keyCount * regionSize);
    low += sumLow;
    high += sumHigh;
    writtenLow += sumLow;
    writtenHigh += sumHigh;
  } else {
    clearSum();
    addRow(at, <usize>length);
    low = sumLow;
    high = sumHigh;
  }
  if (!isKeyed) {
    // Rows without key are the same only when all of them is.
    key = finish(low ^ rotl<u64>(high, 17));
    more = finish(high);
    length |= withoutKeyFlag;
  }
  const entry = place(<usize>side.lists + ((<usize>(key >> 56)) << 2), <usize>side.pool, plan.recordSize);
  if (!entry) {
    stopped = stoppedForMemory;
    return false;
  }
  // The highest bits say the partition: others take their place.
  store<u64>(entry, (key << 8) | (more & 0xff));
  store<u64>(entry, (offset << lengthBits) | length, 8);
  store<u64>(entry, low, 16);
  store<u64>(entry, high, 24);
  if (plan.isCanonical) {
    store<u64>(entry, writtenLow, 32);
    store<u64>(entry, writtenHigh, 40);
  }
  count(plan, side, isKeyed);
  return true;
}

/** Adds up the row's amounts, and what is odd about it. */
function count(plan: Plan, side: Side, isKeyed: bool): void {
  side.rows += 1;
  if (!isKeyed) side.rowsWithoutKey += 1;
  if (cellCount < side.columns) side.shortRows += 1;
  else if (cellCount > side.columns && holdsBeyond(side)) side.longRows += 1;
  for (let amount: u32 = 0; amount < plan.amountCount; amount++) {
    const index = load<u32>(<usize>plan.amounts + ((<usize>amount) << 2));
    const pair = changetype<Pair>(<usize>plan.pairs + <usize>index * pairSize);
    takeCell(side.isRight ? pair.rightColumn : pair.leftColumn, side.quote, scratch);
    addAmount(<usize>side.totals + ((<usize>amount) << 4), 1);
  }
}

/** Adds the value taken last to the sum of 128 bits at `sum`, times `sign`. */
export function addAmount(sum: usize, sign: i32): void {
  const read = readAmount(valueAt, valueLength);
  if (read === amountRead) addFen(sum, sign < 0 ? -fen : fen);
  else if (read === amountUnsure) addAmountSlowly(<u32>sum, sign, <u32>valueAt, <u32>valueLength);
}

function addFen(sum: usize, more: i64): void {
  const low = load<u64>(sum);
  const next = low + <u64>more;
  store<u64>(sum, next);
  store<i64>(sum, load<i64>(sum, 8) + (more >> 63) + <i64>(next < low), 8);
}

/** Whether the value taken last holds nothing but white space, as JavaScript trims it. */
function isBlank(): bool {
  const end = valueAt + valueLength;
  let at = valueAt;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    if (byte === 0x20 || byte - 9 < 5) at += 1;
    else if (byte < 0xc2) return false;
    else if (byte === 0xc2) {
      if (load<u8>(at, 1) !== 0xa0) return false;
      at += 2;
    } else if (byte - 0xe1 < 15) {
      if (!isWideBlank(load<u32>(at) & 0xffffff)) return false;
      at += 3;
    } else return false;
  }
  return true;
}

/** Blanks of three bytes, the first lowest: U+1680, U+2000 to 200A, 2028, 2029, 202F, 205F, 3000, FEFF. */
function isWideBlank(bytes: u32): bool {
  if (bytes === 0x809ae1 || bytes === 0x8080e3 || bytes === 0xbfbbef || bytes === 0x9f81e2) return true;
  const last = bytes >> 16;
  return (bytes & 0xffff) === 0x80e2 && (last <= 0x8a || last === 0xa8 || last === 0xa9 || last === 0xaf);
}

function isBlankRow(quote: u32): bool {
  for (let column: u32 = 0; column < cellCount; column++) {
    takeCell(column, quote, scratch);
    if (!isBlank()) return false;
  }
  return true;
}

function holdsBeyond(side: Side): bool {
  for (let column = side.columns; column < cellCount; column++) {
    takeCell(column, side.quote, scratch);
    if (valueLength) return true;
  }
  return false;
}

/** How many regions the cells beyond the header share. */
const regionsBeyond: u32 = 16;

function addCellsBeyond(side: Side, regions: usize): void {
  for (let column = side.columns; column < cellCount; column++) {
    takeCell(column, side.quote, scratch);
    add(valueAt, valueLength, regions + <usize>((column - side.columns) % regionsBeyond) * regionSize);
  }
}
