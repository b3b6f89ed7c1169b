import { Plan, Tally, chunkHeader } from './layout';
import { settleRepeats } from './repeats';
import { address, alone, isOfRight, match, tellInto } from './verdict';

/*
 * Joins the records of one partition by key. The table is open-addressed: a slot is the first record of its key on the left and on
 * the right, with a bit where the key stands more than once on a side; all further records of such keys go on a list of their own.
 */

const repeated: u32 = 1;

/** Records of keys that stand more than once, with their side. */
let repeats: usize = 0;
let repeatCount: u32 = 0;

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
  tellInto(items, from);
  repeats = room;
  repeatCount = 0;
  memory.fill(table, 0, (<usize>slots) << 3);
  enter(left, table, slots - 1, plan.recordSize, 0);
  enter(right, table, slots - 1, plan.recordSize, 4);
  const end = table + ((<usize>slots) << 3);
  for (let slot = table; slot < end; slot += 8) {
    if (load<u64>(slot)) weigh(plan, tally, load<u32>(slot), load<u32>(slot, 4));
  }
  if (repeatCount) settleRepeats(plan, tally, repeats, repeatCount);
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

function repeat(entry: u32): void {
  store<u32>(repeats + ((<usize>repeatCount) << 2), entry);
  repeatCount += 1;
}

/** Says what the slot's records come to. */
function weigh(plan: Plan, tally: Tally, first: u32, right: u32): void {
  const left = first & address;
  if (first & repeated) {
    if (left) repeat(left);
    if (right) repeat(right | isOfRight);
  } else if (left && right) match(plan, tally, <usize>left, <usize>right);
  else if (left) alone(plan, <usize>left, false, false);
  else alone(plan, <usize>right, true, false);
}
