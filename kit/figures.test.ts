import { expect, test } from 'vitest';
import { formatAmount, formatCount, formatSize } from './figures.ts';

test('an amount keeps every fen, however large, and stands with thousands and two decimals', () => {
  expect(formatAmount('1472469.81')).toBe('1,472,469.81');
  expect(formatAmount('0.3')).toBe('0.30');
  expect(formatAmount('18020')).toBe('18,020.00');
  expect(formatAmount('-999')).toBe('−999.00');
  expect(formatAmount('9007199254740993.07')).toBe('9,007,199,254,740,993.07');
});

test('what is not an amount is shown as it came', () => {
  expect(formatAmount('壹佰元')).toBe('壹佰元');
});

test('counts and sizes are written as people read them', () => {
  expect(formatCount(1840)).toBe('1,840');
  expect([0, 1023, 1536, 52_428_800].map(formatSize)).toEqual(['0 B', '1023 B', '1.5 KB', '50 MB']);
});
