import type { Context } from '#platform/context/context.ts';
import { readJob } from './comparison/add-dataset.ts';
import { describeDataset } from './comparison/describe-dataset.ts';
import { runComparison } from './comparison/run-comparison.ts';
import { compareJob } from './comparison/start-comparison.ts';

/** What the module does in the background. */
export const reconciliationJobs = {
  [readJob]: (context: Context, data: Record<string, unknown>) =>
    describeDataset(context, { dataset: data.dataset as never, round: data.round as number }),
  [compareJob]: (context: Context, data: Record<string, unknown>) =>
    runComparison(context, { comparison: data.comparison as never }),
};
