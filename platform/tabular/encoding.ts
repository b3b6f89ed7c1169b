import { isUtf8 } from 'node:buffer';
import { Refusal } from '#platform/kernel/refusal.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  text: string;
  encoding: Encoding;
  by: 'given' | 'byte-order-mark' | 'content';
}

/** How many bytes the mark of an encoding takes; GB18030 has its own, which nobody writes. */
export const markBytes: Record<Encoding, number> = { 'utf-8': 3, 'utf-16le': 2, 'utf-16be': 2, gb18030: 0 };

/**
 * Decodes a text file strictly: no byte is replaced. Without `given`, a byte order mark decides, then UTF-8 if every byte
 * fits, then GB18030 if every byte fits and the characters are such as Chinese texts are made of.
 *
 * Refuses `tabular.wrong-encoding` {encoding, line, offset} at the first byte (0-based) that does not fit,
 * `tabular.unknown-encoding` {line, offset} when no encoding convinces, `tabular.not-a-table` when there are zero bytes, and `tabular.truncated` {line} when the file ends
 * inside a character.
 */
export function decodeText(bytes: Uint8Array, given?: Encoding): DecodedText {
  const mark = byteOrderMark(bytes);
  if (given && mark && mark !== given) {
    throw new Refusal('tabular.wrong-encoding', { encoding: given, mark, line: 1, offset: 0 });
  }
  if (mark) return { text: decode(bytes, mark), encoding: mark, by: given ? 'given' : 'byte-order-mark' };
  if (given) return { text: decode(bytes, given), encoding: given, by: 'given' };
  if (bytes.includes(0)) throw new Refusal('tabular.not-a-table', { format: 'binary' });
  if (isUtf8(bytes)) return { text: decode(bytes, 'utf-8'), encoding: 'utf-8', by: 'content' };
  if (beginsAsUtf8(bytes)) return { text: decode(bytes, 'utf-8'), encoding: 'utf-8', by: 'content' };
  refuseUnlessChinese(bytes);
  return { text: decode(bytes, 'gb18030'), encoding: 'gb18030', by: 'content' };
}

/**
 * Decodes a stretch of a longer text that begins and ends between characters, and without its byte order mark. Refuses
 * `tabular.wrong-encoding` {encoding, line, offset} and `tabular.truncated` {line}, counted from the start of the text.
 */
export function decodeStretch(bytes: Uint8Array, encoding: Encoding, begins: { line: number; offset: number }): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const { code, facts } = unfit(bytes, encoding);
    const line = begins.line + Number(facts['line']) - 1;
    const offset = 'offset' in facts ? { offset: begins.offset + Number(facts['offset']) } : {};
    throw new Refusal(code, { ...facts, line, ...offset });
  }
}

export function byteOrderMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unfit(bytes, encoding);
  }
}

/** What is wrong with bytes that do not fit the encoding, `line` and `offset` counted from the first of them. */
function unfit(bytes: Uint8Array, encoding: Encoding): Refusal {
  const offset = firstUnfit(bytes, encoding);
  const line = lineAt(bytes, offset, encoding);
  return offset === bytes.length
    ? new Refusal('tabular.truncated', { line })
    : new Refusal('tabular.wrong-encoding', { encoding, line, offset });
}

/** The offset of the first byte that does not fit, found by halving; the length when only the end of a character is missing. */
function firstUnfit(bytes: Uint8Array, encoding: Encoding): number {
  const fits = (length: number) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (fits(bytes.length)) return bytes.length;
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function lineAt(bytes: Uint8Array, offset: number, encoding: Encoding): number {
  let line = 1;
  const wide = encoding === 'utf-16le' ? 1 : encoding === 'utf-16be' ? -1 : 0;
  for (let at = 0; at < offset; at++) {
    if (bytes[at] === 10 && (wide === 0 || bytes[at + wide] === 0)) line++;
  }
  return line;
}

/**
 * Whether the text is UTF-8 with a fault further on: four characters of three bytes and nothing amiss before the first
 * byte that does not fit. Chinese in GB18030 breaks the rules of UTF-8 sooner.
 */
function beginsAsUtf8(bytes: Uint8Array): boolean {
  let characters = 0;
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length =
      lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0 || (length === 4 && lead < 0xf0)) return false;
    for (let next = 1; next < length; next++) {
      if ((bytes[at + next]! & 0xc0) !== 0x80) return false;
    }
    if (length === 3 && ++characters === 4) return true;
    at += length;
  }
  return false;
}

/**
 * Nearly any bytes are GB18030 of some kind, so fitting proves little: at least seven tenths of the characters must be of
 * GB 2312, as Chinese names and words are. Big5, Shift JIS and Latin texts fall far below.
 */
function refuseUnlessChinese(bytes: Uint8Array): void {
  let common = 0;
  let all = 0;
  let first = -1;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    if (first === -1) first = at;
    all++;
    const trail = bytes[at + 1] ?? 0;
    if (trail >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xf7))) common++;
    at += trail >= 0x30 && trail <= 0x39 ? 3 : 1;
  }
  if (common < all * 0.7)
    throw new Refusal('tabular.unknown-encoding', { line: lineAt(bytes, first, 'gb18030'), offset: first });
}
