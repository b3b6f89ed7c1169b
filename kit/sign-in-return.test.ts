import { expect, test } from 'vitest';
import { returnPath } from './sign-in-return.ts';

const house = 'https://baton.example';
const back = (next: string) => returnPath(`?next=${encodeURIComponent(next)}`, house);

test('after sign-in one stands on the page one had asked for', () => {
  expect(back('/handovers/1?tab=checks')).toBe('/handovers/1?tab=checks');
  expect(returnPath('', house)).toBe('/');
});

test('a link from outside cannot lead out of the house through the sign-in page', () => {
  for (const foreign of [
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/',
  ])
    expect(back(foreign), foreign).toBe('/');
});
