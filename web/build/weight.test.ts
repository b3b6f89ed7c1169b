import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PageWeight, pageWeights, weightReport } from './weight.ts';

let built: string;
let weights: PageWeight[];

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'baton-web-'));
  await build({
    configFile: new URL('../vite.config.ts', import.meta.url).pathname,
    logLevel: 'error',
    build: { outDir: built },
  });
  weights = await pageWeights(built);
}, 120_000);

afterAll(() => rm(built, { recursive: true, force: true }));

test('the sign-in page is there at once, and any first page soon after', () => {
  expect(weights.map(({ page }) => page)).toContain('sign-in.html');
  expect(
    weights.filter(({ bytes, limit }) => bytes > limit),
    weightReport(weights),
  ).toEqual([]);
});
