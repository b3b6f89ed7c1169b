import {
  Plan,
  Tally,
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
} from './layout';
import { place } from './chunks';

/* What records of both sides come to: counted, or told in the 2 × 64 lists of items. */

/** A record's address may carry its side in the lowest bit. */
export const isOfRight: u32 = 1;
export const address: u32 = ~15;

let lists: usize = 0;
let pool: usize = 0;

/** What is told goes into the lists at `items`, from a pool that has chunks enough. */
export function tellInto(items: usize, from: usize): void {
  lists = items;
  pool = from;
}

/** A row of the left and one of the right belong together. */
export function match(plan: Plan, tally: Tally, left: usize, right: usize): void {
  const isSame = load<u64>(left, 16) === load<u64>(right, 16) && load<u64>(left, 24) === load<u64>(right, 24);
  if (!isSame || plan.isExact) {
    compareLater(plan, left, right);
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

/** Both rows are read again and compared cell by cell. */
export function compareLater(plan: Plan, left: usize, right: usize): void {
  tell(plan, load<u64>(left, 8), load<u64>(right, 8), itemCompare);
}

/** A row without partner; under a key that both sides have it is surplus. */
export function alone(plan: Plan, record: usize, ofRight: bool, isSurplus: bool): void {
  const where = load<u64>(record, 8);
  if (ofRight) tell(plan, 0, where, isSurplus ? itemSurplus : itemAdded);
  else tell(plan, where, 0, isSurplus ? itemSurplus : itemRemoved);
}

/** A key stands so often on the sides, first at these places (0 where it does not stand). */
export function duplicate(plan: Plan, lefts: u32, rights: u32, firstLeft: u64, firstRight: u64): void {
  const counts = ((<u64>lefts) << kindBits) | ((<u64>rights) << (kindBits + countBits));
  tell(plan, firstLeft, firstRight, itemDuplicate | counts);
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
