import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canAnswer, canChangeManner, canReplaceParty, sideOf, sidesToAccept } from './handover.policy.ts';
import { type HandoverState, type Side, handover, handoverParty } from './handover.table.ts';
import { type Handover, batchesOf, caseFacts, findHandover, partiesOf, standing } from './lookup.ts';
import { oneSideEach } from './rules/sides.ts';
import { askParties, personIn, refuseAway } from './start.ts';
import { supervision } from './supervisor.ts';

/** A party's answer to being asked. */
export type Answer = { handover: Id<'handover'> } & ({ answer: 'accept' } | { answer: 'decline'; reason: string });

/**
 * Accepts or declines the actor's side. When everybody who must has accepted, the handover runs and a job makes its
 * inventory; when somebody declines, whoever started it is told and asks somebody else. A person who declined may still
 * accept.
 */
export function answerHandover(context: Context, input: Answer): Promise<{ state: HandoverState }> {
  return transact(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    const before = standing(await partiesOf(inside, found.id));
    allow(canAnswer(inside.actor, caseFacts(found), before));
    const side = sideOf(inside.actor, before)!;
    const declinedFor = input.answer === 'decline' ? input.reason : null;
    await inside.db
      .update(handoverParty)
      .set({ answer: declinedFor === null ? 'accepted' : 'declined', answeredAt: inside.now, declinedFor })
      .where(and(eq(handoverParty.handoverId, found.id), eq(handoverParty.side, side)));
    const whom = before.find((party) => party.side === side)!.person;
    await task.done(inside, { kind: 'handover.accept', subject: found.id, assignee: whom });
    await journal.record(inside, {
      verb: declinedFor === null ? 'handover.accepted' : 'handover.declined',
      handover: found.id,
      facts: { side, reason: declinedFor ?? undefined },
    });
    if (declinedFor !== null) {
      const facts = { number: found.number, side };
      await task.open(inside, {
        kind: 'handover.replace-party',
        assignee: found.createdBy,
        subject: `${found.id}:${side}`,
        facts,
        handover: found.id,
        dueOn: localDateOf(inside.now),
      });
      return { state: found.state };
    }
    await task.drop(inside, { kind: 'handover.replace-party', subject: `${found.id}:${side}`, why: 'accepted' });
    return { state: await runWhenAccepted(inside, found) };
  });
}

/** Asks somebody else for a side; the rules of the start hold for the newcomer. */
export function replaceParty(
  context: Context,
  input: { handover: Id<'handover'>; side: 'incoming' | 'supervisor'; person: PersonId },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    allow(canReplaceParty(inside.actor, caseFacts(found)));
    const everybody = await people.selectPeople(inside);
    const newcomer = personIn(everybody, input.person);
    refuseAway(newcomer);
    const parties = await partiesOf(inside, found.id);
    const former = parties[input.side];
    const others = standing(parties).filter(({ side }) => side !== input.side);
    allow(oneSideEach([...others, { person: newcomer.id, side: input.side }]));
    const outgoing = personIn(everybody, parties.outgoing.person);
    const supervises = input.side === 'supervisor' ? newcomer.id : parties.supervisor.person;
    const incoming = input.side === 'incoming' ? newcomer.id : parties.incoming.person;
    const { verdict, basis } = supervision(supervises, { outgoing, incoming, people: everybody });
    allow(verdict);
    await inside.db
      .update(handoverParty)
      .set({
        personId: newcomer.id,
        title: newcomer.title,
        basis: input.side === 'supervisor' ? basis : null,
        answer: 'waiting',
        answeredAt: null,
        declinedFor: null,
      })
      .where(and(eq(handoverParty.handoverId, found.id), eq(handoverParty.side, input.side)));
    await task.drop(inside, { kind: 'handover.accept', subject: found.id, assignee: former.person, why: 'replaced' });
    await task.done(inside, { kind: 'handover.replace-party', subject: `${found.id}:${input.side}` });
    await askAgain(inside, found, newcomer.id);
    await journal.record(inside, {
      verb: 'handover.party-replaced',
      handover: found.id,
      facts: { side: input.side, former: former.person, person: newcomer.id },
    });
    return {};
  });
}

/**
 * 委托代办: somebody hands over in the place of the outgoing person, who stays liable; approved by 单位负责人.
 * 单方: the leaver refuses or is gone; things are counted before a witness, and the reason stands on the 清册.
 */
export function changeManner(
  context: Context,
  input: { handover: Id<'handover'>; reason: string } & (
    | { manner: 'proxy'; proxy: PersonId }
    | { manner: 'one-sided'; witness: PersonId }
  ),
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    allow(canChangeManner(inside.actor, caseFacts(found, await batchesOf(inside, found.id)), input.manner));
    const everybody = await people.selectPeople(inside);
    const [side, person]: [Side, PersonId] =
      input.manner === 'proxy' ? ['proxy', input.proxy] : ['witness', input.witness];
    const newcomer = personIn(everybody, person);
    refuseAway(newcomer);
    const parties = await partiesOf(inside, found.id);
    const outgoing = parties.outgoing.person;
    const kept = standing(parties).filter((party) => party.side !== 'proxy' && party.side !== 'witness');
    allow(oneSideEach([...kept, { person, side }]));
    await inside.db
      .update(handover)
      .set({ manner: input.manner, mannerReason: input.reason })
      .where(eq(handover.id, found.id));
    for (const former of ['proxy', 'witness'] as const)
      await inside.db
        .delete(handoverParty)
        .where(and(eq(handoverParty.handoverId, found.id), eq(handoverParty.side, former)));
    await inside.db.insert(handoverParty).values({
      firmId: inside.firm,
      handoverId: found.id,
      side,
      personId: person,
      title: newcomer.title,
      basis: input.manner === 'proxy' && inside.actor.kind === 'person' ? inside.actor.name : null,
    });
    await task.drop(inside, { kind: 'handover.accept', subject: found.id, assignee: outgoing, why: 'manner-changed' });
    await askAgain(inside, found, person);
    await journal.record(inside, {
      verb: 'handover.manner-changed',
      handover: found.id,
      facts: { manner: input.manner, person, reason: input.reason },
    });
    if (found.state === 'planned') await runWhenAccepted(inside, { ...found, manner: input.manner });
    return {};
  });
}

async function askAgain(inside: Inside, found: Handover, whom: PersonId): Promise<void> {
  const content = await playbook.contentOf(inside, found.playbookVersionId);
  const days = content.deadlines.acceptAppointment;
  const dueOn = workingCalendar().addWorkingDays(localDateOf(inside.now), days).result;
  await askParties(inside, found.id, [whom], { number: found.number, dueOn });
}

/** The handover runs as soon as everybody who must has accepted; the inventory is made by a job of the firm. */
async function runWhenAccepted(inside: Inside, found: Handover): Promise<HandoverState> {
  // The row is locked, so that of two who accept at the same moment the later one sees the other.
  await inside.db.select({ id: handover.id }).from(handover).where(eq(handover.id, found.id)).for('update');
  const parties = standing(await partiesOf(inside, found.id));
  const waited = sidesToAccept(found.manner);
  const accepted = waited.every((side) => parties.some((party) => party.side === side && party.answer === 'accepted'));
  if (!accepted || found.state !== 'planned') return found.state;
  await inside.db.update(handover).set({ state: 'running' }).where(eq(handover.id, found.id));
  await inside.ground.enqueue(inside, 'handover.make-inventory', { handover: found.id });
  await journal.record(inside, { verb: 'handover.running', handover: found.id, facts: {} });
  return 'running';
}
