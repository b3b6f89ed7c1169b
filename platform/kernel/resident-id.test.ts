import { expect, test } from 'vitest';
import { checkResidentId } from './resident-id.ts';

test('the number of the standard is valid', () => {
  expect(checkResidentId('11010519491231002X')).toEqual({ valid: true });
});

test.each([
  ['110105194912310021', 'check'],
  ['11010519491331002X', 'birth-date'],
  ['11010519490230002X', 'birth-date'],
  ['110105491231002', 'length'],
  ['11010519491231002x', 'characters'],
])('the number %s is warned of by its %s', (number, reason) => {
  expect(checkResidentId(number)).toEqual({ valid: false, reason });
});
