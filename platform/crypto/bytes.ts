import { base64urlnopad, hex } from '@scure/base';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/** The bytes of a base64url text without padding; throws when the text is not exactly what `toBase64url` writes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(base64urlnopad.decode(text));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

/** The bytes of a hex text; throws when the text is not hex. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.decode(text));
}

/** UTF-8 bytes; throws on a text with a lone surrogate, which has no UTF-8 form and would be changed in silence. */
export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (!text.isWellFormed()) throw new TypeError('a text with a lone surrogate has no UTF-8 form');
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, a leading byte order mark kept; throws when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Whether two byte strings are the same, in a time that depends on their lengths only. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let i = 0; i < one.length; i++) difference |= one[i]! ^ other[i]!;
  return difference === 0;
}

/** `length` bytes from the system's cryptographic random source. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** The parts, one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
