import { decodeText } from '#platform/tabular/encoding.ts';
import type { PaperText } from './paper.ts';
import { TextTaker } from './text-taker.ts';

/** A text in UTF-8, UTF-16 or GB18030. */
export function readPlain(bytes: Uint8Array): PaperText {
  const taker = new TextTaker();
  taker.line(decodeText(bytes).text);
  return taker.taken();
}
