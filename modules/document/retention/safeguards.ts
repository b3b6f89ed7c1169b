import { and, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { person } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { safeguard } from '../keeping.table.ts';
import { clientsOfArchive } from './archive-clients.ts';
import { directoryRows } from './directory.ts';
import type { PlaceSafeguard, Safeguard } from './retention.contract.ts';
import {
  archivePositions,
  canAskToLift,
  canConfirmSafeguard,
  canLiftSafeguard,
  canPlaceSafeguard,
} from './retention.policy.ts';

type SafeguardId = Id<'safeguard'>;

/** Legal holds and restrictions, newest first, for who is charged with the archives. */
export function listSafeguards(context: Context): Promise<Safeguard[]> {
  return read(context, async (inside) => {
    allow(canPlaceSafeguard(inside.actor));
    return selectSafeguards(inside);
  });
}

/**
 * Places a hold or a restriction over one file, or over all files of a client, those to come among them. A hold keeps from
 * destruction at once; a restriction closes the files to their readers once a second person has confirmed it.
 *
 * Refused with `document.safeguard-nothing` when neither file nor client is named or known, and as the policy does.
 */
export function placeSafeguard(context: Context, input: PlaceSafeguard): Promise<Safeguard> {
  return transact(context, async (inside) => {
    allow(canPlaceSafeguard(inside.actor));
    const { clientId, documentId } = await targetOf(inside, input);
    const id = newId<'safeguard'>();
    const { kind, reason } = input;
    const placedBy = personOf(inside.actor)!;
    await inside.db
      .insert(safeguard)
      .values({ firmId: inside.firm, id, kind, clientId, documentId, reason, placedBy, placedAt: inside.now });
    await askColleagues(inside, 'document.confirm-safeguard', id, kind);
    await journal.record(inside, {
      verb: kind === 'hold' ? 'document.hold-placed' : 'document.restriction-placed',
      client: clientId ?? undefined,
      subject: id,
      facts: { document: documentId, reason },
    });
    return findSafeguard(inside, id);
  });
}

/** The second person confirms; a restriction begins with it. */
export function confirmSafeguard(context: Context, input: { safeguard: SafeguardId }): Promise<Safeguard> {
  return step(context, input.safeguard, async (inside, found) => {
    allow(canConfirmSafeguard(inside.actor, found));
    await change(inside, found.id, { confirmedBy: personOf(inside.actor)!, confirmedAt: inside.now });
    await task.done(inside, { kind: 'document.confirm-safeguard', subject: found.id });
    return { verb: 'document.safeguard-confirmed', facts: {} };
  });
}

/** Asks that it be lifted, with the reason. Until a second person lifts it, it stands. */
export function askToLift(context: Context, input: { safeguard: SafeguardId; reason: string }): Promise<Safeguard> {
  return step(context, input.safeguard, async (inside, found) => {
    allow(canAskToLift(inside.actor, found));
    const liftAskedBy = personOf(inside.actor)!;
    await change(inside, found.id, { liftReason: input.reason, liftAskedBy, liftAskedAt: inside.now });
    await task.drop(inside, { kind: 'document.confirm-safeguard', subject: found.id, why: 'lift-asked' });
    await askColleagues(inside, 'document.lift-safeguard', found.id, found.kind);
    return { verb: 'document.safeguard-lift-asked', facts: { reason: input.reason } };
  });
}

/** The second person lifts it. */
export function liftSafeguard(context: Context, input: { safeguard: SafeguardId }): Promise<Safeguard> {
  return step(context, input.safeguard, async (inside, found) => {
    allow(canLiftSafeguard(inside.actor, found));
    await change(inside, found.id, { liftedBy: personOf(inside.actor)!, liftedAt: inside.now });
    await task.done(inside, { kind: 'document.lift-safeguard', subject: found.id });
    return { verb: 'document.safeguard-lifted', facts: { reason: found.liftReason } };
  });
}

/** One step in the life of a safeguard: it is locked, changed, journalled with its kind, and read again. */
function step(
  context: Context,
  id: SafeguardId,
  deed: (inside: Inside, found: Safeguard) => Promise<{ verb: string; facts: Record<string, unknown> }>,
): Promise<Safeguard> {
  return transact(context, async (inside) => {
    await inside.db
      .select({ id: safeguard.id })
      .from(safeguard)
      .where(and(eq(safeguard.firmId, inside.firm), eq(safeguard.id, id)))
      .for('update');
    const found = await findSafeguard(inside, id);
    const { verb, facts } = await deed(inside, found);
    const { kind, client, document } = found;
    await journal.record(inside, { verb, client: client?.id, subject: id, facts: { kind, document, ...facts } });
    return findSafeguard(inside, id);
  });
}

/** Everybody else who is charged with the archives is asked to be the second person; the first to answer settles it. */
async function askColleagues(inside: Inside, kind: string, subject: SafeguardId, of: Safeguard['kind']): Promise<void> {
  const me = personOf(inside.actor);
  const colleagues = (await people.selectPeople(inside)).filter(
    ({ id, state, positions }) =>
      id !== me && state === 'active' && positions.some((held) => archivePositions.some((one) => one === held)),
  );
  const dueOn = localDateOf(inside.now);
  await task.open(
    inside,
    colleagues.map(({ id }) => ({ kind, assignee: id, subject, facts: { of }, dueOn })),
  );
}

async function targetOf(inside: Inside, { client, document }: PlaceSafeguard) {
  if (document) {
    const [row] = await directoryRows(inside, { documents: [document] });
    if (row) return { clientId: row.client?.id ?? null, documentId: document };
  } else if (client && (await clientsOfArchive(inside, [client])).has(client)) {
    return { clientId: client, documentId: null };
  }
  throw new Refusal('document.safeguard-nothing', {}, 'not-found');
}

function change(inside: Inside, id: SafeguardId, values: Partial<typeof safeguard.$inferInsert>) {
  return inside.db
    .update(safeguard)
    .set(values)
    .where(and(eq(safeguard.firmId, inside.firm), eq(safeguard.id, id)));
}

async function findSafeguard(inside: Inside, id: SafeguardId): Promise<Safeguard> {
  const [found] = await selectSafeguards(inside, id);
  if (!found) throw notFound('safeguard', { safeguard: id });
  return found;
}

const placer = alias(person, 'placer');
const confirmer = alias(person, 'confirmer');
const asker = alias(person, 'asker');
const lifter = alias(person, 'lifter');

async function selectSafeguards(inside: Inside, id?: SafeguardId): Promise<Safeguard[]> {
  const rows = await inside.db
    .select({
      row: safeguard,
      placedBy: { id: placer.id, name: placer.name },
      confirmedBy: { id: confirmer.id, name: confirmer.name },
      liftAskedBy: { id: asker.id, name: asker.name },
      liftedBy: { id: lifter.id, name: lifter.name },
    })
    .from(safeguard)
    .innerJoin(placer, and(eq(placer.firmId, safeguard.firmId), eq(placer.id, safeguard.placedBy)))
    .leftJoin(confirmer, and(eq(confirmer.firmId, safeguard.firmId), eq(confirmer.id, safeguard.confirmedBy)))
    .leftJoin(asker, and(eq(asker.firmId, safeguard.firmId), eq(asker.id, safeguard.liftAskedBy)))
    .leftJoin(lifter, and(eq(lifter.firmId, safeguard.firmId), eq(lifter.id, safeguard.liftedBy)))
    .where(and(eq(safeguard.firmId, inside.firm), id ? eq(safeguard.id, id) : undefined))
    .orderBy(desc(safeguard.placedAt));
  const clients = await clientsOfArchive(
    inside,
    rows.flatMap(({ row }) => row.clientId ?? []),
  );
  return rows.map(({ row, ...persons }) => ({
    id: row.id,
    kind: row.kind,
    client: row.clientId && (clients.get(row.clientId) ?? null),
    document: row.documentId,
    reason: row.reason,
    state: row.liftedAt ? 'lifted' : row.liftAskedAt ? 'lift-asked' : row.confirmedAt ? 'confirmed' : 'placed',
    placedAt: row.placedAt,
    confirmedAt: row.confirmedAt,
    liftReason: row.liftReason,
    liftedAt: row.liftedAt,
    ...persons,
  }));
}
