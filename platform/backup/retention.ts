/** How many backups are kept: the newest ones, and the newest of each of so many days, weeks, months and years. */
export interface Retention {
  last: number;
  daily: number;
  weekly: number;
  monthly: number;
  yearly: number;
}

export const defaultRetention: Retention = { last: 3, daily: 14, weekly: 8, monthly: 24, yearly: 10 };

const day = 24 * 3_600_000;
const spans: Record<Exclude<keyof Retention, 'last'>, (at: Date) => string> = {
  daily: (at) => at.toISOString().slice(0, 10),
  // Weeks begin on Monday; 1970 began on a Thursday.
  weekly: (at) => String(Math.floor((at.getTime() + 3 * day) / (7 * day))),
  monthly: (at) => at.toISOString().slice(0, 7),
  yearly: (at) => at.toISOString().slice(0, 4),
};

/** Those of the backups that are kept, in their order. */
export function keptOf<Backup extends { at: Date }>(backups: readonly Backup[], retention: Retention): Backup[] {
  const newestFirst = backups.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  const kept = new Set(newestFirst.slice(0, retention.last));
  for (const [span, nameOf] of Object.entries(spans) as [keyof typeof spans, (at: Date) => string][]) {
    const seen = new Set<string>();
    for (const backup of newestFirst) {
      const name = nameOf(backup.at);
      if (seen.has(name)) continue;
      if (seen.size === retention[span]) break;
      seen.add(name);
      kept.add(backup);
    }
  }
  return backups.filter((backup) => kept.has(backup));
}
