import type { PdfSigning } from './pades.ts';
import { orderPdf } from './pdf-pool.ts';

export type { PdfSigning } from './pades.ts';

/**
 * Adds the firm's signature to a PDF (PAdES B-B, ETSI EN 319 142-1), over the whole file, as an incremental revision: the
 * bytes given stay as they are. `pdfsig` calls it valid; it trusts the issuer only once the reader was told to.
 */
export async function signPdf(pdf: Uint8Array, signing: PdfSigning): Promise<Uint8Array> {
  const signed = await orderPdf({ work: 'sign', pdf, signing });
  return signed.pdf;
}
