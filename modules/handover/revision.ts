import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { batch } from './handover.table.ts';
import { findBatch } from './lookup.ts';

/**
 * Raises the revision of a batch; whoever changes anything that a gate looks at calls it in the same transaction. The row
 * stays locked until then, so a sign-off of the revision before either sees the change or is refused. Signatures already
 * given name an earlier revision and no longer count.
 *
 * @throws Refusal `handover.batch-signed` when the batch is signed or withdrawn, `batch.not-found` when not to be seen.
 */
export async function bumpRevision(inside: Inside, id: Id<'batch'>): Promise<void> {
  const changed = await inside.db
    .update(batch)
    .set({ revision: sql`${batch.revision} + 1` })
    .where(and(eq(batch.id, id), inArray(batch.state, ['preparing', 'checking', 'signing'])))
    .returning({ id: batch.id });
  if (changed.length > 0) return;
  const found = await findBatch(inside, id);
  throw new Refusal('handover.batch-signed', { handover: found.handoverId, batch: id, state: found.state }, 'conflict');
}
