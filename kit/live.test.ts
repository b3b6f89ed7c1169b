import { expect, test } from 'vitest';
import { concerns } from './live.ts';

const about = (module: string, input: unknown = {}) => ({ queryKey: [[module, 'get'], { input, type: 'query' }] });
const signed = { verb: 'signing.signed', handovers: ['h-1'] };

test('a change is asked for anew by its own module, by the to-do list and by whoever shows the handover', () => {
  expect(concerns(signed, about('signing'))).toBe(true);
  expect(concerns(signed, about('task'))).toBe(true);
  expect(concerns(signed, about('closing', { handover: 'h-1' }))).toBe(true);
});

test('a page about something else is left in peace', () => {
  expect(concerns(signed, about('closing', { handover: 'h-2' }))).toBe(false);
  expect(concerns(signed, about('client', { search: '上海' }))).toBe(false);
  expect(concerns(signed, { queryKey: ['palette', '上海'] })).toBe(false);
});

test('who only looked changed nothing; an issue that was opened is something new', () => {
  expect(concerns({ verb: 'client.opened', handovers: [] }, about('client'))).toBe(false);
  expect(concerns({ verb: 'issue.opened', handovers: [] }, about('issue'))).toBe(true);
});

test('a query that looks at more than its module says so', () => {
  const gates = { ...about('closing', { batch: 'b-1' }), meta: { about: ['h-1', 'vault'] } };
  expect(concerns(signed, gates)).toBe(true);
  expect(concerns({ verb: 'vault.key-version-prepared', handovers: [] }, gates)).toBe(true);
  expect(concerns({ verb: 'vault.key-version-prepared', handovers: [] }, about('closing', { batch: 'b-1' }))).toBe(
    false,
  );
});
