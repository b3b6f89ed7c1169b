/** What the reconciliation must cost at most, as ratios within one run on two cores; memory in MiB. */
export const reconcileGoals = {
  'compare 100,000 rows / DuckDB': 0.6,
  'compare 1,000,000 rows / DuckDB': 0.4,
  'compare 1,000,000 rows / cat of both': 1.5,
  'compare 10,000,000 rows / DuckDB': 0.25,
  'compare 10,000,000 rows / DuckDB only reading both': 0.45,
  'compare 10,000,000 rows / sort + comm': 0.15,
  'compare 10,000,000 rows, most memory in MiB': 1024,
  'compare 30,000,000 rows with --memory 512, most memory in MiB': 1024,
  'written differently, 1,000,000 rows / DuckDB normalising in SQL': 0.6,
  'GB18030, 1,000,000 rows / the same in UTF-8': 1.5,
  '94 % changed, 1,000,000 rows / DuckDB': 0.65,
  'identical, 1,000,000 rows / one per cent changed': 1.2,
  'one key, 1,000,000 rows / one per cent changed': 2,
  'growth, exponent of rows': 1.05,
} as const;

export type ReconcileGoal = keyof typeof reconcileGoals;
