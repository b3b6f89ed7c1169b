import { createHash } from 'node:crypto';
import { type Certificate, ContentInfo, SignedData } from 'pkijs';
import { certificateBytes } from './firm-certificate.ts';

/**
 * What the last signature of a PDF is worth: over the whole file and right, with the certificate it was made by; none;
 * not over the whole file, so that something was added later or stands outside it; or wrong, since a byte was changed.
 */
export type PdfVerdict =
  | { readonly state: 'valid'; readonly certificateFingerprint: string }
  | { readonly state: 'unsigned' }
  | { readonly state: 'partial' }
  | { readonly state: 'altered' };

/** Checks a PDF's signature offline. Whether the certificate is the firm's is for the caller to compare by its fingerprint. */
export async function verifyPdf(pdf: Uint8Array): Promise<PdfVerdict> {
  const source = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const ranges = [...source.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(
    -1,
  );
  if (!ranges) return { state: 'unsigned' };
  const [start, before, after, rest] = ranges.slice(1).map(Number) as [number, number, number, number];
  const hole = source.toString('latin1', before, after);
  if (start !== 0 || after + rest !== source.length || !/^<([0-9a-f]+|[0-9A-F]+)>$/.test(hole))
    return { state: 'partial' };

  const { der: cms, filling } = firstElement(hole.slice(1, -1));
  if (!/^0*$/.test(filling)) return { state: 'altered' };
  const data = Buffer.concat([source.subarray(0, before), source.subarray(after)]);
  try {
    const signed = new SignedData({ schema: ContentInfo.fromBER(cms).content });
    const right = await signed.verify({ signer: 0, data: Uint8Array.from(data).buffer, checkChain: false });
    const certificate = signed.certificates?.[0] as Certificate | undefined;
    if (!right || !certificate) return { state: 'altered' };
    const der = new Uint8Array(certificate.toSchema().toBER());
    return { state: 'valid', certificateFingerprint: sha256(der) };
  } catch {
    return { state: 'altered' };
  }
}

/** SHA-256 of the certificate in hex, to tell one from another. */
export function certificateFingerprint(pem: string): string {
  return sha256(certificateBytes(pem));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The first DER element of the hex text, and the digits after it, which fill the place kept for a signature. */
function firstElement(hex: string): { der: ArrayBuffer; filling: string } {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  const first = bytes[1] ?? 0;
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  const size = first < 0x80 ? first : bytes.subarray(2, 2 + sizeBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const length = 2 + sizeBytes + size;
  return { der: bytes.buffer.slice(0, length), filling: hex.slice(length * 2) };
}
