import { expect, test } from 'vitest';
import { keyOf, printedKey } from './keys.ts';

const pressed = (key: string, code = '', held: { metaKey?: boolean; ctrlKey?: boolean } = {}) =>
  keyOf({ key, code, metaKey: false, ctrlKey: false, ...held });

test('a letter is the same key with Caps Lock or Shift', () => {
  expect(pressed('J', 'KeyJ')).toBe('j');
  expect(pressed('j', 'KeyJ')).toBe('j');
});

test('a Chinese input method does not take the keys away', () => {
  expect(pressed('Process', 'KeyJ')).toBe('j');
  expect(pressed('Process', 'Digit3')).toBe('3');
  expect(pressed('？', 'Slash')).toBe('?');
});

test('⌘K and Ctrl K are one key', () => {
  expect(pressed('k', 'KeyK', { metaKey: true })).toBe('mod+k');
  expect(pressed('k', 'KeyK', { ctrlKey: true })).toBe('mod+k');
  expect(printedKey('mod+k')).toBe('Ctrl K');
});
