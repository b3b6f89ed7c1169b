import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as signing from '#modules/signing/signing.ts';
import * as task from '#modules/task/task.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { SignedStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { DisposalStatement, WholeDisposal } from './disposal.contract.ts';
import { canSignAt, canWithdrawDisposal } from './disposal.policy.ts';
import { disposal, disposalSeat } from './disposal.table.ts';
import { type DisposalRow, findDisposal, seatsOf, statementOf, wholeDisposal } from './lookup.ts';
import { closeLines, documentsToDestroy } from './open-lists.ts';
import { openTasks } from './seat-tasks.ts';
import type { DisposalState, Stage } from './seats.ts';

/** What follows when everybody of a stage has signed. */
const after: Record<Stage, DisposalState> = {
  appraisal: 'opinion',
  opinion: 'check',
  check: 'ready',
  watched: 'certifying',
};

/**
 * The actor signs at the seat that the statement names. The last signature of a stage opens the next one; after the last of those
 * who watched the certificate is made. Whoever does not agree ends the list, and what stood on it is free again.
 *
 * Refused with `disposal.statement-differs` and the member when what was signed is not this list as it stands, with
 * `disposal.remark-needed` when who disagrees says nothing, and as the policy and `verifyStatement` do.
 */
export function signDisposal(
  context: Context,
  input: { disposal: Id<'disposal'>; signed: SignedStatement<DisposalStatement> },
): Promise<WholeDisposal> {
  return transact(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal, { lock: true });
    const { statement } = input.signed;
    const seats = await seatsOf(inside, found.id);
    const seat = seats.find(({ stage, seat: name }) => stage === statement.stage && name === statement.seat);
    if (!seat) throw notFound('disposal', { disposal: found.id });
    allow(canSignAt(inside.actor, found, seat));
    const documents = (await documentsToDestroy(inside, found.id)).length;
    refuseOther(statement, statementOf(inside, found, seat, documents));
    const { agrees, remark, stage } = statement;
    if (!agrees && remark.trim() === '') throw new Refusal('disposal.remark-needed', { disposal: found.id });
    const { id: signatureId, signed } = await signing.recordSignature(inside, {
      purpose: 'baton/disposal/v1',
      subject: found.id,
      signed: input.signed,
    });
    await inside.db
      .update(disposalSeat)
      .set({ signatureId, agrees, remark, signedAt: inside.now })
      .where(
        and(
          eq(disposalSeat.firmId, inside.firm),
          eq(disposalSeat.disposalId, found.id),
          eq(disposalSeat.stage, stage),
          eq(disposalSeat.seat, seat.seat),
        ),
      );
    const others = seats.filter((one) => one.stage === stage && one !== seat);
    if (!others.some(({ person, signedAt }) => person.id === seat.person.id && signedAt === null))
      await task.done(inside, { kind: `disposal.sign-${stage}`, subject: found.id, assignee: seat.person.id });
    await journal.record(inside, {
      verb: agrees ? 'disposal.signed' : 'disposal.objected',
      subject: found.id,
      facts: { number: found.number, stage, seat: seat.seat, listHash: found.listHash, key: signed.fingerprint },
    });
    if (!agrees && stage !== 'watched') await end(inside, found, remark);
    else if (others.every(({ signedAt }) => signedAt !== null)) await goOn(inside, found, stage);
    return wholeDisposal(inside, found.id);
  });
}

/** The archives end a list before anything is destroyed, with the reason; what stood on it is free again. */
export function withdrawDisposal(
  context: Context,
  input: { disposal: Id<'disposal'>; reason: string },
): Promise<WholeDisposal> {
  return transact(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal, { lock: true });
    allow(canWithdrawDisposal(inside.actor, found));
    await end(inside, found, input.reason);
    await journal.record(inside, {
      verb: 'disposal.withdrawn',
      subject: found.id,
      facts: { number: found.number, reason: input.reason },
    });
    return wholeDisposal(inside, found.id);
  });
}

async function goOn(inside: Inside, { id, number, preparedBy }: DisposalRow, stage: Stage): Promise<void> {
  const state = after[stage];
  await change(inside, id, { state });
  if (state === 'opinion' || state === 'check') await openTasks(inside, { id, number }, state);
  if (state === 'certifying') await inside.ground.enqueue(inside, 'disposal.certify', { disposal: id });
  if (state === 'ready')
    await task.open(inside, {
      kind: 'disposal.destroy',
      assignee: preparedBy,
      subject: id,
      facts: { number },
      dueOn: localDateOf(inside.now),
    });
}

async function end(inside: Inside, { id }: DisposalRow, why: string): Promise<void> {
  await change(inside, id, { state: 'ended', endedFor: why });
  await closeLines(inside, id);
  await task.drop(inside, { subject: id, why: 'ended' });
}

/** Changes the row of a disposal. */
export async function change(
  inside: Inside,
  id: Id<'disposal'>,
  values: Partial<typeof disposal.$inferInsert>,
): Promise<void> {
  await inside.db
    .update(disposal)
    .set(values)
    .where(and(eq(disposal.firmId, inside.firm), eq(disposal.id, id)));
}

function refuseOther(statement: DisposalStatement, expected: DisposalStatement): void {
  const { agrees: _agrees, remark: _remark, ...fixed } = expected;
  const differing = (Object.keys(fixed) as (keyof typeof fixed)[]).find(
    (member) => JSON.stringify(statement[member]) !== JSON.stringify(fixed[member]),
  );
  if (differing) throw new Refusal('disposal.statement-differs', { disposal: expected.disposal, member: differing });
}
