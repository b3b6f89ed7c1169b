import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromBase64url,
  fromHex,
  fromUtf8,
  randomBytes,
  toBase64url,
  toHex,
  toUtf8,
} from './bytes.ts';

test('bytes are written and read again without a change, as Node writes them too', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});

test('text is written and read again without a change, a byte order mark kept', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fromUtf8(toUtf8(text)) === text));
  expect(fromUtf8(toUtf8('\ufeff移交'))).toBe('\ufeff移交');
});

test.each(['A', 'AB', 'AA==', 'A+/A', 'AA A'])('%j is not read as base64url', (text) => {
  expect(() => fromBase64url(text)).toThrow();
});

test('text without a UTF-8 form, and bytes that are not UTF-8, are refused', () => {
  expect(() => toUtf8('\ud800')).toThrow(TypeError);
  expect(() => fromUtf8(Uint8Array.of(0xff))).toThrow(TypeError);
});

test('byte strings are equal when every byte is', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      expect(equalBytes(one, Uint8Array.from(one))).toBe(true);
      expect(equalBytes(one, other)).toBe(Buffer.compare(one, other) === 0);
      expect(toHex(concatBytes(one, other))).toBe(toHex(one) + toHex(other));
    }),
  );
});

test('random bytes differ', () => {
  expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)));
});
