import { expect, test } from 'vitest';
import { formatHandoverNumber, parseHandoverNumber } from './handover-number.ts';

test('the first handover of 2026 is H-2026-0001', () => {
  expect(formatHandoverNumber(2026, 1)).toBe('H-2026-0001');
  expect(parseHandoverNumber('h-2026-0001 ')).toEqual({ year: 2026, count: 1 });
});

test('a year with more than 9,999 handovers goes on counting', () => {
  expect(formatHandoverNumber(2026, 10_000)).toBe('H-2026-10000');
  expect(parseHandoverNumber('H-2026-10000')).toEqual({ year: 2026, count: 10_000 });
});

test.each(['H-26-1', 'H-2026-001', 'H-2026-00001', 'H-2026-0000', 'X-2026-0001', ''])(
  '%j is no number of a handover',
  (text) => {
    expect(parseHandoverNumber(text)).toBeNull();
  },
);
