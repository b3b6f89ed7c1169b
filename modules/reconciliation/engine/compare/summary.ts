/** What one side has. */
export interface SideSummary {
  name: string;
  rows: number;
  /** Fen as decimal text, by the side's own name of the column. */
  totals: Record<string, string>;
  blankLines: number;
  rowsWithoutKey: number;
  shortRows: number;
  longRows: number;
  strayQuotes: number;
  textAfterQuote: number;
}

/** Differences of each kind: cells that are changed or only written differently, rows added or removed, keys that are doubled. */
export interface Counts {
  added: number;
  removed: number;
  changed: number;
  /** Null where they were only counted by row. */
  equivalent: number | null;
  duplicate: number;
}

/** What became of the rows that have a partner, and of those that are too many under a key that both sides have. */
export interface RowCounts {
  same: number;
  equivalent: number;
  changed: number;
  surplusLeft: number;
  surplusRight: number;
}

/** How the difference of a total comes about, in fen as decimal text: right − left = added − removed + changed + surplus + unexplained. */
export interface Explanation {
  left: string;
  right: string;
  added: string;
  removed: string;
  changed: string;
  surplus: string;
  /** `0` unless two rows that differ had the same 128-bit hash. */
  unexplained: string;
}

export interface ComparisonSummary {
  left: SideSummary;
  right: SideSummary;
  counts: Counts;
  rows: RowCounts;
  /** By the left's name of each amount. */
  explained: Record<string, Explanation>;
  seed: string;
  /** How rows were told apart; `missed` is the most that the chance of a missed difference can be, over all rows. */
  identity: { by: 'bytes' } | { by: '128-bit hash'; missed: string };
}
