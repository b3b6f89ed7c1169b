import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { endAccess, issueLetters } from './signing.ts';

/** Jobs of the signing by name; each is told ids only. */
export const signingJobs = {
  /** Follows a handover that has begun to run, or whose manner or plan has changed. */
  'signing.issue-letters': (context: Context, data: Record<string, unknown>): Promise<void> =>
    transact(context, (inside) => issueLetters(inside, data.handover as Id<'handover'>)),
  /** Follows each sealed package: with the last one the handover is closed, and what stood for it ends. */
  'signing.end-access': (context: Context, data: Record<string, unknown>): Promise<void> =>
    transact(context, (inside) => endAccess(inside, data.handover as Id<'handover'>)),
};
