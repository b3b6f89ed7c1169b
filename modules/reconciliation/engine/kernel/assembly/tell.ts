import { isWithinSlowly } from './host';
import {
  Pair,
  Plan,
  Side,
  Tally,
  countBits,
  itemAdded,
  itemDuplicate,
  itemRemoved,
  itemSurplus,
  kindAmount,
  kindBits,
  kindNone,
  lengthBits,
  lengthMask,
  pairSize,
  withoutKeyFlag,
} from './layout';
import { cellCount, cutWhole, useCells } from './record';
import { isSame, setValue, takeOf, valueAt, valueLength } from './value';
import { normalise } from './normalise';
import { addAmount } from './scan';
import { amountRead, fen, readAmount } from './amount';
import { put, putByte, putEscaped, putNumber } from './words';
/** Where cells of the left and the right go, and room for a value of each as unquoted and as normalised. */
let leftCells: usize = 0;
let rightCells: usize = 0;
let leftScratch: usize = 0;
let rightScratch: usize = 0;
let leftNormalised: usize = 0;
let rightNormalised: usize = 0;

let leftCount: u32 = 0;
let rightCount: u32 = 0;

export function useRoom(cells: usize, each: usize, scratch: usize, room: usize): void {
  leftCells = cells;
  rightCells = cells + each;
  leftScratch = scratch;
  rightScratch = scratch + room;
  leftNormalised = scratch + 2 * room;
  rightNormalised = scratch + 3 * room;
}

/** Kinds of difference in the order of their words. */
const wordAdded: u32 = 0;
const wordRemoved: u32 = 1;
const wordChanged: u32 = 2;
const wordEquivalent: u32 = 3;
const wordDuplicate: u32 = 4;

/** Tells `count` items as JSON lines; their offsets count from the two bases. */
export function tellItems(plan: Plan, tally: Tally, items: usize, count: u32, leftBase: usize, rightBase: usize): void {
  const left = changetype<Side>(<usize>plan.left);
  const right = changetype<Side>(<usize>plan.right);
  const end = items + <usize>count * 24;
  for (let item = items; item < end; item += 24) {
    const leftPlace = load<u64>(item);
    const rightPlace = load<u64>(item, 8);
    const what = load<u64>(item, 16);
    const kind = what & ((1 << kindBits) - 1);
    if (leftPlace) {
      useCells(leftCells);
      const at = leftBase + <usize>(leftPlace >> lengthBits);
      cutWhole(left, at, at + <usize>(leftPlace & lengthMask));
      leftCount = cellCount;
    }
    if (rightPlace) {
      useCells(rightCells);
      const at = rightBase + <usize>(rightPlace >> lengthBits);
      cutWhole(right, at, at + <usize>(rightPlace & lengthMask));
      rightCount = cellCount;
    }
    if (kind === itemRemoved) tellRemoved(plan, tally);
    else if (kind === itemAdded) tellAdded(plan, tally);
    else if (kind === itemSurplus) {
      if (leftPlace) {
        tally.surplusLeft += 1;
        addAmounts(plan, false, tally.surplus, -1);
      } else {
        tally.surplusRight += 1;
        addAmounts(plan, true, tally.surplus, 1);
      }
    } else if (kind === itemDuplicate) {
      tally.duplicateKeys += 1;
      begin(plan, wordDuplicate, leftPlace === 0);
      tellCounts(plan, what);
    } else if (leftPlace & withoutKeyFlag || haveSameKey(plan, left, right)) compareRows(plan, tally, left, right);
    else {
      tellRemoved(plan, tally);
      tellAdded(plan, tally);
    }
  }
}

function tellRemoved(plan: Plan, tally: Tally): void {
  tally.removedRows += 1;
  begin(plan, wordRemoved, false);
  endRow();
  addAmounts(plan, false, tally.removed, 1);
}

function tellAdded(plan: Plan, tally: Tally): void {
  tally.addedRows += 1;
  begin(plan, wordAdded, true);
  endRow();
  addAmounts(plan, true, tally.added, 1);
}

