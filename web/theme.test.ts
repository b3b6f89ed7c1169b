import { expect, test } from 'vitest';
import { type Colour, antTheme, colour, themeStylesheet } from './theme.ts';

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds: Colour[] = ['paper', 'sheet', 'sunk'];
const readable: [Colour, Colour[]][] = [
  ['ink', [...grounds, 'azurite-soft', 'jade-soft', 'cinnabar-soft', 'amber-soft']],
  ['ink2', [...grounds, 'azurite-soft', 'jade-soft', 'cinnabar-soft', 'amber-soft']],
  ['ink3', grounds],
  ['azurite', [...grounds, 'azurite-soft']],
  ['jade', [...grounds, 'jade-soft']],
  ['cinnabar', [...grounds, 'cinnabar-soft']],
  ['amber', [...grounds, 'amber-soft']],
];

for (const tone of ['light', 'dark'] as const) {
  test(`every ink can be read on every ${tone} ground it stands on`, () => {
    for (const [ink, papers] of readable)
      for (const paper of papers)
        expect(contrast(colour(tone, ink), colour(tone, paper)), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(tone, 'paper'), colour(tone, 'azurite')), 'paper on azurite').toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(tone, 'edge'), colour(tone, 'sheet')), 'edge of a control').toBeGreaterThanOrEqual(3);
  });
}

test('print is always on white paper', () => {
  for (const dark of themeStylesheet()
    .split('\n')
    .filter((rule) => rule.includes('color-scheme:dark')))
    expect(dark).toMatch(/^@media screen/);
});

test('nothing moves for whoever asked for less motion', () => {
  const rule = themeStylesheet()
    .split('\n')
    .find((line) => line.startsWith('@media (prefers-reduced-motion:reduce)'));
  expect(rule).toContain('animation-duration:0s!important');
  expect(rule).toContain('transition-duration:0s!important');
  expect(antTheme('light', (_seed, map) => map!, true).token?.motion).toBe(false);
});
