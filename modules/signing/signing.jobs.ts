import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { issueLetters } from './signing.ts';

/** Jobs of the signing by name; each is told ids only. */
export const signingJobs = {
  /** Follows a handover that has begun to run, or whose manner has changed. */
  'signing.issue-letters': (context: Context, data: Record<string, unknown>): Promise<void> =>
    transact(context, (inside) => issueLetters(inside, data.handover as Id<'handover'>)),
};
