import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, toUtf8 } from './bytes.ts';

/** One of the three shares of a recovery key. */
export interface RecoveryShare {
  /** 1, 2 or 3, as printed on the sheet. */
  readonly index: number;
  /** Two bytes common to the shares of one key. */
  readonly set: Uint8Array;
  /** The Shamir point, 33 bytes. */
  readonly point: Uint8Array;
}

/**
 * What is wrong with a typed share: the group of five (from 1) that holds the mistake, the number of signs when it is
 * not 80, or neither when every group is sound by itself and the whole is not a share.
 */
export type ShareFault = { readonly group: number } | { readonly signs: number } | { readonly whole: true };

export type ShareReading =
  | { readonly ok: true; readonly share: RecoveryShare }
  | { readonly ok: false; readonly fault: ShareFault };

// Crockford's base 32: no i, l, o or u.
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const version = 1;
const groups = 16;
const groupsInLine = 4;

/**
 * A share as printed: 16 groups of five signs, four to a line. A group is four signs of data and a check sign that
 * finds every single mistyped sign, every swapped pair within the group and every group in a wrong place; four bytes of
 * SHA-256 guard the whole. Data: version and index (1 byte), set (2), point (33), check (4).
 */
export function printShare(share: RecoveryShare): string {
  const body = concatBytes(Uint8Array.of((version << 4) | share.index), share.set, share.point);
  const symbols = toSymbols(concatBytes(body, checksum(body)));
  const printed = Array.from({ length: groups }, (_, i) => {
    const data = symbols.slice(i * 4, i * 4 + 4);
    return [...data, checkSymbol(data, i)].map((symbol) => signs[symbol]).join('');
  });
  const lines = Array.from({ length: groups / groupsInLine }, (_, line) =>
    printed.slice(line * groupsInLine, (line + 1) * groupsInLine).join('-'),
  );
  return lines.join('\n');
}

/**
 * Reads a typed share: capitals or not, full-width or not, O for 0 and I or L for 1, with any spaces, dashes and line
 * breaks. Never throws: a form can call it at every keystroke to show the group that is mistyped.
 */
export function readShare(text: string): ShareReading {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const symbols = Array.from(typed, (sign) => signs.indexOf(sign));
  for (let i = 0; i < groups && (i + 1) * 5 <= symbols.length; i++) {
    const [a, b, c, d, check] = symbols.slice(i * 5, i * 5 + 5) as [number, number, number, number, number];
    if ([a, b, c, d].includes(-1) || checkSymbol([a, b, c, d], i) !== check) return fault({ group: i + 1 });
  }
  if (symbols.length !== groups * 5) return fault({ signs: symbols.length });
  const bytes = toBytes(symbols.filter((_, i) => i % 5 !== 4));
  const body = bytes.subarray(0, 36);
  const index = body[0]! & 15;
  if (!equalBytes(bytes.subarray(36), checksum(body)) || body[0]! >> 4 !== version || index < 1 || index > 3) {
    return fault({ whole: true });
  }
  return { ok: true, share: { index, set: body.slice(1, 3), point: body.slice(3) } };
}

function fault(what: ShareFault): ShareReading {
  return { ok: false, fault: what };
}

function checksum(body: Uint8Array): Uint8Array {
  return sha256(concatBytes(toUtf8('baton/recovery-share/v1\n'), body)).subarray(0, 4);
}

/** The data as a polynomial over GF(32), times x, plus the group's place: each position weighs differently. */
function checkSymbol(data: readonly number[], place: number): number {
  return data.reduce((sum, symbol) => timesX(sum ^ symbol), 0) ^ place;
}

/** Multiplication by x in GF(2)[x] / (x^5 + x^2 + 1), a primitive polynomial. */
function timesX(symbol: number): number {
  return symbol & 16 ? ((symbol << 1) ^ 0b100101) & 31 : symbol << 1;
}

/** 5 bytes are 8 symbols of 5 bits; the length of `bytes` is a multiple of 5. */
function toSymbols(bytes: Uint8Array): number[] {
  const symbols: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) symbols.push((buffer >> (bits - 5)) & 31);
  }
  return symbols;
}

function toBytes(symbols: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const symbol of symbols) {
    buffer = ((buffer << 5) | symbol) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 255);
    }
  }
  return Uint8Array.from(bytes);
}
