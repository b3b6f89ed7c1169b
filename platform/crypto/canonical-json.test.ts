import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalHash, canonicalJson } from './canonical-json.ts';

test('the published example of RFC 8785 comes out letter by letter', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('the order in which members were written changes nothing, a changed value does', () => {
  expect(canonicalHash({ 甲: 1, a: [1, 2] })).toBe(canonicalHash({ a: [1, 2], 甲: 1 }));
  expect(canonicalHash({ a: [1, 2] })).not.toBe(canonicalHash({ a: [2, 1] }));
});

test('what was read back from canonical JSON is canonically the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      fc.pre(isTaken(value));
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

const circle: Record<string, unknown> = {};
circle.again = circle;

test.each([
  ['undefined', { a: { b: [1, undefined] } }, '$.a.b[1]'],
  ['bigint', { fen: 1n }, '$.fen'],
  ['NaN', [Number.NaN], '$[0]'],
  ['Infinity', Number.POSITIVE_INFINITY, '$'],
  ['an integer beyond', { n: 2 ** 53 }, '$.n'],
  ['an instance of Date', { at: new Date(0) }, '$.at'],
  ['an instance of Uint8Array', new Uint8Array(1), '$'],
  ['function', { toJSON: () => 1 }, '$.toJSON'],
  ['a string with a lone surrogate', ['\ud800'], '$[0]'],
  ['a circle', circle, '$.again'],
])('%s is refused with its place, not dropped or rewritten', (what, value, path) => {
  expect(() => canonicalJson(value)).toThrow(`canonical JSON cannot hold ${what}`);
  expect(() => canonicalJson(value)).toThrow(`(at ${path})`);
});

function isTaken(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}
