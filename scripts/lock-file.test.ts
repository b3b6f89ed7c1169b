import { expect, test } from 'vitest';
import lock from '../package-lock.json' with { type: 'json' };

type Locked = { version?: string; optionalDependencies?: Record<string, string> };

test('the lock file holds the packages of every platform, else `npm ci` fails on a bare clone', () => {
  const packages: Record<string, Locked> = lock.packages;
  const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !held.has(name));
  expect(missing).toEqual([]);
});
