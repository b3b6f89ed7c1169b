import type { Normaliser } from '../normalise/normaliser.ts';

/** A column of the left that means the same as one of the right, and how their values are made comparable. */
export interface ColumnPair {
  /** The name in the header of the left. */
  left: string;
  /** The name in the header of the right. */
  right: string;
  by: Normaliser;
}
