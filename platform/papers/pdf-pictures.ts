import { ImageKind, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Raster } from './grey-map.ts';

/** Smaller pictures are stamps and logos, not pages. */
const leastSide = 300;

interface Picture {
  name: string;
  width: number;
  height: number;
}

/** The pictures that a page shows and that are large enough to be words on paper. */
export async function picturesOf(page: PDFPageProxy): Promise<Picture[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const found = new Map<string, Picture>();
  for (const [at, operator] of fnArray.entries()) {
    const picture = pictureIn(operator, argsArray[at] as unknown[]);
    if (picture && Math.min(picture.width, picture.height) >= leastSide) found.set(picture.name, picture);
  }
  return [...found.values()];
}

function pictureIn(operator: number, args: unknown[]): Picture | null {
  if (operator === OPS.paintImageXObject) {
    const [name, width, height] = args as [string, number, number];
    return { name, width, height };
  }
  if (operator !== OPS.paintImageMaskXObject) return null;
  const [{ data: name, width, height }] = args as [{ data: unknown; width: number; height: number }];
  return typeof name === 'string' ? { name, width, height } : null;
}

/** The pixels of a picture of the page; null when it could not be decoded. */
export async function pixelsOf(page: PDFPageProxy, { name }: Picture): Promise<Raster | null> {
  const objects = name.startsWith('g_') ? page.commonObjs : page.objs;
  const found = await new Promise<Found | null>((resolve, reject) => objects.get(name, resolve, reject));
  if (!found?.data) return null;
  const { width, height, data, kind } = found;
  const depth = kind === ImageKind.RGBA_32BPP ? 4 : kind === ImageKind.RGB_24BPP ? 3 : 'bit';
  return { width, height, data, depth };
}

interface Found {
  width: number;
  height: number;
  data: Uint8Array | null;
  kind?: number;
}
