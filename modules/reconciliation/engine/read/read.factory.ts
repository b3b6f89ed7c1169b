import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Encoding } from '#platform/tabular/encoding.ts';

/** A file of these bytes in a folder of its own, gone at the end of the scope. */
export function aFile(name: string, content: string | Uint8Array): { path: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'baton-read-'));
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The text in an encoding; GB18030 by asking the decoder which bytes mean each character. */
export function encoded(text: string, encoding: Encoding, mark = false): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from((mark ? '\ufeff' : '') + text);
    case 'utf-16le':
      return Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
    case 'utf-16be':
      return Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le').swap16();
    case 'gb18030':
      return Buffer.concat([...text].map(gb18030Bytes));
  }
}

let gb: Map<string, Buffer> | undefined;

function gb18030Bytes(character: string): Buffer {
  if (character < '\x80') return Buffer.from(character);
  gb ??= twoByteCharacters();
  const bytes = gb.get(character);
  if (!bytes) throw new Error(`${character} is none of the two-byte characters of GB18030`);
  return bytes;
}

function twoByteCharacters(): Map<string, Buffer> {
  const decoder = new TextDecoder('gb18030');
  const characters = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      const character = decoder.decode(bytes);
      if (character.length === 1 && character !== '\ufffd') characters.set(character, bytes);
    }
  }
  return characters;
}
