import type { FramedFile } from '#kit/framed-file.ts';
import { colour } from '../theme.ts';

const across = 320;
const down = 200;

/** One field of the pattern: who looks and when, slanted. */
function tile({ watermark }: FramedFile, ink: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = across;
  canvas.height = down;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = ink;
  pen.font = '15px sans-serif';
  pen.textAlign = 'center';
  pen.translate(across / 2, down / 2);
  pen.rotate(-0.28);
  for (const [at, line] of watermark.entries()) pen.fillText(line, 0, at * 22);
  return canvas;
}

/** Lays the watermark over the whole frame; pictures and pages carry it in themselves. */
export function layWatermark(file: FramedFile): void {
  const over = document.createElement('div');
  over.className = 'watermark';
  over.ariaHidden = 'true';
  over.style.backgroundImage = `url(${tile(file, colour(file.tone, 'lift')).toDataURL()})`;
  document.querySelector('.watermark')?.remove();
  document.body.append(over);
}

/** Draws it into a picture, so that it stays where the picture is taken out. */
export function markCanvas(file: FramedFile, canvas: HTMLCanvasElement): void {
  const pen = canvas.getContext('2d')!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = pen.createPattern(tile(file, colour('light', 'lift')), 'repeat')!;
  pen.fillRect(0, 0, canvas.width, canvas.height);
}
