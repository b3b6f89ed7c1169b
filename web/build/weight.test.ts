import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type PageWeight, pageWeights, weightReport } from './weight.ts';

let built: string;
let weights: PageWeight[];

beforeAll(async () => {
  // Under the tests' own NODE_ENV the build would carry React and antd as they are for developers.
  vi.stubEnv('NODE_ENV', 'production');
  built = await mkdtemp(join(tmpdir(), 'baton-web-'));
  await build({
    configFile: new URL('../vite.config.ts', import.meta.url).pathname,
    logLevel: 'error',
    build: { outDir: built },
  });
  weights = await pageWeights(built);
}, 120_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(built, { recursive: true, force: true });
});

test('the sign-in page is there at once, and any first page soon after', () => {
  expect(weights.map(({ page }) => page)).toContain('sign-in.html');
  expect(
    weights.filter(({ bytes, limit }) => bytes > limit),
    weightReport(weights),
  ).toEqual([]);
});
