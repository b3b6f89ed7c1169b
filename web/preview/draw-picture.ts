import type { FramedFile } from '#kit/framed-file.ts';
import { markCanvas } from './watermark.ts';

/** Nobody sees more than this of a picture on a screen, in pixels. */
const longest = 4096;

export async function drawPicture(paper: HTMLElement, file: FramedFile): Promise<void> {
  if (file.shown.kind !== 'picture') return;
  const { bytes, mediaType } = file.shown;
  const picture = await createImageBitmap(new Blob([bytes], { type: mediaType }));
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  markCanvas(file, canvas);
  paper.replaceChildren(canvas);
}
