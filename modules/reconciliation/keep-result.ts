import { closeSync, openSync, writeSync } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Prepared } from './engine/compare/prepare.ts';
import { randomSeed } from './engine/compare/seed.ts';
import type { ComparisonSummary } from './engine/compare/summary.ts';
import type { Normaliser } from './engine/normalise/normaliser.ts';
import { normaliserSchema } from './engine/normalise/normaliser-json.ts';
import { hashInput } from './engine/result/hash-input.ts';
import { type OpenedResult, openResult } from './engine/result/open-result.ts';
import { type Input, ResultWriter } from './engine/result/result-file.ts';

type Take = (lines: Uint8Array) => void;

/** A comparison whose result is written to a file while it runs; `name` is there when it has ended. */
export interface KeptComparison {
  run(compare: (prepared: Prepared['comparison'], take: Take) => ComparisonSummary, take: Take): ComparisonSummary;
  readonly name: Input | null;
}

/** Keeps the result in the file at `path`, or only its name where there is none. `paths` are the inputs as they were given. */
export async function keepResult(
  prepared: Prepared,
  paths: readonly string[],
  path: string | null,
): Promise<KeptComparison> {
  const [left, right] = await inputsOf(prepared, paths);
  const { comparison: given, alone } = prepared;
  const comparison = { ...given, seed: given.seed ?? randomSeed() };
  let name: Input | null = null;
  return {
    run: (compare, take) => {
      const file = path === null ? null : openSync(path, 'w', 0o600);
      try {
        const { pairs, key, exact, seed } = comparison;
        const writer = new ResultWriter({ left, right, pairs, key, alone, exact, seed }, (bytes) => {
          for (let done = 0; file !== null && done < bytes.length;) done += writeSync(file, bytes, done);
        });
        const summary = compare(comparison, (lines) => {
          writer.lines(lines);
          take(lines);
        });
        name = writer.end(summary);
        return summary;
      } finally {
        if (file !== null) closeSync(file);
      }
    },
    get name() {
      return name;
    },
  };
}

/** What has no file of its own, such as the rows of a query, is named by its rows as they were compared. */
async function inputsOf({ comparison }: Prepared, paths: readonly string[]): Promise<[Input, Input]> {
  const [left, right] = paths.map((path, at) =>
    /^postgres(ql)?:/.test(path) ? (at === 0 ? comparison.left : comparison.right).path : path,
  ) as [string, string];
  return [await hashInput(left), await hashInput(right)];
}

/** What a kept result was made with, to make it again. Refuses as `openResult` does. */
export async function recipeOf(path: string): Promise<OpenedResult & { wishes: RecipeWishes }> {
  const opened = await openResult(path);
  const { key, columns, by, seed } = opened.header;
  const wishes: RecipeWishes = {
    key,
    map: Object.fromEntries(columns.map(({ left, right }) => [left, right])),
    normalise: Object.fromEntries(
      columns.map(({ left, normaliser }) => [left, normaliserSchema.parse(normaliser) as Normaliser]),
    ),
    exact: by === 'bytes',
    equivalent: opened.summary.counts.equivalent === null ? 'count' : 'list',
    seed,
  };
  return { ...opened, wishes };
}

interface RecipeWishes {
  key: string[];
  map: Record<string, string>;
  normalise: Record<string, Normaliser>;
  exact: boolean;
  equivalent: 'list' | 'count';
  seed: string;
}

/** Refuses `result.other-input` {file} unless both files are those of which the result was made. */
export async function expectInputs({ header }: OpenedResult, paths: readonly string[]): Promise<void> {
  for (const [at, input] of [header.left, header.right].entries())
    if ((await hashInput(paths[at]!)).sha256 !== input.sha256)
      throw new Refusal('result.other-input', { file: paths[at]! });
}
