import type { Facts } from '#platform/kernel/refusal.ts';

/** A mark on a row; `column` is the 0-based index of its column, null when it is about the whole row. */
export interface Mark {
  code: string;
  column: number | null;
  facts: Facts;
}

/** A mark on the table. */
export interface Doubt {
  code: string;
  facts: Facts;
}

export const noMarks: readonly Mark[] = Object.freeze([]);
