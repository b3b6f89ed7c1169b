import { orderPdf } from './pdf-pool.ts';
import type { RenderedPdf, Typesetting } from './typesetter.ts';

export type { Json } from './printable.ts';
export type { RenderedPdf, Typesetting } from './typesetter.ts';

/**
 * Sets a document as PDF/A-2a (tagged, fonts inside, made offline) in a process of its own. The data goes beside the
 * template as JSON and is never part of its source. The same input gives the same bytes. Throws when the template does
 * not fit the data, without repeating a value of it.
 */
export async function renderPdf(typesetting: Typesetting): Promise<RenderedPdf> {
  return orderPdf({ work: 'typeset', typesetting });
}
