/** The words above the to-do list, by the beginning of the kinds that stand under each; the last takes the rest. */
const groups: [group: string, kinds: RegExp][] = [
  ['check', /^(handover\.check|reconciliation\.|issue\.)/],
  ['sign', /^(signing\.|closing\.)/],
  ['vault', /^vault\./],
  ['handover', /./],
];

/** The group that a kind of task stands under: `check`, `sign`, `vault` or `handover`. */
export function groupOf(kind: string): string {
  return groups.find(([, kinds]) => kinds.test(kind))![0];
}

/** Open tasks by group in the order of the filter; groups without a task are left out. */
export function countGroups(byKind: Record<string, number>): { group: string; count: number }[] {
  return groups
    .map(([group]) => ({
      group,
      count: Object.entries(byKind).reduce((sum, [kind, count]) => sum + (groupOf(kind) === group ? count : 0), 0),
    }))
    .filter(({ count }) => count > 0);
}
