import * as handover from '#modules/handover/handover.ts';
import * as task from '#modules/task/task.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { addSteps } from './course.ts';
import { caseOf, change, record } from './deed.ts';
import type { RaiseIssue, WholeIssue } from './issue.contract.ts';
import { canAnswerIssue, canRaiseIssue, canWithdrawIssue } from './issue.policy.ts';
import { findIssue, issueFacts } from './lookup.ts';
import { open } from './open-issue.ts';
import { wholeIssue } from './read-issue.ts';
import { settle } from './settle.ts';

/** The receiver opens an issue on a line that is missing, unreadable or different. Refused with `issue.only-receiver-raises`. */
export function raiseIssue(context: Context, input: RaiseIssue): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const item = await handover.findItem(inside, input.item);
    const batch = await handover.findBatch(inside, item.batchId, { lock: true });
    const parties = await handover.partiesOf(inside, item.handoverId);
    allow(canRaiseIssue(inside.actor, handover.standing(parties), batch));
    const [opened] = await open(
      inside,
      { handover: await handover.findHandover(inside, item.handoverId), batch, parties },
      [{ kind: 'shortage', client: item.clientId, item: item.id, field: null, said: input.remark }],
    );
    await handover.bumpRevision(inside, batch.id);
    return wholeIssue(inside, await findIssue(inside, opened!.id));
  });
}

/** The owner answers; the receiver then corrects or notes. A later answer is added to the course. */
export function answerIssue(context: Context, input: { issue: Id<'issue'>; answer: string }): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const { found, batch, parties } = await caseOf(inside, input.issue);
    allow(canAnswerIssue(inside.actor, issueFacts(found), batch));
    await change(inside, found, { state: found.state === 'open' ? 'answered' : found.state });
    await addSteps(inside, [{ issue: found.id, client: found.clientId, step: 'answered', said: input.answer }]);
    await task.done(inside, { kind: 'issue.answer', subject: found.id });
    await task.open(inside, {
      kind: 'issue.settle',
      assignee: parties.incoming.person,
      subject: found.id,
      client: found.clientId,
      handover: found.handoverId,
      facts: { number: found.number },
      dueOn: localDateOf(inside.now),
    });
    await record(inside, found, 'issue.answered', {});
    return wholeIssue(inside, await findIssue(inside, found.id));
  });
}

/** The receiver withdraws an issue on a line that arrived after all. Refused with `issue.not-received-yet`. */
export function withdrawIssue(context: Context, input: { issue: Id<'issue'> }): Promise<WholeIssue> {
  return transact(context, async (inside) => {
    const { found, batch, parties } = await caseOf(inside, input.issue);
    const item = await handover.findItem(inside, found.itemId);
    allow(canWithdrawIssue(inside.actor, issueFacts(found), handover.standing(parties), batch, item));
    await settle(inside, [found], 'withdrawn');
    await handover.bumpRevision(inside, batch.id);
    return wholeIssue(inside, await findIssue(inside, found.id));
  });
}