/** Whether the keys of both rows are the same, and not only their hashes. */
function haveSameKey(plan: Plan, left: Side, right: Side): bool {
  for (let k: u32 = 0; k < plan.keyCount; k++) {
    const index = load<u32>(<usize>plan.keys + ((<usize>k) << 2));
    const pair = changetype<Pair>(<usize>plan.pairs + <usize>index * pairSize);
    if (left.quote === right.quote && isWrittenSame(pair.leftColumn, pair.rightColumn)) continue;
    takeOf(leftCells, leftCount, pair.leftColumn, left.quote, leftScratch);
    normalise(pair, index, leftNormalised);
    const at = valueAt;
    const length = valueLength;
    takeOf(rightCells, rightCount, pair.rightColumn, right.quote, rightScratch);
    normalise(pair, index, rightNormalised);
    if (length !== valueLength || !isSame(at, valueAt, length)) return false;
  }
  return true;
}

/**
 * `{"kind":"…","key":["…","…"`: without the bracket that closes the key, which is unquoted where nothing stands any more: the cell
 * that is told next may stand in the other room.
 */
function begin(plan: Plan, word: u32, ofRight: bool): void {
  putWords(plan, word);
  const quote = changetype<Side>(<usize>(ofRight ? plan.right : plan.left)).quote;
  for (let k: u32 = 0; k < plan.keyCount; k++) {
    const index = load<u32>(<usize>plan.keys + ((<usize>k) << 2));
    const pair = changetype<Pair>(<usize>plan.pairs + <usize>index * pairSize);
    if (ofRight) takeOf(rightCells, rightCount, pair.rightColumn, quote, rightNormalised);
    else takeOf(leftCells, leftCount, pair.leftColumn, quote, leftNormalised);
    if (k) putByte(0x2c);
    putByte(0x22);
    putEscaped(valueAt, valueLength);
    putByte(0x22);
  }
}

function endRow(): void {
  putByte(0x5d);
  putByte(0x7d);
  putByte(0x0a);
}

/** `],"left":"1","right":"2"}` */
function tellCounts(plan: Plan, what: u64): void {
  putWords(plan, wordsOfLeft);
  putNumber((what >> kindBits) & ((1 << countBits) - 1));
  putRightWords(plan);
  putNumber(what >> (kindBits + countBits));
  endCell();
}

/** After the words of the kinds: `],"left":"`, `","right":"`, `],"column":"`, `","left":"`. */
const wordsOfLeft: u32 = 5;
const wordsOfRight: u32 = 6;
const wordsOfColumn: u32 = 7;
const wordsOfColumnsLeft: u32 = 8;

function putWords(plan: Plan, word: u32): void {
  const words = <usize>plan.words + ((<usize>word) << 3);
  put(<usize>load<u32>(words), <usize>load<u32>(words, 4));
}

function putRightWords(plan: Plan): void {
  putWords(plan, wordsOfRight);
}

function endCell(): void {
  putByte(0x22);
  putByte(0x7d);
  putByte(0x0a);
}

/** Adds the row's amounts to the sums that stand at `sums`. */
function addAmounts(plan: Plan, ofRight: bool, sums: u32, sign: i32): void {
  const quote = changetype<Side>(<usize>(ofRight ? plan.right : plan.left)).quote;
  for (let amount: u32 = 0; amount < plan.amountCount; amount++) {
    const index = load<u32>(<usize>plan.amounts + ((<usize>amount) << 2));
    const pair = changetype<Pair>(<usize>plan.pairs + <usize>index * pairSize);
    if (ofRight) takeOf(rightCells, rightCount, pair.rightColumn, quote, rightScratch);
    else takeOf(leftCells, leftCount, pair.leftColumn, quote, leftScratch);
    addAmount(<usize>sums + ((<usize>amount) << 4), sign);
  }
}

