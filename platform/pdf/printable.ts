import type { Coverage } from './glyph-coverage.ts';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The same data with every string in a form that the fonts show whole. Line ends become `\n` and a tab a space;
 * signs without a shape of their own (variation selectors, joiners, soft hyphens, byte order marks) go; whatever is left
 * that no font can show, and every sign that would turn the direction of reading, is written out as its number,
 * `〔U+20BB7〕`: a name is never printed with a hole in it. Keys stay as they are.
 */
export function printable(data: Json, covers: Coverage): Json {
  if (typeof data === 'string') return printableText(data, covers);
  if (Array.isArray(data)) return data.map((element) => printable(element, covers));
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(
    Object.entries(data as { readonly [key: string]: Json | undefined })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, printable(value!, covers)]),
  );
}

const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const shapeless = /\p{Variation_Selector}|[\u00ad\u200b-\u200d\u2060\ufeff]/gu;
const composable = /\P{M}\p{M}+/gu;
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const unprintable = /[\p{Cc}\p{Co}\p{Cs}]/u;

function printableText(text: string, covers: Coverage): string {
  let shown = '';
  const tidy = text
    .replace(lineEnds, '\n')
    .replaceAll('\t', ' ')
    .replace(shapeless, '')
    .replace(composable, (cluster) => cluster.normalize('NFC'));
  for (const sign of tidy) {
    const codePoint = sign.codePointAt(0)!;
    const fits = sign === '\n' || (covers(codePoint) && !turning.test(sign) && !unprintable.test(sign));
    shown += fits ? sign : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
  }
  return shown;
}
