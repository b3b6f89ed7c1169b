import * as archive from '#modules/archive/archive.ts';
import { canReadClient } from '#modules/client/client.policy.ts';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as signing from '#modules/signing/signing.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { SignOff } from './closing.contract.ts';
import { canMakeInventory } from './closing.policy.ts';
import { inventoryOf } from './inventory-json.ts';
import { describe } from './read-sign-off.ts';
import { type Standing, standingOf } from './standing.ts';

/**
 * Makes the inventory that the parties sign, from what stands now, and asks the first of them. An earlier inventory of the
 * batch is void from then on, and its signatures with it.
 *
 * @throws Refusal `closing.gates-shut` while a gate is not green, `closing.not-in-checking`, `closing.not-a-party`.
 */
export function makeInventory(context: Context, input: { batch: Id<'batch'> }): Promise<SignOff> {
  return transact(context, async (inside) => {
    const standing = await standingOf(inside, input.batch, { lock: true });
    allow(canMakeInventory(inside.actor, standing.facts));
    const { batch } = standing;
    if (standing.inventory) await voidInventory(inside, standing, 'made-again');
    const version = batch.inventoryVersion + 1;
    const inventory = await inventoryOf(inside, batch, version, standing.gates);
    const { hash, lines } = await archive.keepInventory(inside, inventory, batch.revision);
    await task.done(inside, { kind: 'closing.refused', subject: batch.id });
    if (batch.state === 'checking') await handover.moveBatch(inside, batch.id, ['checking'], 'signing');
    await handover.setInventoryVersion(inside, batch.id, version);
    const made = await standingOf(inside, input.batch, standing);
    await askNext(inside, made);
    await journal.record(inside, {
      verb: 'closing.inventory-made',
      handover: batch.handoverId,
      subject: batch.id,
      facts: { version, revision: batch.revision, hash, lines },
    });
    return describe(inside, made);
  });
}

/** The canonical JSON whose hash is signed, for whoever sees the clients of the batch. */
export function readInventory(
  context: Context,
  input: { batch: Id<'batch'> },
): Promise<{ json: string; hash: string }> {
  return read(context, async (inside) => {
    const batch = await handover.findBatch(inside, input.batch);
    const present = await archive.presentInventory(inside, batch.id);
    const [first] = await handover.clientsOf(inside, batch);
    if (!present || !first) throw notFound('inventory', { batch: batch.id });
    allow(canReadClient({ client: first, capabilities: await client.capabilitiesOn(inside, first) }));
    return { json: await archive.inventoryJson(inside, present), hash: present.hash };
  });
}

/** Voids an inventory and its signatures, and lets the vault of its clients move again. */
export async function voidInventory(
  inside: Inside,
  { batch, inventory: present, signatures }: Standing,
  why: string,
): Promise<void> {
  await archive.voidInventory(inside, present!.id, why);
  if (signatures.length > 0) await signing.voidSignatures(inside, present!.id, why);
  await vault.freeze(inside, await handover.clientsOf(inside, batch), null);
  await task.drop(inside, { kind: 'closing.sign', subject: batch.id, why });
}

/** Asks the party whose turn it is, for today. */
export async function askNext(inside: Inside, { batch, handover: found, parties, facts }: Standing): Promise<void> {
  const next = parties.find(({ side }) => side === facts.next);
  if (!next) return;
  const { number, id } = found;
  await task.open(inside, {
    kind: 'closing.sign',
    assignee: next.person,
    subject: batch.id,
    handover: id,
    facts: { number, batch: batch.number },
    dueOn: localDateOf(inside.now),
  });
}
