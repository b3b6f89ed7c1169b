import { join } from 'node:path';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Pages that are read of one file. */
const mostPages = 2000;

const own = join(import.meta.dirname, '..', '..', 'node_modules', 'pdfjs-dist');

/** The pages of a PDF one after another, and whether there were more than are read. */
export async function eachPage(
  bytes: Uint8Array,
  deed: (page: PDFPageProxy) => Promise<'on' | 'enough'>,
): Promise<{ cut: boolean }> {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: join(own, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(own, 'standard_fonts/'),
    wasmUrl: join(own, 'wasm/'),
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const pdf: PDFDocumentProxy = await loading.promise;
    const pages = Math.min(pdf.numPages, mostPages);
    for (let number = 1; number <= pages; number += 1) {
      const page = await pdf.getPage(number);
      const goesOn = await deed(page);
      page.cleanup();
      if (goesOn === 'enough') return { cut: number < pdf.numPages };
    }
    return { cut: pdf.numPages > pages };
  } finally {
    await loading.destroy();
  }
}

/** The words of a page in the order of its content, line by line. */
export async function wordsOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

/** A page with fewer characters than this and with a picture is a scan, whatever a stamp or page number says on it. */
const fewCharacters = 24;

export function saysLittle(words: string): boolean {
  return words.replaceAll(/\s/g, '').length < fewCharacters;
}
