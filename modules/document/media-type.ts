import { Refusal } from '#platform/kernel/refusal.ts';

/** How many bytes of the beginning `mediaTypeOf` wants to see, where the file has as many. */
export const headLength = 4096;

const magic: [string, string | number[], number?][] = [
  ['application/pdf', '%PDF-'],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', 'GIF8'],
  ['image/bmp', 'BM'],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['image/webp', 'WEBP', 8],
  ['image/heic', 'ftyphei', 4],
  ['image/heic', 'ftypmif1', 4],
  ['audio/amr', '#!AMR'],
  ['audio/wav', 'WAVE', 8],
  ['audio/mpeg', 'ID3'],
  ['audio/mpeg', [0xff, 0xfb]],
  ['audio/mp4', 'ftypM4A', 4],
  ['video/mp4', 'ftyp', 4],
  ['application/x-ole-storage', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
  ['application/x-rar-compressed', 'Rar!'],
  ['application/x-7z-compressed', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
];

const programs: (string | number[])[] = [
  'MZ',
  [0x7f, 0x45, 0x4c, 0x46],
  [0xca, 0xfe, 0xba, 0xbe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
  'MSCF',
  '!<arch>',
];

const programName =
  /\.(exe|com|scr|pif|msi|msix|dll|sys|bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|lnk|url|reg|jar|class|apk|app|dmg|deb|rpm|sh|bash|zsh|py|pl|rb|php|html?|xhtml|svgz?|chm|docm|xlsm|xlam|pptm|dotm)$/i;

/**
 * The media type of a file by its first bytes; `name` only tells what kind of text it is and that it is meant to be run.
 * Refuses with `document.runs` what a machine would run (programs, scripts, pages, macros), with `document.empty`, and with
 * `document.type-unknown` what is no known kind of evidence.
 */
export function mediaTypeOf(head: Uint8Array, name: string): string {
  if (head.length === 0) throw new Refusal('document.empty');
  const type = magic.find(([, bytes, at]) => startsWith(head, bytes, at))?.[0];
  if (programName.test(name.trim()) || (!type && programs.some((bytes) => startsWith(head, bytes))))
    throw new Refusal('document.runs');
  if (type === 'application/zip') return packageType(head);
  if (type) return type;
  const text = textOf(head);
  if (text === null) throw new Refusal('document.type-unknown');
  if (/^\s*(#!|<\?php|<!doctype html|<html|<svg|<script|<head|<body|mime-version:)/i.test(text))
    throw new Refusal('document.runs');
  if (/^\s*<\?xml/i.test(text)) {
    if (/<(svg|html|\w+:html)\b/i.test(text)) throw new Refusal('document.runs');
    return 'application/xml';
  }
  return /\.csv$/i.test(name.trim()) ? 'text/csv' : 'text/plain';
}

/** Office files are zip archives whose first entries tell them apart. */
function packageType(head: Uint8Array): string {
  const names = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (names.includes('vbaProject.bin')) throw new Refusal('document.runs');
  if (names.includes('OFD.xml')) return 'application/ofd';
  if (names.includes('xl/')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (names.includes('word/')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  return 'application/zip';
}

function startsWith(head: Uint8Array, bytes: string | number[], at = 0): boolean {
  const wanted = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  return wanted.length <= head.length - at && [...wanted].every((byte, i) => head[at + i] === byte);
}

/** Control characters that no text has: all but tab, line ends, form feed, end of file and escape. */
// oxlint-disable-next-line no-control-regex -- finding them is the point
const binaryCharacter = /[\u0000-\u0008\u000b\u000e-\u0019\u001c-\u001f]/;

/** The text of a beginning in UTF-8, UTF-16 or GB18030; null when it is none. A character cut off at the end does not count. */
function textOf(head: Uint8Array): string | null {
  const utf16 = startsWith(head, [0xff, 0xfe]) ? 'utf-16le' : startsWith(head, [0xfe, 0xff]) ? 'utf-16be' : null;
  for (const encoding of utf16 ? [utf16] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
      if (!binaryCharacter.test(text)) return text;
    } catch {
      // not in this encoding
    }
  }
  return null;
}
