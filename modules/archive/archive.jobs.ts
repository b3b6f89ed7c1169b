import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { sealPackage } from './seal-package.ts';

export const archiveJobs = {
  /** Ordered by the last signature of a batch; tried again until the package stands. */
  'archive.seal': (context: Context, data: Record<string, unknown>) =>
    sealPackage(context, { batch: data.batch as Id<'batch'> }),
};
