import { fileTypeFromBuffer } from 'file-type';
import { Refusal } from '#platform/kernel/refusal.ts';
import { knownMediaTypes } from './media-type-names.ts';

/** How many bytes of the beginning `mediaTypeOf` wants to see, where the file has as many. */
export const headLength = 8192;

const programs = [
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/java-archive',
  'application/wasm',
  'application/x-ms-shortcut',
  'application/vnd.android.package-archive',
  'application/vnd.debian.binary-package',
  'application/x-rpm',
  'application/vnd.ms-cab-compressed',
  'application/x-apple-diskimage',
  'application/x-unix-archive',
  'application/x-google-chrome-extension',
];

/** Archives that cannot be looked into. */
const closed = [
  'application/x-rar-compressed',
  'application/x-7z-compressed',
  'application/gzip',
  'application/x-tar',
  'application/x-xz',
  'application/x-bzip2',
  'application/zstd',
  'application/x-lzip',
  'application/x-compress',
];

const runsByName =
  /\.(exe|com|scr|pif|msi|msix|dll|sys|bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|lnk|url|reg|jar|class|apk|app|dmg|deb|rpm|sh|bash|zsh|py|pl|rb|php|html?|xhtml|mht|mhtml|svgz?|chm)$/i;
const macrosByName = /\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm)$/i;

/** Whether a machine would run what bears this name: a program, a script, a page, or an office file with macros. */
export function isRunByName(name: string): boolean {
  return runsByName.test(name.trim()) || macrosByName.test(name.trim());
}

/**
 * The media type of a file by its first bytes, as far as they tell; `name` only tells what kind of text it is and that it is meant to
 * be run. What an archive or an office file holds is for `examineContent`.
 *
 * Refuses with `document.runs` what a machine would run (programs, scripts, pages), with `document.macros` office files that say
 * they have macros, with `document.archive-closed` archives that cannot be looked into, with `document.empty`, and with
 * `document.type-unknown` what is no known kind of evidence.
 */
export async function mediaTypeOf(head: Uint8Array, name: string): Promise<string> {
  if (head.length === 0) throw new Refusal('document.empty');
  if (macrosByName.test(name.trim())) throw new Refusal('document.macros');
  if (runsByName.test(name.trim()) || looksRun(head)) throw new Refusal('document.runs');
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (isZip(head)) return found !== undefined && knownMediaTypes.has(found) ? found : 'application/zip';
  if (found !== undefined && found !== 'application/xml') {
    if (programs.includes(found)) throw new Refusal('document.runs');
    if (closed.includes(found)) throw new Refusal('document.archive-closed');
    if (knownMediaTypes.has(found)) return found;
  }
  const text = textOf(head);
  if (text === null) throw new Refusal('document.type-unknown');
  if (/^\s*(#!|<\?php|<!doctype html|<html|<svg|<script|<head|<body|mime-version:)/i.test(text))
    throw new Refusal('document.runs');
  if (/^\s*<\?xml/i.test(text)) {
    if (/<(svg|html|\w+:html|\w+:svg)\b/i.test(text)) throw new Refusal('document.runs');
    return 'application/xml';
  }
  return /\.csv$/i.test(name.trim()) ? 'text/csv' : 'text/plain';
}

/** Programs whose beginning is too short to be told by more than their mark. */
function looksRun(head: Uint8Array): boolean {
  const mark = Buffer.from(head.subarray(0, 4)).toString('latin1');
  return mark.startsWith('MZ') || ['\x7fELF', '\xca\xfe\xba\xbe', '!<ar', 'MSCF', 'L\0\0\0'].includes(mark);
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
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

function startsWith(head: Uint8Array, bytes: number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte);
}
