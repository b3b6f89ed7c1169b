import { type SQL, and, asc, eq, inArray } from 'drizzle-orm';
import { person } from '#modules/people/people.table.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { CaseFacts } from './handover.policy.ts';
import type { ItemState } from './terms.ts';
import { type Side, batch, batchClient, handover, handoverParty, item } from './handover.table.ts';

export type Handover = typeof handover.$inferSelect;
export type Batch = typeof batch.$inferSelect;
export type Item = typeof item.$inferSelect;

/** Who stands on a side, with the title and the rule as they stand on the form. */
export interface Party {
  side: Side;
  person: PersonId;
  name: string;
  title: string;
  basis: string | null;
  answer: 'waiting' | 'accepted' | 'declined';
  declinedFor: string | null;
}

/** The three sides of every handover, and the two that some have. */
export interface Parties {
  outgoing: Party;
  incoming: Party;
  supervisor: Party;
  proxy: Party | null;
  witness: Party | null;
}

/** The handover, or `handover.not-found` when it is not there or not the actor's to see. */
export async function findHandover(inside: Inside, id: Id<'handover'>): Promise<Handover> {
  const [found] = await inside.db.select().from(handover).where(eq(handover.id, id));
  if (!found) throw notFound('handover', { handover: id });
  return found;
}

/** The batch, or `batch.not-found`; `lock` keeps everybody else from changing it until the transaction ends. */
export async function findBatch(inside: Inside, id: Id<'batch'>, options: { lock?: boolean } = {}): Promise<Batch> {
  const query = inside.db.select().from(batch).where(eq(batch.id, id));
  const [found] = options.lock ? await query.for('update') : await query;
  if (!found) throw notFound('batch', { batch: id });
  return found;
}

/** Every batch of the handover by number. */
export function batchesOf(inside: Inside, id: Id<'handover'>): Promise<Batch[]> {
  return inside.db.select().from(batch).where(eq(batch.handoverId, id)).orderBy(asc(batch.number));
}

/** The clients of a batch that are still in it; for a signed batch those that it was signed for. */
export async function clientsOf(inside: Inside, { id, state }: Pick<Batch, 'id' | 'state'>): Promise<ClientId[]> {
  const open = state === 'preparing' || state === 'checking' || state === 'signing';
  const rows = await inside.db
    .select({ client: batchClient.clientId })
    .from(batchClient)
    .where(and(eq(batchClient.batchId, id), open ? eq(batchClient.open, true) : undefined))
    .orderBy(asc(batchClient.clientId));
  return rows.map(({ client }) => client);
}

/** What the policies ask of a handover; `batches` tells whether one was signed. */
export function caseFacts({ id, number, state }: Handover, batches: Pick<Batch, 'signedAt'>[] = []): CaseFacts {
  return { id, number, state, signed: batches.some(({ signedAt }) => signedAt !== null) };
}

/** The parties as the policies ask for them. */
export function standing({ outgoing, incoming, supervisor, proxy, witness }: Parties): Party[] {
  return [outgoing, incoming, supervisor, proxy, witness].filter((party) => party !== null);
}

/** Who stands on which side. */
export async function partiesOf(inside: Inside, id: Id<'handover'>): Promise<Parties> {
  const rows = await selectParties(inside, eq(handoverParty.handoverId, id));
  const on = (side: Side) => rows.find((row) => row.side === side) ?? null;
  const [outgoing, incoming, supervisor] = [on('outgoing'), on('incoming'), on('supervisor')];
  if (!outgoing || !incoming || !supervisor) throw notFound('handover', { handover: id });
  return { outgoing, incoming, supervisor, proxy: on('proxy'), witness: on('witness') };
}

/** The parties of several handovers. */
export async function partiesOfAll(
  inside: Inside,
  ids: Id<'handover'>[],
): Promise<(Party & { handover: Id<'handover'> })[]> {
  return ids.length > 0 ? selectParties(inside, inArray(handoverParty.handoverId, ids)) : [];
}

/** The lines of a batch's inventory, or of one client in it, or in some states, in the order of the form; only those the actor sees. */
export function itemsOf(
  inside: Inside,
  of: { batch: Id<'batch'>; client?: ClientId; states?: ItemState[] },
): Promise<Item[]> {
  return inside.db
    .select()
    .from(item)
    .where(
      and(
        eq(item.batchId, of.batch),
        of.client ? eq(item.clientId, of.client) : undefined,
        of.states ? inArray(item.state, of.states) : undefined,
      ),
    )
    .orderBy(asc(item.clientId), asc(item.position), asc(item.id));
}

/** The line, or `item.not-found` when it is not there or not the actor's to see. */
export async function findItem(inside: Inside, id: Id<'item'>): Promise<Item> {
  const [found] = await inside.db.select().from(item).where(eq(item.id, id));
  if (!found) throw notFound('item', { item: id });
  return found;
}

function selectParties(inside: Inside, condition: SQL): Promise<(Party & { handover: Id<'handover'> })[]> {
  return inside.db
    .select({
      handover: handoverParty.handoverId,
      side: handoverParty.side,
      person: handoverParty.personId,
      name: person.name,
      title: handoverParty.title,
      basis: handoverParty.basis,
      answer: handoverParty.answer,
      declinedFor: handoverParty.declinedFor,
    })
    .from(handoverParty)
    .innerJoin(person, and(eq(person.firmId, handoverParty.firmId), eq(person.id, handoverParty.personId)))
    .where(condition);
}
