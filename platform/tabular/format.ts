/** What the first bytes say a file is; `text` when they say nothing else. */
export type FileFormat = 'text' | 'zip' | 'ole' | 'html' | 'xml' | 'pdf' | 'image' | 'archive';

const signatures: [FileFormat, number[]][] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x1f, 0x8b]],
];

export function formatOf(bytes: Uint8Array): FileFormat {
  for (const [format, signature] of signatures) {
    if (signature.every((byte, at) => bytes[at] === byte)) return format;
  }
  const start = Buffer.from(bytes.subarray(0, 512))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<meta|<table)/.test(start)) return 'html';
  if (start.startsWith('<?xml')) return start.includes('<html') ? 'html' : 'xml';
  return 'text';
}

/** What an OLE container holds: a workbook under a password (its streams are named so), or an old .xls or another file. */
export function isEncryptedWorkbook(ole: Uint8Array): boolean {
  return Buffer.from(ole.buffer, ole.byteOffset, ole.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
}
