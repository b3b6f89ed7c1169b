import { narrow } from '#platform/kernel/narrow.ts';
import { withoutBlanks, withoutEdgeBlanks } from './blanks.ts';

/** Letters, figures and signs of ASCII alone, without blanks and guard. */
const bare = /^[\w.+(-][!-~]*$/;

/**
 * The value without blanks, full-width forms, and the guard that exports put around figures so that no program rounds
 * them: `="0123"`, `'0123`.
 */
export function bareFigures(written: string): string {
  if (bare.test(written)) return written;
  const text = withoutBlanks(narrow(written));
  return /^="(.*)"$/s.exec(text)?.[1] ?? text.replace(/^'(?=\d)/, '');
}

/** Whether a spreadsheet wrote a long number in scientific notation, by which its last figures are lost. */
export function isScientific(bare: string): boolean {
  return /^[-+]?\d(\.\d+)?E\+?\d{1,3}$/i.test(bare);
}

/** The value as it is compared when it is nothing of its column's kind. */
export function asWritten(written: string): string {
  return withoutEdgeBlanks(written);
}
