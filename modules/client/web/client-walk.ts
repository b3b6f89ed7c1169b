/** The clients of the list that was last shown, in its order: where J and K lead from one client's page to the next. */
let walk: readonly string[] = [];

export function setWalk(ids: readonly string[]): void {
  walk = ids;
}

/** The clients before and after this one in the list, where there are any, and its place counted from 1. */
export function neighboursOf(id: string): { before?: string; after?: string; place?: number; of: number } {
  const at = walk.indexOf(id);
  if (at === -1) return { of: 0 };
  const [before, after] = [walk[at - 1], walk[at + 1]];
  return { ...(before ? { before } : {}), ...(after ? { after } : {}), place: at + 1, of: walk.length };
}
