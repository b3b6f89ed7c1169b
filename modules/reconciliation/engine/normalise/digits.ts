import type { Normalised } from './normaliser.ts';
import { asWritten, bareFigures, isScientific } from './written.ts';

const separators = /[-()‐-―−]/g;
const extension = /(转|轉|分机|分機|ext\.?|x|#)(?=\d)/gi;

/**
 * The digits of a phone or account number. Hyphens, brackets and blanks do not count; any other character makes the value
 * doubtful, so that 未知 and 无 are not both read as nothing.
 */
export function normaliseDigits(written: string, phone = false): Normalised {
  const bare = bareFigures(written);
  if (bare === '') return { text: '', doubt: null };
  if (isScientific(bare)) return { text: asWritten(written), doubt: 'rounded' };
  const figures = (phone ? bare.replace(extension, '') : bare).replace(separators, '');
  if (!/^\+?\d+$/.test(figures)) return { text: asWritten(written), doubt: 'unreadable' };
  return { text: phone ? withoutCountry(figures) : figures.replace('+', ''), doubt: null };
}

/** The number as one dials it in China: `+86 138…` is `138…`, `+86 21 …` is `021…`. */
function withoutCountry(figures: string): string {
  const mobile = /^(?:\+86|0086|86)(1\d{10})$/.exec(figures);
  if (mobile) return mobile[1]!;
  const fixed = /^(?:\+86|0086)0?(\d+)$/.exec(figures);
  return fixed ? `0${fixed[1]!}` : figures.replace('+', '00');
}
