import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { makeInventories } from './handover.ts';

/** Jobs of the handover by name; each is told ids only. */
export const handoverJobs = {
  /** Follows the last acceptance: every batch gets its lines. */
  'handover.make-inventory': async (context: Context, data: Record<string, unknown>): Promise<void> => {
    await makeInventories(context, { handover: data.handover as Id<'handover'> });
  },
};
