import type { Context } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { makeInventories, takeUpSecrets } from './handover.ts';

/** Jobs of the handover by name; each is told ids only. */
export const handoverJobs = {
  /** Follows the last acceptance: every batch gets its lines. */
  'handover.make-inventory': async (context: Context, data: Record<string, unknown>): Promise<void> => {
    await makeInventories(context, { handover: data.handover as Id<'handover'> });
  },
  /** Follows the vault: what is sealed, changed or ended there is on the inventory of an open batch, or voids it. */
  'handover.take-up-secrets': async (context: Context, data: Record<string, unknown>): Promise<void> => {
    await takeUpSecrets(context, { client: data.client as ClientId });
  },
};
