import { readFileSync } from 'node:fs';

/** Says of a Unicode code point whether a font has a glyph for it. */
export type Coverage = (codePoint: number) => boolean;

const codePoints = 0x110000;

/** What the TrueType or OpenType fonts cover together, read from their character maps (`cmap` format 12). */
export function coverageOf(files: readonly string[]): Coverage {
  const covered = new Uint8Array(codePoints);
  for (const file of files) {
    for (const [first, last] of coveredRanges(readFileSync(file))) covered.fill(1, first, last + 1);
  }
  return (codePoint) => covered[codePoint] === 1;
}

function coveredRanges(font: Buffer): [first: number, last: number][] {
  const tables = font.readUInt16BE(4);
  for (let i = 0; i < tables; i++) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === 'cmap') return rangesOfMap(font, font.readUInt32BE(record + 8));
  }
  throw new TypeError('a font without a character map');
}

function rangesOfMap(font: Buffer, map: number): [number, number][] {
  const encodings = font.readUInt16BE(map + 2);
  for (let i = 0; i < encodings; i++) {
    const subtable = map + font.readUInt32BE(map + 4 + i * 8 + 4);
    if (font.readUInt16BE(subtable) !== 12) continue;
    return Array.from({ length: font.readUInt32BE(subtable + 12) }, (_, group) => {
      const start = subtable + 16 + group * 12;
      return [font.readUInt32BE(start), font.readUInt32BE(start + 4)];
    });
  }
  throw new TypeError('a font without a full Unicode character map');
}
