import { and, eq, inArray } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canCancel, canWithdrawBatch } from './handover.policy.ts';
import { type BatchState, batch, batchClient, handover } from './handover.table.ts';
import { batchesOf, caseFacts, clientsOf, findBatch, findHandover, partiesOf, standing } from './lookup.ts';
import { stagesOf } from './plan.ts';

/** Batches that can still change. */
const open: BatchState[] = ['preparing', 'checking', 'signing'];

/**
 * The pledges are signed and the receiver's access stands: every batch that was being prepared is now checked, and the
 * receiver has the task. Gives the batches that began.
 */
export async function beginChecking(inside: Inside, id: Id<'handover'>): Promise<Id<'batch'>[]> {
  const begun = await inside.db
    .update(batch)
    .set({ state: 'checking' })
    .where(and(eq(batch.handoverId, id), eq(batch.state, 'preparing')))
    .returning({ id: batch.id, number: batch.number });
  if (begun.length === 0) return [];
  const { number } = await findHandover(inside, id);
  const { incoming } = await partiesOf(inside, id);
  const check = (await stagesOf(inside, id)).find(({ stage }) => stage === 'check');
  await task.open(
    inside,
    begun.map((one) => ({
      kind: 'handover.check',
      assignee: incoming.person,
      subject: one.id,
      handover: id,
      dueOn: check?.endsOn,
      facts: {
        number,
        batch: one.number,
      },
    })),
  );
  await journal.record(inside, {
    verb: 'handover.checking-begun',
    handover: id,
    facts: { batches: begun.map((one) => one.number) },
  });
  return begun.map((one) => one.id);
}

/**
 * Moves a batch to another state of its life; refused with `handover.batch-moved-on` unless it stands in one of `from`.
 * Signed, it lets go of its clients for other batches and its task of checking is done. The caller journals.
 */
export async function moveBatch(inside: Inside, id: Id<'batch'>, from: BatchState[], to: BatchState): Promise<void> {
  const moved = await inside.db
    .update(batch)
    .set({
      state: to,
      ...(to === 'signed' ? { signedAt: inside.now } : {}),
      ...(to === 'sealed' ? { sealedAt: inside.now } : {}),
    })
    .where(and(eq(batch.id, id), inArray(batch.state, from)))
    .returning({ id: batch.id });
  if (moved.length === 0) {
    const { state, handoverId } = await findBatch(inside, id);
    throw new Refusal('handover.batch-moved-on', { handover: handoverId, batch: id, state }, 'conflict');
  }
  if (to === 'signing' || to === 'signed') await task.done(inside, { kind: 'handover.check', subject: id });
  if (to === 'signed' || to === 'withdrawn')
    await inside.db.update(batchClient).set({ open: false }).where(eq(batchClient.batchId, id));
}

/** Records which version of the inventory was made for signing; no change of what a gate looks at. */
export async function setInventoryVersion(inside: Inside, id: Id<'batch'>, inventoryVersion: number): Promise<void> {
  await inside.db.update(batch).set({ inventoryVersion }).where(eq(batch.id, id));
}

/** Closes a handover when no batch of it is left to sign or to seal; true when it is closed by now. The caller journals. */
export async function closeWhenSealed(inside: Inside, id: Id<'handover'>): Promise<boolean> {
  const batches = await batchesOf(inside, id);
  if (!batches.every(({ state }) => state === 'sealed' || state === 'withdrawn')) return false;
  await inside.db
    .update(handover)
    .set({ state: 'closed', closedAt: inside.now })
    .where(and(eq(handover.id, id), eq(handover.state, 'running')));
  return true;
}

/** Cancels a handover of which nothing is signed: its clients are free again and stay with their owner, its tasks fall away. */
export function cancelHandover(
  context: Context,
  input: { handover: Id<'handover'>; reason: string },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    const batches = await batchesOf(inside, found.id);
    allow(canCancel(inside.actor, caseFacts(found, batches), standing(await partiesOf(inside, found.id))));
    for (const one of batches.filter(({ state }) => open.includes(state))) {
      await vault.freeze(inside, await clientsOf(inside, one), null);
      await moveBatch(inside, one.id, open, 'withdrawn');
    }
    await inside.db.update(handover).set({ state: 'cancelled', closedAt: inside.now }).where(eq(handover.id, found.id));
    await task.drop(inside, { handover: found.id, why: 'handover-cancelled' });
    await vault.endGrants(inside, { handover: found.id }, 'handover-cancelled');
    await journal.record(inside, { verb: 'handover.cancelled', handover: found.id, facts: { reason: input.reason } });
    return {};
  });
}

/** Takes a batch out that is not signed; its clients are free again and stay with their owner. */
export function withdrawBatch(
  context: Context,
  input: { batch: Id<'batch'>; reason: string },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const found = await findBatch(inside, input.batch, { lock: true });
    const whole = await findHandover(inside, found.handoverId);
    allow(canWithdrawBatch(inside.actor, caseFacts(whole), standing(await partiesOf(inside, whole.id)), found));
    const clients = await clientsOf(inside, found);
    await vault.freeze(inside, clients, null);
    await moveBatch(inside, found.id, open, 'withdrawn');
    await vault.endGrants(inside, { handover: whole.id, clients }, 'batch-withdrawn');
    await task.drop(inside, { kind: 'handover.check', subject: found.id, why: 'batch-withdrawn' });
    await journal.record(inside, {
      verb: 'handover.batch-withdrawn',
      handover: whole.id,
      subject: found.id,
      facts: { batch: found.number, reason: input.reason },
    });
    return {};
  });
}
