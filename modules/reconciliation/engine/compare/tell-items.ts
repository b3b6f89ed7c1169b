import type { Items } from './items.ts';
import { itemLists } from './places.ts';
import type { Thread } from './thread.ts';

const leftBuckets = itemLists / 2;

/** Tells all items while both texts stand in memory at the two addresses. */
export function tellFromMemory({ memory, places, kernel }: Thread, items: Items, left: number, right: number): void {
  const most = Math.max(...Array.from({ length: itemLists }, (_, bucket) => items.bytesOf(bucket)));
  const at = memory.take(most);
  const spare = memory.take(most);
  for (let bucket = 0; bucket < itemLists; bucket++) {
    const count = items.load(bucket, at);
    kernel.sortItems(at, count, spare, bucket < leftBuckets ? 0 : 1);
    kernel.tellItems(places.plan, places.tallies[0], at, count, left, right);
  }
}
