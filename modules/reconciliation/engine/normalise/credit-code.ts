import { checkUscc } from '#platform/kernel/uscc.ts';
import type { Normalised } from './normaliser.ts';
import { asWritten, bareFigures, isScientific } from './written.ts';

/**
 * A 统一社会信用代码 in upper case without blanks and hyphens. A code of the right shape whose check character does not fit is
 * doubtful and compared all the same; anything else is compared as written.
 */
export function normaliseCreditCode(written: string): Normalised {
  const code = bareFigures(written).replaceAll('-', '').toUpperCase();
  if (code === '') return { text: '', doubt: null };
  if (isScientific(code)) return { text: asWritten(written), doubt: 'rounded' };
  const check = checkUscc(code);
  if (check.valid) return { text: code, doubt: null };
  const misshapen = check.reason === 'length' || check.reason === 'characters';
  return misshapen ? { text: asWritten(written), doubt: 'unreadable' } : { text: code, doubt: 'check-digit' };
}