function compareRows(plan: Plan, tally: Tally, left: Side, right: Side): void {
  let changed: u32 = 0;
  let equivalent: u32 = 0;
  const sameQuotes = left.quote === right.quote;
  for (let index: u32 = 0; index < plan.pairCount; index++) {
    const pair = changetype<Pair>(<usize>plan.pairs + <usize>index * pairSize);
    if (sameQuotes && isWrittenSame(pair.leftColumn, pair.rightColumn)) continue;
    takeOf(leftCells, leftCount, pair.leftColumn, left.quote, leftScratch);
    const leftAt = valueAt;
    const leftLength = valueLength;
    takeOf(rightCells, rightCount, pair.rightColumn, right.quote, rightScratch);
    const rightAt = valueAt;
    const rightLength = valueLength;
    if (leftLength === rightLength && isSame(leftAt, rightAt, leftLength)) continue;
    const isEquivalent = pair.kind !== kindNone && areEquivalent(pair, index, leftAt, leftLength, rightAt, rightLength);
    if (pair.amount >= 0) {
      const sum = <usize>tally.changed + ((<usize>pair.amount) << 4);
      setValue(leftAt, leftLength);
      addAmount(sum, -1);
      setValue(rightAt, rightLength);
      addAmount(sum, 1);
    }
    if (isEquivalent) {
      equivalent += 1;
      if (!plan.listsEquivalent) continue;
    } else changed += 1;
    begin(plan, isEquivalent ? wordEquivalent : wordChanged, false);
    put(<usize>pair.words, <usize>pair.wordsLength);
    putEscaped(leftAt, leftLength);
    putRightWords(plan);
    putEscaped(rightAt, rightLength);
    endCell();
  }
  changed += compareBeyond(plan, left, right);
  tally.changedCells += changed;
  tally.equivalentCells += equivalent;
  if (changed) tally.changedRows += 1;
  else if (equivalent) tally.equivalentRows += 1;
  else tally.sameRows += 1;
}

/** Whether both cells stand byte for byte the same in their rows, quotes included. */
function isWrittenSame(leftColumn: u32, rightColumn: u32): bool {
  if (leftColumn >= leftCount || rightColumn >= rightCount) return leftColumn >= leftCount && rightColumn >= rightCount;
  const left = load<u64>(leftCells + ((<usize>leftColumn) << 3));
  const right = load<u64>(rightCells + ((<usize>rightColumn) << 3));
  const length = <usize>((left >> 32) - (left & 0xffffffff));
  if (length !== <usize>((right >> 32) - (right & 0xffffffff))) return false;
  return isSame(<usize>(left & 0xffffffff), <usize>(right & 0xffffffff), length);
}

/** Whether two values that are not the same are so once normalised, or are amounts within the tolerance. */
function areEquivalent(
  pair: Pair,
  index: u32,
  leftAt: usize,
  leftLength: usize,
  rightAt: usize,
  rightLength: usize,
): bool {
  setValue(leftAt, leftLength);
  normalise(pair, index, leftNormalised);
  const at = valueAt;
  const length = valueLength;
  setValue(rightAt, rightLength);
  normalise(pair, index, rightNormalised);
  if (length === valueLength && isSame(at, valueAt, length)) return true;
  if (pair.kind !== kindAmount || pair.tolerance === 0) return false;
  if (readAmount(leftAt, leftLength) === amountRead) {
    const leftFen = fen;
    if (readAmount(rightAt, rightLength) === amountRead) {
      const difference = leftFen > fen ? leftFen - fen : fen - leftFen;
      return difference <= pair.tolerance;
    }
  }
  return isWithinSlowly(index, <u32>leftAt, <u32>leftLength, <u32>rightAt, <u32>rightLength) !== 0;
}

/** Cells beyond the header, n-th against n-th; returns how many differ. */
function compareBeyond(plan: Plan, left: Side, right: Side): u32 {
  const leftBeyond = leftCount > left.columns ? leftCount - left.columns : 0;
  const rightBeyond = rightCount > right.columns ? rightCount - right.columns : 0;
  const most = max(leftBeyond, rightBeyond);
  let changed: u32 = 0;
  for (let beyond: u32 = 0; beyond < most; beyond++) {
    takeOf(leftCells, leftCount, left.columns + beyond, left.quote, leftScratch);
    const leftAt = valueAt;
    const leftLength = valueLength;
    takeOf(rightCells, rightCount, right.columns + beyond, right.quote, rightScratch);
    const rightAt = valueAt;
    const rightLength = valueLength;
    if (leftLength === rightLength && isSame(leftAt, rightAt, leftLength)) continue;
    changed += 1;
    begin(plan, wordChanged, false);
    putWords(plan, wordsOfColumn);
    putLetters(left.columns + beyond);
    putWords(plan, wordsOfColumnsLeft);
    putEscaped(leftAt, leftLength);
    putRightWords(plan);
    putEscaped(rightAt, rightLength);
    endCell();
  }
  return changed;
}

/** The name of a column as spreadsheets count it: 0 is A, 26 is AA. */
function putLetters(index: u32): void {
  if (index >= 26) putLetters(index / 26 - 1);
  putByte(65 + (index % 26));
}
