import type { PaperText } from './paper.ts';
import { eachPage, saysLittle, wordsOf } from './pdf-pages.ts';
import { picturesOf } from './pdf-pictures.ts';
import { TextTaker } from './text-taker.ts';

/** The words of a PDF; `unread` when it has pages that are pictures of words. */
export async function readPdf(bytes: Uint8Array): Promise<PaperText> {
  const taker = new TextTaker();
  let unread = false;
  const { cut } = await eachPage(bytes, async (page) => {
    const words = await wordsOf(page);
    taker.line(words.trim());
    if (!unread && saysLittle(words)) unread = (await picturesOf(page)).length > 0;
    return taker.full ? 'enough' : 'on';
  });
  if (cut) taker.cut();
  return taker.taken(unread);
}
