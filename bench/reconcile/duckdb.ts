import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.ts';

const runner = join(import.meta.dirname, 'duckdb-run.ts');

function duckdb(name: string, job: 'read' | 'compare' | 'normalise', doesNot: string): Contender {
  return {
    name,
    version: async () => {
      const manifest = join(import.meta.dirname, '../../node_modules/@duckdb/node-api/package.json');
      return `@duckdb/node-api ${(JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version}`;
    },
    doesNot,
    command: ({ left, right, out }) => [process.execPath, runner, job, left, right, out],
  };
}

/** DuckDB in a process of its own, two threads, extensions neither installed nor loaded by themselves. */
export const duckdbComparing = duckdb(
  'DuckDB comparing',
  'compare',
  'totals of both sides, doubled keys, rows without key, cells only written differently',
);
export const duckdbNormalising = duckdb(
  'DuckDB comparing normalised values',
  'normalise',
  'totals of both sides, doubled keys, rows without key; only the forms that these files have',
);
export const duckdbReading = duckdb('DuckDB only reading both', 'read', 'any comparison');
