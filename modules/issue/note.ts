import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { openFields, sealFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { placeOfCause } from './cause.ts';
import { addSteps } from './course.ts';
import { caseOf, change, record } from './deed.ts';
import type { ProposeNote, WholeIssue } from './issue.contract.ts';
import { canDecideNote, canProposeNote } from './issue.policy.ts';
import type { Note } from './issue.table.ts';
import { findIssue, issueFacts, issuesOf, namesOf } from './lookup.ts';
import { wholeIssue } from './read-issue.ts';

/**
 * Proposes to note in the 清册 what cannot be settled (附说明): its cause, who settles it, until when. A later proposal
 * replaces an earlier one. Refused with `issue.settled`, `issue.note-in-the-past`, `issue.only-parties-note`.
 */
export function proposeNote(context: Context, input: ProposeNote): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const { found, batch, parties } = await caseOf(inside, input.issue);
    allow(canProposeNote(inside.actor, issueFacts(found), handover.standing(parties), batch));
    if (input.dueOn < localDateOf(inside.now))
      throw new Refusal('issue.note-in-the-past', { issue: found.id, number: found.number, dueOn: input.dueOn });
    await people.findPerson(inside, input.responsible);
    const me = personOf(inside.actor)!;
    const note: Note = {
      responsibleId: input.responsible,
      dueOn: input.dueOn,
      proposedBy: me,
      approvedBy: null,
      approvedAt: null,
    };
    const cause = sealFields(await client.dataKeyOf(inside, found.clientId), placeOfCause(found.id), input.cause);
    await change(inside, found, { state: 'note-proposed', note, cause });
    await addSteps(inside, [{ issue: found.id, client: found.clientId, step: 'note-proposed', said: input.cause }]);
    await task.open(inside, {
      kind: 'issue.approve-note',
      assignee: parties.supervisor.person,
      subject: found.id,
      client: found.clientId,
      handover: found.handoverId,
      facts: { number: found.number },
      dueOn: localDateOf(inside.now),
    });
    await record(inside, found, 'issue.note-proposed', { responsible: input.responsible, dueOn: input.dueOn });
    return wholeIssue(inside, await findIssue(inside, found.id));
  });
}

/** The supervisor consents to a note that somebody else proposed; the issue is settled with it. Refused with `issue.own-note`. */
export function approveNote(context: Context, input: { issue: Id<'issue'> }): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const { found, batch, parties } = await caseOf(inside, input.issue);
    allow(canDecideNote(inside.actor, issueFacts(found), handover.standing(parties), batch));
    const note: Note = {
      ...found.note!,
      approvedBy: personOf(inside.actor)!,
      approvedAt: inside.now.toISOString(),
    };
    await change(inside, found, { state: 'noted', note, settledAt: inside.now });
    await addSteps(inside, [{ issue: found.id, client: found.clientId, step: 'note-approved' }]);
    await task.done(inside, { kind: 'issue.approve-note', subject: found.id });
    await task.drop(inside, { subject: found.id, why: 'noted' });
    await record(inside, found, 'issue.note-approved', { responsible: note.responsibleId, dueOn: note.dueOn });
    return wholeIssue(inside, await findIssue(inside, found.id));
  });
}

/** The supervisor returns a note with the reason; the issue is open again. */
export function returnNote(context: Context, input: { issue: Id<'issue'>; reason: string }): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const { found, batch, parties } = await caseOf(inside, input.issue);
    allow(canDecideNote(inside.actor, issueFacts(found), handover.standing(parties), batch));
    await change(inside, found, { state: 'answered', note: null, cause: null });
    await addSteps(inside, [{ issue: found.id, client: found.clientId, step: 'note-returned', said: input.reason }]);
    await task.done(inside, { kind: 'issue.approve-note', subject: found.id });
    await record(inside, found, 'issue.note-returned', {});
    return wholeIssue(inside, await findIssue(inside, found.id));
  });
}

/** 附说明 as the 清册 prints it; words only, no value of the client's record. */
export interface PrintedNote {
  client: Id<'client'>;
  item: Id<'item'>;
  text: string;
  cause: string;
  person: string;
  deadline: string;
  approvedBy: string;
}

/** The approved notes of a batch, by the number of their issue. */
export async function notesOf(inside: Inside, batch: Id<'batch'>): Promise<PrintedNote[]> {
  const noted = (await issuesOf(inside, { batch })).filter(({ state }) => state === 'noted');
  if (noted.length === 0) return [];
  const items = new Map((await handover.itemsOf(inside, { batch })).map((item) => [item.id, item]));
  const keys = await client.dataKeysOf(
    inside,
    noted.map(({ clientId }) => clientId),
  );
  const kinds = await client.recordKindsOf(
    inside,
    noted.flatMap(({ itemId }) => items.get(itemId)?.recordId ?? []),
  );
  const names = await namesOf(
    inside,
    noted.flatMap(({ note }) => [note!.responsibleId, note!.approvedBy!]),
  );
  return noted.map(({ id, number, clientId, itemId, field, note, cause }) => {
    const item = items.get(itemId)!;
    const kind = item.recordId ? kinds.get(item.recordId) : undefined;
    const about = field === null ? '' : ` · ${kind ? client.fieldWord(kind, field) : field}`;
    return {
      client: clientId,
      item: itemId,
      text: `#${number} ${item.title}${about}`,
      cause: openFields<string>(keys.get(clientId)!, placeOfCause(id), cause!),
      person: names.get(note!.responsibleId)!,
      deadline: note!.dueOn,
      approvedBy: names.get(note!.approvedBy!)!,
    };
  });
}
