import { expect, test } from 'vitest';
import { greeting } from './greeting.ts';

test.each([
  ['2026-11-23T00:30:00Z', 'morning'],
  ['2026-11-23T04:00:00Z', 'noon'],
  ['2026-11-23T06:00:00Z', 'afternoon'],
  ['2026-11-23T11:00:00Z', 'evening'],
  ['2026-11-22T17:00:00Z', 'night'],
])('at %s, by the clock of the firm, it is %s', (instant, expected) => {
  expect(greeting(new Date(instant))).toBe(expected);
});
