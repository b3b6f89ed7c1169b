import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['testing/cluster.ts'],
    projects: [
      {
        test: {
          name: 'house',
          include: ['**/*.test.ts'],
          exclude: ['node_modules/**', 'data/**', '**/dist/**'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // The house is read once by each worker and not once by each file: what a file changes beyond itself, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
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
