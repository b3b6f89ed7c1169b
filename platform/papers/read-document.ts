import mammoth from 'mammoth';
import type { PaperText } from './paper.ts';
import { TextTaker } from './text-taker.ts';

/** The paragraphs of a DOCX, those of its tables, notes and text boxes among them. */
export async function readDocument(bytes: Uint8Array): Promise<PaperText> {
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  const taker = new TextTaker();
  taker.line(value.replaceAll(/\n{2,}/g, '\n'));
  return taker.taken();
}
