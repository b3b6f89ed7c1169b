import { expect, test } from 'vitest';
import { checkUscc } from './uscc.ts';

test.each(['91350100M000100Y43', '91512081MA62K0260E', '913502000728319549'])('the code %s is valid', (code) => {
  expect(checkUscc(code)).toEqual({ valid: true });
});

test.each([
  ['91350100M000100Y4Z', 'characters'],
  ['91350100M000100Y44', 'check'],
  ['91350100M000100Y53', 'organisation-check'],
  ['91350100M000100Y4', 'length'],
  ['91350100m000100y43', 'characters'],
  ['', 'length'],
])('the code %j is warned of by its %s', (code, reason) => {
  expect(checkUscc(code)).toEqual({ valid: false, reason });
});

test('a code that was issued although it fails is told apart from a valid one, for a person to judge', () => {
  expect(checkUscc('91350211M0000XUF46')).toMatchObject({ valid: false });
});

test('one wrong character or two swapped neighbours never pass for the code', () => {
  const code = '91350100M000100Y43';
  for (let at = 0; at < 18; at++) {
    for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      const other = code.slice(0, at) + character + code.slice(at + 1);
      if (other !== code) expect(checkUscc(other).valid, other).toBe(false);
    }
    const swapped = code.slice(0, at) + (code[at + 1] ?? '') + code[at] + code.slice(at + 2);
    if (swapped !== code) expect(checkUscc(swapped).valid, swapped).toBe(false);
  }
});
