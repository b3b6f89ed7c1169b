import { sql } from 'drizzle-orm';
import { sidesThatSign } from '#modules/archive/archive.contract.ts';
import * as archive from '#modules/archive/archive.ts';
import * as handover from '#modules/handover/handover.ts';
import type { Side } from '#modules/handover/handover.contract.ts';
import * as signing from '#modules/signing/signing.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { GateState } from './closing.contract.ts';
import type { SignOffFacts } from './closing.policy.ts';
import { areGreen, gatesOf } from './gates.ts';

/** Everything that decides what may happen next in a sign-off. */
export interface Standing {
  batch: handover.Batch;
  handover: handover.Handover;
  parties: handover.Party[];
  /** The sides in the order of signing. */
  order: readonly Side[];
  inventory: archive.KeptInventory | null;
  /** Signatures over the present inventory, in order. */
  signatures: signing.KeptSignature[];
  gates: GateState[];
  facts: SignOffFacts;
}

/**
 * Where a batch stands on its way to the last signature; `lock` keeps everybody else from changing the batch meanwhile.
 * `gates` are what they said before in this transaction, where nothing that they look at was changed since.
 */
export async function standingOf(
  inside: Inside,
  id: Id<'batch'>,
  options: { lock?: boolean; gates?: GateState[] } = {},
): Promise<Standing> {
  const batch = await handover.findBatch(inside, id, options);
  const found = await handover.findHandover(inside, batch.handoverId);
  const parties = handover.standing(await handover.partiesOf(inside, found.id));
  const order = sidesThatSign[found.manner];
  const present = await archive.presentInventory(inside, id);
  const signatures = present ? await signing.signaturesOf(inside, present.id) : [];
  const over = batch.state === 'preparing' || batch.state === 'checking' || batch.state === 'signing';
  const sees = await seesAll(inside, await handover.clientsOf(inside, batch));
  const gates = over ? (options.gates ?? (await gatesOf(inside, id, { sees }))) : [];
  const next = order.find((side) => !signatures.some((signature) => signature.side === side)) ?? null;
  const facts: SignOffFacts = {
    batch: id,
    state: batch.state,
    mine: parties.find(({ person, side }) => person === personOf(inside.actor) && order.includes(side))?.side ?? null,
    next: batch.state === 'signing' ? next : null,
    sees,
    green: sees && areGreen(gates),
    current: present !== null && present.revision === batch.revision,
  };
  return { batch, handover: found, parties, order, inventory: present, signatures, gates, facts };
}

/** Whether the actor sees every client of the batch. What anybody else would count of them is true of nothing. */
async function seesAll(inside: Inside, clients: ClientId[]): Promise<boolean> {
  const { rows } = await inside.db.execute<{ sees: boolean | null }>(sql`
    select bool_and(exists (select from access.seen s where s.client_id = wanted)) as sees
    from unnest(${sql.param(clients)}::uuid[]) wanted`);
  return rows[0]!.sees ?? false;
}
