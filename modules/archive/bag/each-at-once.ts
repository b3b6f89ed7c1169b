/** Runs `deed` over the items, at most `limit` of them at a time; rejects with the first failure. */
export async function eachAtOnce<T>(
  limit: number,
  items: Iterable<T>,
  deed: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await deed(next.value);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
