import { Refusal } from '#platform/kernel/refusal.ts';
import { examineArchive, type WholeContent } from './examine-archive.ts';
import { examinePdf } from './examine-pdf.ts';

/**
 * Looks into what the first bytes took for an archive, an office file or a PDF, and gives its media type. Refuses with
 * `document.macros`, and as `examineArchive` and `examinePdf` do.
 */
export async function examineContent(file: WholeContent, mediaType: string): Promise<string> {
  if (mediaType === 'application/x-cfb') {
    if (await holds(file, Buffer.from('_VBA_PROJECT', 'utf16le'))) throw new Refusal('document.macros');
    return mediaType;
  }
  if (mediaType === 'application/pdf') await examinePdf(file);
  const isPackage = /zip$|openxmlformats|opendocument|^application\/ofd$/.test(mediaType);
  return isPackage ? examineArchive(file, mediaType) : mediaType;
}

async function holds(file: WholeContent, wanted: Buffer): Promise<boolean> {
  let end = Buffer.alloc(0);
  for await (const piece of file.content()) {
    const seen = Buffer.concat([end, piece]);
    if (seen.includes(wanted)) return true;
    end = seen.subarray(-wanted.length + 1);
  }
  return false;
}
