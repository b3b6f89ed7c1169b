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
import { findDocument } from '../find-document.ts';
import { purposeOpening } from '../keeping.table.ts';
import { isClosed } from './closed.ts';
import type { AskOpening, PurposeOpening } from './retention.contract.ts';
import { archivePositions, canApproveOpening } from './retention.policy.ts';

const day = 24 * 3_600_000;

/** What I asked to read for a purpose; for who is charged with the archives, what anybody asked. Newest first, 200 at most. */
export function listOpenings(context: Context): Promise<PurposeOpening[]> {
  return read(context, (inside) => selectOpenings(inside));
}

/** Asks to read a restricted file of the actor's clients for a named purpose. Refused with `document.not-restricted`. */
export function askOpening(context: Context, input: AskOpening): Promise<PurposeOpening> {
  return transact(context, async (inside) => {
    const { id: documentId, client } = await findDocument(inside, input.document);
    if (!(await isClosed(inside, documentId)))
      throw new Refusal('document.not-restricted', { document: documentId }, 'conflict');
    const id = newId<'purpose-opening'>();
    const { purpose, reason } = input;
    const personId = personOf(inside.actor)!;
    await inside.db.insert(purposeOpening).values({
      firmId: inside.firm,
      id,
      documentId,
      clientId: client,
      personId,
      purpose,
      reason,
      askedAt: inside.now,
    });
    const approvers = (await people.selectPeople(inside)).filter(
      (one) =>
        one.id !== personId &&
        one.state === 'active' &&
        one.positions.some((held) => archivePositions.some((position) => position === held)),
    );
    await task.open(
      inside,
      approvers.map((one) => ({
        kind: 'document.approve-opening',
        assignee: one.id,
        subject: id,
        facts: { purpose },
        dueOn: localDateOf(inside.now),
      })),
    );
    await journal.record(inside, {
      verb: 'document.opening-asked',
      client: client ?? undefined,
      subject: documentId,
      facts: { opening: id, purpose, reason },
    });
    return findOpening(inside, id);
  });
}

/** Another person consents; for 24 hours the file is open to who asked. */
export function approveOpening(context: Context, input: { opening: Id<'purpose-opening'> }): Promise<PurposeOpening> {
  return transact(context, async (inside) => {
    await inside.db
      .select({ id: purposeOpening.id })
      .from(purposeOpening)
      .where(and(eq(purposeOpening.firmId, inside.firm), eq(purposeOpening.id, input.opening)))
      .for('update');
    const found = await findOpening(inside, input.opening);
    allow(canApproveOpening(inside.actor, found));
    const until = new Date(inside.now.getTime() + day);
    await inside.db
      .update(purposeOpening)
      .set({ approvedBy: personOf(inside.actor)!, approvedAt: inside.now, until })
      .where(and(eq(purposeOpening.firmId, inside.firm), eq(purposeOpening.id, found.id)));
    await task.done(inside, { kind: 'document.approve-opening', subject: found.id });
    await journal.record(inside, {
      verb: 'document.opening-approved',
      client: found.client ?? undefined,
      subject: found.document,
      facts: { opening: found.id, purpose: found.purpose, person: found.person.id, until: until.toISOString() },
    });
    return findOpening(inside, found.id);
  });
}

async function findOpening(inside: Inside, id: Id<'purpose-opening'>): Promise<PurposeOpening> {
  const [found] = await selectOpenings(inside, id);
  if (!found) throw notFound('purpose-opening', { opening: id });
  return found;
}

const approver = alias(person, 'approver');

async function selectOpenings(inside: Inside, id?: Id<'purpose-opening'>): Promise<PurposeOpening[]> {
  const rows = await inside.db
    .select({
      id: purposeOpening.id,
      document: purposeOpening.documentId,
      client: purposeOpening.clientId,
      person: { id: person.id, name: person.name },
      purpose: purposeOpening.purpose,
      reason: purposeOpening.reason,
      askedAt: purposeOpening.askedAt,
      approvedBy: { id: approver.id, name: approver.name },
      until: purposeOpening.until,
    })
    .from(purposeOpening)
    .innerJoin(person, and(eq(person.firmId, purposeOpening.firmId), eq(person.id, purposeOpening.personId)))
    .leftJoin(approver, and(eq(approver.firmId, purposeOpening.firmId), eq(approver.id, purposeOpening.approvedBy)))
    .where(and(eq(purposeOpening.firmId, inside.firm), id ? eq(purposeOpening.id, id) : undefined))
    .orderBy(desc(purposeOpening.askedAt))
    .limit(200);
  return rows;
}
