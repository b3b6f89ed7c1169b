import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const literal =
  /(?<![\w&/])#(?:[\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})(?![\w-])|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color-mix|color)\(|(?:color|background|border|fill|stroke|outline|shadow)[\w-]*['"]?\s*[:=]\s*['"]?(?:black|white|red|green|blue|gr[ae]y|orange|yellow|purple|pink|brown)\b/gi;

function drawn(): string[] {
  const found = globSync(['web/**/*', 'kit/**/*', 'modules/*/web/**/*'], { cwd: root });
  return found.filter((file) => /\.(css|html|js|svg|tsx?)$/.test(file) && !/\.test\.ts$|web\/theme\.ts$/.test(file));
}

test('no colour is written anywhere but in the theme', async () => {
  const files = drawn();
  expect(files.length).toBeGreaterThan(40);
  const found: string[] = [];
  for (const file of files) {
    const text = (await readFile(root + file, 'utf8')).replace(/(from|import\() ?'#\w+/g, '');
    for (const match of text.matchAll(literal)) found.push(`${file}: ${match[0]}`);
  }
  expect(found).toEqual([]);
});

test('the search for colours sees each way of writing one', () => {
  for (const planted of [
    'color: #fff',
    "fill='#C23A2B'",
    'rgb(0 0 0)',
    'oklch(0.5 0 0)',
    'border: white',
    'background-color: red',
  ])
    expect(planted.match(literal), planted).not.toBeNull();
});
