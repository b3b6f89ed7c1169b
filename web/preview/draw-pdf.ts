import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist';
import * as worker from 'pdfjs-dist/build/pdf.worker.mjs';
import type { FramedFile } from '#kit/framed-file.ts';
import { markCanvas } from './watermark.ts';

// A frame without origin may start no thread; the library then works in this one.
Object.assign(globalThis, { pdfjsWorker: worker });

const parts = new URL('/assets/pdfjs/', import.meta.url).href;
const widest = 1600;

/** Draws the pages of a PDF as they come into sight. Its scripts, links and forms are not looked at. */
export async function drawPdf(paper: HTMLElement, file: FramedFile): Promise<void> {
  if (file.shown.kind !== 'pdf') return;
  const pdf = await getDocument({
    data: new Uint8Array(file.shown.bytes),
    cMapUrl: `${parts}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${parts}standard_fonts/`,
    wasmUrl: `${parts}wasm/`,
    useWorkerFetch: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        void drawPage(pdf, Number((target as HTMLElement).dataset.page), target as HTMLCanvasElement, file);
      }
    },
    { rootMargin: '600px' },
  );
  const pages = Array.from({ length: pdf.numPages }, (_, at) => {
    const canvas = document.createElement('canvas');
    canvas.dataset.page = String(at + 1);
    canvas.style.aspectRatio = `${first.width} / ${first.height}`;
    return canvas;
  });
  paper.replaceChildren(...pages);
  await drawPage(pdf, 1, pages[0]!, file);
  for (const page of pages.slice(1)) seen.observe(page);
}

async function drawPage(pdf: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, file: FramedFile) {
  const page = await pdf.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const wanted = Math.min(widest, canvas.clientWidth * devicePixelRatio || widest);
  const viewport = page.getViewport({ scale: wanted / natural.width });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  canvas.style.aspectRatio = `${natural.width} / ${natural.height}`;
  await page.render({ canvas, viewport }).promise;
  markCanvas(file, canvas);
  page.cleanup();
}
