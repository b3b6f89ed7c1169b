import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as vault from '#modules/vault/vault.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { ItemView, Proof, ProveItem } from './handover.contract.ts';
import { canProveItem } from './handover.policy.ts';
import { item } from './handover.table.ts';
import { itemView } from './items.ts';
import { type Item, findBatch, findItem, partiesOf, standing } from './lookup.ts';
import { bumpRevision } from './revision.ts';
import type { ItemState } from './terms.ts';

/**
 * The receiver shows that a line was received, by the proof of its method. Nobody ticks for another, and a proof that does not hold
 * is refused with what it lacks. What is missing, unreadable or different is reported to reconciliation instead.
 */
export function proveItem(context: Context, { item: id, proof }: ProveItem): Promise<ItemView> {
  return transact(context, async (inside) => {
    const found = await findProvable(inside, id);
    await refuseWeak(inside, found, proof);
    const { method: _method, ...shown } = proof;
    await markItem(inside, found, { state: 'received', proof: { ...shown, evidence: found.evidence } });
    return itemView(await findItem(inside, found.id));
  });
}

/** The receiver takes back what was shown of a line; it is open again. */
export function undoProof(context: Context, input: { item: Id<'item'> }): Promise<ItemView> {
  return transact(context, async (inside) => {
    const found = await findProvable(inside, input.item);
    await markItem(inside, found, { state: 'open', proof: null });
    return itemView(await findItem(inside, found.id));
  });
}

/**
 * Writes the outcome of a line as part of a deed whose own policy let only the receiver do it: proofs here, and checks of
 * every field elsewhere. Raises the revision and journals.
 */
export async function markItem(
  inside: Inside,
  { id, batchId, handoverId, clientId, method }: Item,
  outcome: {
    state: Extract<ItemState, 'open' | 'received' | 'missing' | 'unreadable' | 'different'>;
    proof: Record<string, unknown> | null;
  },
): Promise<void> {
  const open = outcome.state === 'open';
  await inside.db
    .update(item)
    .set({ ...outcome, provedBy: open ? null : personOf(inside.actor), provedAt: open ? null : inside.now })
    .where(and(eq(item.firmId, inside.firm), eq(item.id, id)));
  await bumpRevision(inside, batchId);
  await journal.record(inside, {
    verb: open ? 'handover.proof-undone' : 'handover.item-proved',
    handover: handoverId,
    client: clientId,
    subject: id,
    facts: { method, state: outcome.state },
  });
}

async function findProvable(inside: Inside, id: Id<'item'>): Promise<Item> {
  const found = await findItem(inside, id);
  const parties = standing(await partiesOf(inside, found.handoverId));
  allow(canProveItem(inside.actor, parties, await findBatch(inside, found.batchId), found));
  return found;
}

/** Refuses a proof that is of another method, lacks evidence that the line asks for, or does not fit what is listed. */
async function refuseWeak(inside: Inside, found: Item, proof: Proof): Promise<void> {
  const facts = { handover: found.handoverId, client: found.clientId, item: found.id };
  const today = localDateOf(inside.now);
  if (proof.method !== found.method) throw new Refusal('handover.other-method', { ...facts, asks: found.method });
  const ask = (key: string, shown: unknown) => {
    if (found.evidence.includes(key) && !shown)
      throw new Refusal('handover.evidence-missing', { ...facts, evidence: key });
  };
  switch (proof.method) {
    case 'physical':
      return refuseOtherObject(found, proof, facts);
    case 'file':
      if (found.recordId && proof.recordVersion !== found.recordVersion)
        throw new Refusal('handover.other-version', { ...facts, version: found.recordVersion });
      if (!found.recordId) ask('file', proof.sha256 ?? proof.document);
      ask('filing-receipt', proof.document ?? proof.sha256 ?? proof.receipt);
      return ask('signed-in', proof.signedIn);
    case 'rebind':
      if (proof.boundOn > today) throw new Refusal('handover.date-ahead', { ...facts, date: proof.boundOn });
      ask('binding-receipt', proof.document ?? proof.receipt);
      ask('client-confirmation', proof.clientConfirmed);
      return ask('signed-in', proof.signedIn);
    case 'secret': {
      const opened = { secret: found.secretId!, person: personOf(inside.actor)! };
      if (!found.secretId || !(await vault.hasOpened(inside, opened)))
        throw new Refusal('handover.secret-not-opened', facts);
      break;
    }
    case 'knowledge':
      break;
    case 'balance':
      if (found.recordId) throw new Refusal('handover.proved-by-checking', facts);
      if (proof.asOf > today) throw new Refusal('handover.date-ahead', { ...facts, date: proof.asOf });
      return ask('statement', proof.document ?? proof.statement);
    case 'obligation':
      return refuseLate(found, proof.dueOn, today, facts);
  }
}

function refuseOtherObject(found: Item, proof: Proof & { method: 'physical' }, facts: object): void {
  const { quantity, number } = found.line;
  if (quantity !== undefined && /^\d+$/.test(quantity) && Number(quantity) !== proof.counted)
    throw new Refusal('handover.count-differs', { ...facts, counted: proof.counted, listed: Number(quantity) });
  if (number === undefined || number.includes('*')) return;
  if (!proof.serial) throw new Refusal('handover.evidence-missing', { ...facts, evidence: 'serial' });
  if (plain(proof.serial) !== plain(number)) throw new Refusal('handover.serial-differs', { ...facts });
}

/** An open matter is taken on by its own date; one that is late already, by today at the earliest. */
function refuseLate(found: Item, dueOn: LocalDate, today: LocalDate, facts: object): void {
  const { due } = found.line;
  if (dueOn < today) throw new Refusal('handover.date-past', { ...facts, date: dueOn });
  if (due !== undefined && due >= today && dueOn > due) throw new Refusal('handover.due-earlier', { ...facts, due });
}

function plain(written: string): string {
  return written.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
}
