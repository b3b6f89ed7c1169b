import { CryptoKeySigner, PDF } from '@libpdf/core';
import { certificateBytes, firmKeyAlgorithm } from './firm-certificate.ts';

/** What a signature says beside the certificate. */
export interface PdfSigning {
  /** The firm's certificate, PEM. */
  readonly certificate: string;
  /** Its private key, PKCS #8 DER. */
  readonly key: Uint8Array;
  /** Why and where it was signed, as a PDF reader shows them. */
  readonly reason: string;
  readonly location: string;
  /** The claimed time; no time stamp authority stands behind it. */
  readonly at: Date;
}

/** Signs where it is called, for about ten milliseconds: the server goes by `signPdf`. */
export async function signHere(pdf: Uint8Array, { certificate, key, reason, location, at }: PdfSigning) {
  const signingKey = await crypto.subtle.importKey('pkcs8', Uint8Array.from(key), firmKeyAlgorithm, false, ['sign']);
  const document = await PDF.load(pdf);
  const { bytes } = await document.sign({
    signer: new CryptoKeySigner(signingKey, certificateBytes(certificate), 'RSA', firmKeyAlgorithm.name),
    reason,
    location,
    signingTime: at,
    level: 'B-B',
    estimatedSize: roomForSignature,
  });
  return Uint8Array.from(bytes);
}

/** Bytes kept free for the CMS signature: certificate, 3072-bit signature and attributes take about 2,000. */
const roomForSignature = 6144;
