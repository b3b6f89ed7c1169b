import { and, eq, inArray, sql } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import * as journal from '#modules/journal/journal.ts';
import type { Person } from '#modules/people/people.contract.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { type ClientId, type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { StartHandover, Started } from './handover.contract.ts';
import { canStartHandover } from './handover.policy.ts';
import { type Side, batch, batchClient, handover, handoverParty, handoverStage } from './handover.table.ts';
import { planOf } from './plan.ts';
import { formatHandoverNumber } from './rules/handover-number.ts';
import { oneSideEach } from './rules/sides.ts';
import { supervision } from './supervisor.ts';

/**
 * Starts a handover: its clients are kept in its batches from now on, its parties are asked, its stages have dates.
 *
 * Refused with `handover.two-sides`, `handover.supervisor-must-be-…` (会计法 Art. 39), `handover.person-away`,
 * `handover.client-in-two-batches`, `handover.client-in-open-batch` (a client is in at most one open batch; of starts at
 * the same moment one wins) and `handover.client-not-of-outgoing`; each names what it is about.
 */
export function startHandover(context: Context, input: StartHandover): Promise<Started> {
  return transact(context, async (inside) => {
    allow(canStartHandover(inside.actor));
    const everybody = await people.selectPeople(inside);
    const [outgoing, incoming, supervisor, meanwhile] = [
      input.outgoing,
      input.incoming,
      input.supervisor,
      input.meanwhile,
    ].map((id) => personIn(everybody, id)) as [Person, Person, Person, Person];
    for (const present of [incoming, supervisor, meanwhile]) refuseAway(present);
    allow(
      oneSideEach([
        { person: outgoing.id, side: 'outgoing' },
        { person: incoming.id, side: 'incoming' },
        { person: supervisor.id, side: 'supervisor' },
      ]),
    );
    const supervises = supervision(supervisor.id, { outgoing, incoming: incoming.id, people: everybody });
    allow(supervises.verdict);
    const version = await playbook.presentVersion(inside, input.playbookVersion);
    const present = [outgoing, incoming, supervisor].map(({ id }) => id);
    const { stages, warnings } = await planOf(inside, version.content, { ...input, parties: present });

    const id = newId<'handover'>();
    const today = localDateOf(inside.now);
    const year = Number(today.slice(0, 4));
    // The firm's counter is locked until the end, so that starts at the same moment wait for each other here.
    const number = formatHandoverNumber(year, await people.nextNumber(inside, `H-${year}`));
    const firmId = inside.firm;
    await inside.db.insert(handover).values({
      firmId,
      id,
      number,
      kind: input.kind,
      reason: input.reason ?? null,
      playbookVersionId: version.id,
      startsOn: stages[0]!.startsOn,
      cutOff: input.cutOff,
      meanwhileId: meanwhile.id,
      createdBy: personOf(inside.actor)!,
    });
    const party = (side: Side, { id: personId, title }: Person, basis: string | null = null) => ({
      firmId,
      handoverId: id,
      side,
      personId,
      title,
      basis,
    });
    await inside.db
      .insert(handoverParty)
      .values([
        party('outgoing', outgoing),
        party('incoming', incoming),
        party('supervisor', supervisor, supervises.basis),
      ]);
    await inside.db.insert(handoverStage).values(
      stages.map(({ stage, startsOn, endsOn }, position) => ({
        firmId,
        handoverId: id,
        stage,
        position,
        startsOn,
        endsOn,
        accountableSide: version.content.stages.find(({ key }) => key === stage)!.owner,
      })),
    );
    const batches = await fillBatches(inside, id, input.batches, outgoing.id);
    const dueOn = workingCalendar().addWorkingDays(today, version.content.deadlines.acceptAppointment).result;
    await askParties(inside, id, [outgoing.id, incoming.id, supervisor.id], { number, dueOn });
    await journal.record(inside, {
      verb: 'handover.started',
      handover: id,
      facts: {
        number,
        kind: input.kind,
        outgoing: outgoing.id,
        incoming: incoming.id,
        supervisor: supervisor.id,
        basis: supervises.basis,
        cutOff: input.cutOff,
        batches: input.batches.map(({ length }) => length),
      },
    });
    return { handover: id, number, batches, warnings };
  });
}

