import { narrow } from '#platform/kernel/narrow.ts';
import { withoutBlanks, withoutEdgeBlanks } from './blanks.ts';
import type { TextNormaliser } from './normaliser.ts';
import { simplified } from './simplified.ts';

const opening = /[[{（［｛〔【〖﹙﹝⦅｟]/g;
const closing = /[\]}）］｝〕】〗﹚﹞⦆｠]/g;

/** The text by the steps that the normaliser names. */
export function normaliseText(written: string, by: TextNormaliser): string {
  let text = written;
  if (by.width) text = narrow(text);
  if (by.brackets) text = text.replace(opening, '(').replace(closing, ')');
  if (by.blanks === 'edge') text = withoutEdgeBlanks(text);
  if (by.blanks === 'all') text = withoutBlanks(text);
  if (by.case) text = text.replace(/[A-ZＡ-Ｚ]+/g, (letters) => letters.toLowerCase());
  return by.script ? simplified(text) : text;
}
