import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { carryOut, certify } from './disposal.ts';

export const disposalJobs = {
  /** Ordered by the archives in front of those who watch. */
  'disposal.destroy': (context: Context, data: Record<string, unknown>) =>
    carryOut(context, { disposal: data.disposal as Id<'disposal'> }),
  /** Ordered by the last signature of those who watched; tried again until the certificate stands. */
  'disposal.certify': (context: Context, data: Record<string, unknown>) =>
    certify(context, { disposal: data.disposal as Id<'disposal'> }),
};
