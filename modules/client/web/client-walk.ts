/** The clients of the list that was last shown, in its order: where J and K lead from one client's page to the next. */
let walk: readonly string[] = [];
let all: number | undefined;

/** `total` is how many the whole list has, where it is known. */
export function setWalk(ids: readonly string[], total?: number): void {
  walk = ids;
  all = total;
}

/** The clients before and after this one in the list, where there are any, and its place counted from 1. */
export function neighboursOf(id: string): { before?: string; after?: string; place?: number; of?: number } {
  const at = walk.indexOf(id);
  if (at === -1) return {};
  const [before, after] = [walk[at - 1], walk[at + 1]];
  return {
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    place: at + 1,
    ...(all === undefined ? {} : { of: all }),
  };
}
