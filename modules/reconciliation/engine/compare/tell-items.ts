import type { Helper } from './helper.ts';
import type { Items } from './items.ts';
import { itemLists } from './places.ts';
import type { Teller } from './teller.ts';
import type { Thread } from './thread.ts';

const leftBuckets = itemLists / 2;

/** Tells all items while both texts stand in memory at the two addresses. */
export function tellFromMemory(
  thread: Thread,
  helper: Helper | null,
  teller: Teller,
  items: Items,
  keep: { left: number; right: number },
): void {
  const { memory, kernel } = thread;
  const most = Math.max(...Array.from({ length: itemLists }, (_, bucket) => items.bytesOf(bucket)));
  const at = memory.take(most);
  const spare = memory.take(most);
  for (let bucket = 0; bucket < itemLists; bucket++) {
    const count = items.load(bucket, at);
    kernel.sortItems(at, count, spare, bucket < leftBuckets ? 0 : 1);
    teller.tell(thread, helper, { items: at, count, leftBase: keep.left, rightBase: keep.right });
  }
}
