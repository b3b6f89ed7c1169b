import { join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { greyMap } from './grey-map.ts';
import type { paperKind, PaperText } from './paper.ts';
import { eachPage, saysLittle, wordsOf } from './pdf-pages.ts';
import { picturesOf, pixelsOf } from './pdf-pictures.ts';
import { TextTaker } from './text-taker.ts';

/** Pages of one file that are recognised; at some seconds each more would hold up everybody else's. */
const mostRecognised = 60;

/** The words of a photo, or of a PDF whose pages are pictures; its pages that have words give those. */
export async function recognise(kind: ReturnType<typeof paperKind>, bytes: Uint8Array): Promise<PaperText> {
  const taker = new TextTaker();
  if (kind === 'picture') taker.line(await wordsIn(Buffer.from(bytes)));
  if (kind !== 'pdf') return taker.taken();
  let recognised = 0;
  const { cut } = await eachPage(bytes, async (page) => {
    const words = await wordsOf(page);
    taker.line(words.trim());
    for (const picture of saysLittle(words) ? await picturesOf(page) : []) {
      if (recognised === mostRecognised) return 'enough';
      const pixels = await pixelsOf(page, picture);
      if (pixels) taker.line(await wordsIn(greyMap(pixels, (((page.rotate / 90) % 4) + 4) % 4)));
      recognised += 1;
    }
    return taker.full ? 'enough' : 'on';
  });
  if (cut) taker.cut();
  return taker.taken();
}

let reader: Promise<Worker> | undefined;

/** The model is the small one of integers: three times as fast as the large one, which sees little more on printed paper. */
const model = join(import.meta.dirname, '..', '..', 'node_modules', '@tesseract.js-data', 'chi_sim', '4.0.0_best_int');

async function wordsIn(picture: Buffer): Promise<string> {
  reader ??= createWorker('chi_sim', OEM.LSTM_ONLY, { langPath: model, cacheMethod: 'none', gzip: true });
  const { data } = await (await reader).recognize(picture);
  return data.text.trim();
}
