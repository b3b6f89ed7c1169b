import 'virtual:theme.css';
import './preview.css';
import { type FramedFile, isFramedFile } from '#kit/framed-file.ts';
import { drawHtml, drawSheets, drawText } from './draw-words.ts';
import { drawPicture } from './draw-picture.ts';
import { layWatermark } from './watermark.ts';

/**
 * The frame in which files are looked at. It has no origin, sends no request but for parts of its own program, and knows nothing of
 * who looks at it but the words of the watermark: the page gives it one file, and hears whether it could be drawn.
 */
const paper = document.getElementById('paper')!;

addEventListener('message', ({ data, source }) => {
  if (source !== parent || !isFramedFile(data)) return;
  document.documentElement.dataset.theme = data.tone;
  document.documentElement.lang = data.language;
  if (!('bytes' in data.shown)) layWatermark(data);
  draw(data).then(
    () => parent.postMessage({ preview: 'drawn' }, '*'),
    () => parent.postMessage({ preview: 'failed' }, '*'),
  );
});
parent.postMessage({ preview: 'ready' }, '*');

async function draw(file: FramedFile): Promise<void> {
  const { shown } = file;
  switch (shown.kind) {
    case 'text':
      return drawText(paper, shown.text);
    case 'html':
      return drawHtml(paper, shown.html);
    case 'sheets':
      return drawSheets(paper, shown.sheets);
    case 'picture':
      return drawPicture(paper, file);
    case 'pdf': {
      const { drawPdf } = await import('./draw-pdf.ts');
      return drawPdf(paper, file);
    }
  }
}
