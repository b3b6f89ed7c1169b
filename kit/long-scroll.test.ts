import { expect, test } from 'vitest';
import { heightOf, isShortened, lastTop, scrolledTo, topAt, topThatShows } from './long-scroll.ts';

const room = 600;

test('a table that a browser can draw is scrolled pixel by pixel', () => {
  const sight = { rows: 10_000, room };
  expect(isShortened(sight.rows)).toBe(false);
  expect(topAt(sight, 40 * 123)).toBeCloseTo(123, 9);
  expect(topAt(sight, heightOf(sight.rows) - room)).toBe(lastTop(sight));
});

test('a million rows fit into what a browser draws, and the first and the last can be reached', () => {
  const sight = { rows: 1_000_000, room };
  expect(isShortened(sight.rows)).toBe(true);
  expect(heightOf(sight.rows)).toBeLessThan(17_000_000);
  expect(topAt(sight, 0)).toBe(0);
  expect(topAt(sight, heightOf(sight.rows) - room)).toBe(1_000_000 - 15);
});

test('any row is found again from where its scrolling leads', () => {
  for (const rows of [3, 15, 16, 400, 400_001, 1_000_000, 9_999_999])
    for (const top of [0, 0.5, 7, rows / 3, rows - 15.25, rows].filter((one) => one >= 0)) {
      const sight = { rows, room };
      expect(topAt(sight, scrolledTo(sight, top))).toBeCloseTo(Math.min(top, lastTop(sight)), 6);
    }
});

test('what is shown already stays where it is; what is not comes in at the nearer edge', () => {
  const sight = { rows: 100, room };
  expect(topThatShows(sight, 20, 20)).toBe(20);
  expect(topThatShows(sight, 20, 34)).toBe(20);
  expect(topThatShows(sight, 20, 35)).toBe(21);
  expect(topThatShows(sight, 20, 19)).toBe(19);
});
