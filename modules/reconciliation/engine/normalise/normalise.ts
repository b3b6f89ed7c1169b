import { normaliseAmount, readAmount } from './amount.ts';
import { normaliseCreditCode } from './credit-code.ts';
import { normaliseDate } from './date.ts';
import { normaliseDigits } from './digits.ts';
import type { Normalised, Normaliser } from './normaliser.ts';
import { normaliseText } from './text.ts';

/**
 * The value as it is compared: the truth that the compiled kernels are tested against. Normalising what is normalised
 * changes nothing. A value that is nothing of its column's kind stays as written without the blanks around it, with its doubt.
 */
export function normalise(written: string, by: Normaliser): Normalised {
  switch (by.kind) {
    case 'none':
      return { text: written, doubt: null };
    case 'text':
      return { text: normaliseText(written, by), doubt: null };
    case 'digits':
      return normaliseDigits(written, by.phone);
    case 'amount':
      return normaliseAmount(written);
    case 'date':
      return normaliseDate(written, by.serial);
    case 'credit-code':
      return normaliseCreditCode(written);
  }
}

/** What comparing two values of one column gives. */
export type CellVerdict = 'same' | 'equivalent' | 'changed';

/** `equivalent`: the same by the normaliser, or amounts within its tolerance; only the writing differs. */
export function compareCells(left: string, right: string, by: Normaliser): CellVerdict {
  if (left === right) return 'same';
  if (normalise(left, by).text === normalise(right, by).text) return 'equivalent';
  return by.kind === 'amount' && isWithin(left, right, by.toleranceFen ?? 0n) ? 'equivalent' : 'changed';
}

function isWithin(left: string, right: string, tolerance: bigint): boolean {
  const [a, b] = [readAmount(left), readAmount(right)];
  if (typeof a !== 'bigint' || typeof b !== 'bigint') return false;
  const difference = a > b ? a - b : b - a;
  return difference <= tolerance;
}
