import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecentTries } from './recent-tries.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const aMinute = { window: 60, max: 30 };

test('an office of a hundred signs in one after another through one address, and nobody is refused', () => {
  const tries = new RecentTries();
  for (let colleague = 0; colleague < 100; colleague += 1) {
    expect(tries.consume('203.0.113.9', aMinute)).toEqual({ allowed: true, retryAfter: null });
    vi.advanceTimersByTime(2_000);
  }
});

test('the 31st within a minute hears when to try again, and is let in then; other addresses do not notice', () => {
  const tries = new RecentTries();
  for (let colleague = 0; colleague < 30; colleague += 1) {
    expect(tries.consume('203.0.113.9', aMinute).allowed).toBe(true);
    vi.advanceTimersByTime(1_000);
  }
  expect(tries.consume('203.0.113.9', aMinute)).toEqual({ allowed: false, retryAfter: 30 });
  expect(tries.consume('203.0.113.10', aMinute).allowed).toBe(true);
  vi.advanceTimersByTime(29_000);
  expect(tries.consume('203.0.113.9', aMinute)).toEqual({ allowed: false, retryAfter: 1 });
  vi.advanceTimersByTime(1_000);
  expect(tries.consume('203.0.113.9', aMinute).allowed).toBe(true);
  expect(tries.consume('203.0.113.9', aMinute)).toEqual({ allowed: false, retryAfter: 1 });
});
