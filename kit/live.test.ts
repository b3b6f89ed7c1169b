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