/** Opens the task of accepting for each of the persons. */
export function askParties(
  inside: Inside,
  id: Id<'handover'>,
  whom: PersonId[],
  { number, dueOn }: { number: string; dueOn: LocalDate },
): Promise<void> {
  return task.open(
    inside,
    whom.map((assignee) => ({
      kind: 'handover.accept',
      assignee,
      subject: id,
      handover: id,
      facts: { number },
      dueOn,
    })),
  );
}

/** The person, or `person.not-found`. */
export function personIn(everybody: Person[], id: PersonId): Person {
  const found = everybody.find((one) => one.id === id);
  if (!found) throw new Refusal('person.not-found', { person: id }, 'not-found');
  return found;
}

/** Refuses whoever is suspended or has left. */
export function refuseAway({ id, state }: Person): void {
  if (state !== 'active') throw new Refusal('handover.person-away', { person: id, state });
}

async function fillBatches(
  inside: Inside,
  id: Id<'handover'>,
  given: ClientId[][],
  outgoing: PersonId,
): Promise<Id<'batch'>[]> {
  const firmId = inside.firm;
  const wanted = given.flatMap((clients, index) => clients.map((clientId) => ({ clientId, index })));
  const ids = wanted.map(({ clientId }) => clientId);
  const twice = [...Map.groupBy(ids, (one) => one)].flatMap(([one, { length }]) => (length > 1 ? [one] : []));
  if (twice.length > 0)
    throw new Refusal('handover.client-in-two-batches', { numbers: await numbersOf(inside, twice) }, 'conflict');

  const batches = given.map((_, index) => ({ firmId, id: newId<'batch'>(), handoverId: id, number: index + 1 }));
  await inside.db.insert(batch).values(batches);
  // In one order for everybody, so that starts over the same clients wait for each other instead of blocking each other.
  const rows = wanted
    .toSorted((one, other) => (one.clientId < other.clientId ? -1 : 1))
    .map(({ clientId, index }) => ({ firmId, batchId: batches[index]!.id, handoverId: id, clientId }));
  const known = await inside.db
    .select({ id: client.id })
    .from(client)
    .where(and(eq(client.firmId, firmId), inArray(client.id, ids)));
  if (known.length < ids.length) {
    const there = new Set(known.map((row) => row.id));
    throw new Refusal('client.not-found', { client: ids.find((one) => !there.has(one)) }, 'not-found');
  }
  for (let from = 0; from < rows.length; from += 5000)
    await inside.db
      .insert(batchClient)
      .values(rows.slice(from, from + 5000))
      .onConflictDoNothing();
  await refuseTaken(inside, id, ids);
  // Asked after the clients are held: a sign-off that ended a moment ago has changed their owner by now.
  const strangers = await inside.db
    .select({ number: client.number })
    .from(client)
    .where(and(eq(client.firmId, firmId), inArray(client.id, ids), sql`${client.ownerId} <> ${outgoing}`))
    .orderBy(client.number);
  if (strangers.length > 0) {
    const numbers = strangers.slice(0, 20).map(({ number }) => number);
    throw new Refusal('handover.client-not-of-outgoing', { numbers, count: strangers.length }, 'conflict');
  }
  return batches.map((row) => row.id);
}

/** Refuses with the numbers of the clients that stand in another open batch, and of the handovers they stand in. */
async function refuseTaken(inside: Inside, id: Id<'handover'>, ids: ClientId[]): Promise<void> {
  const taken = await inside.db
    .select({ number: client.number, handover: handover.number })
    .from(batchClient)
    .innerJoin(client, and(eq(client.firmId, batchClient.firmId), eq(client.id, batchClient.clientId)))
    .innerJoin(handover, and(eq(handover.firmId, batchClient.firmId), eq(handover.id, batchClient.handoverId)))
    .where(
      and(
        eq(batchClient.firmId, inside.firm),
        inArray(batchClient.clientId, ids),
        eq(batchClient.open, true),
        sql`${batchClient.handoverId} <> ${id}`,
      ),
    )
    .orderBy(client.number);
  if (taken.length === 0) return;
  const numbers = taken.slice(0, 20).map(({ number }) => number);
  const handovers = [...new Set(taken.map((row) => row.handover))];
  throw new Refusal('handover.client-in-open-batch', { numbers, count: taken.length, handovers }, 'conflict');
}

async function numbersOf(inside: Inside, ids: ClientId[]): Promise<string[]> {
  const rows = await inside.db
    .select({ number: client.number })
    .from(client)
    .where(and(eq(client.firmId, inside.firm), inArray(client.id, ids.slice(0, 20))));
  return rows.map(({ number }) => number);
}
