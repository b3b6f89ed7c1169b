import { expect, test } from 'vitest';
import { passwordStrength } from './password-strength.ts';

test.each(['', 'Tr0ub4dor&3', '四个汉字'])('%j is too short to stand alone', (password) => {
  expect(passwordStrength(password)).toBe('short');
});

test.each(['aaaaaaaaaaaaaaaa', '1234567890123456', 'abcdefghijklmnop', 'abababababababab'])(
  '%j is long enough and yet guessed at once',
  (password) => {
    expect(passwordStrength(password)).toBe('plain');
  },
);

test.each(['our clients come first', '每天下班前把桌面收拾干净再走人', 'correct horse battery staple'])(
  '%j is good',
  (password) => {
    expect(passwordStrength(password)).toBe('good');
  },
);
