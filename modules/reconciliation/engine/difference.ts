/** What one line of a comparison says. */
export type DifferenceKind = 'added' | 'removed' | 'changed' | 'equivalent' | 'duplicate';

/**
 * One difference, as `baton reconcile --format jsonl` prints it.
 *
 * `changed` and `equivalent` (only written differently) are about one cell: `column` as the left names it, both values as
 * written. `added` and `removed` are about a row. `duplicate` is about a key that stands more than once on a side: `left` and
 * `right` are how many rows have it.
 */
export interface Difference {
  kind: DifferenceKind;
  /** The key's cells as written, in the order of the key columns: those of the left unless only the right has the row. */
  key: string[];
  column?: string;
  left?: string;
  right?: string;
}
