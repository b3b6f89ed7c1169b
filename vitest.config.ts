import { defineConfig } from 'vitest/config';

/** Tests that read nothing of the house but hold much memory, each for itself. */
const engines = ['modules/reconciliation/engine/**/*.test.ts', 'platform/{tabular,packing}/**/*.test.ts'];
const left = ['node_modules/**', 'data/**', '**/dist/**'];
const patience = { testTimeout: 90_000, hookTimeout: 120_000 };
/** What a test makes is mostly gone before a generation of 64 MB is full and has to be looked through. */
const execArgv = ['--max-semi-space-size=64'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['testing/cluster.ts'],
    projects: [
      {
        test: { ...patience, execArgv, name: 'engines', include: engines, exclude: left, sequence: { groupOrder: 0 } },
      },
      {
        test: {
          ...patience,
          execArgv,
          name: 'house',
          include: ['**/*.test.ts'],
          exclude: [...left, ...engines],
          // The house is read once by each worker and not once by each file: what a file changes beyond itself, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          execArgv,
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
