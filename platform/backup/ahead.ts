/**
 * Fetches what `items` name, several at a time and at most `most`, and gives it in their order. The first that fails ends it; what
 * is under way then is no longer waited for.
 */
export async function* ahead<Item, Found>(
  items: Iterable<Item>,
  most: number,
  fetch: (item: Item) => Promise<Found>,
): AsyncGenerator<Found> {
  const underWay: Promise<Found>[] = [];
  for (const item of items) {
    const found = fetch(item);
    // Whoever waits for it in turn hears of it; nobody may wait any more.
    found.catch(() => {});
    underWay.push(found);
    if (underWay.length === most) yield await underWay.shift()!;
  }
  while (underWay.length > 0) yield await underWay.shift()!;
}

/** Files, packs or locks at a time. */
export const severalFiles = 4;
/** Blobs of one content at a time: more than lie in one pack, so that the next pack is on its way. */
export const severalBlobs = 5;
