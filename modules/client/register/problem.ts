import type { Facts } from '#platform/kernel/refusal.ts';

/**
 * Something amiss in a row: a `fault` keeps the row from being imported, a `warning` does not. Its words are the locale text
 * `problem.<code>`.
 */
export interface Problem {
  severity: 'fault' | 'warning';
  code: string;
  /** The physical line in the file, or the row of the sheet. */
  line: number;
  /** The header of the column; null when it is about the whole row. */
  column: string | null;
  /** The cell as written: client data, to be shown to the person and never logged or journalled. */
  written: string | null;
  facts: Facts;
}
