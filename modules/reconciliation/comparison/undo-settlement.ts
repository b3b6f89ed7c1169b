import { and, eq } from 'drizzle-orm';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { settlement } from '../comparison.table.ts';
import { presentChecks } from '../whole-batch.ts';
import { correctionsOn, replaceChecks } from '../write-checks.ts';
import type { UndoneSettlement } from './comparison-contract.ts';
import { canSettle } from './comparison-policy.ts';
import { type ComparisonCase, comparisonCase } from './find-comparison.ts';
import { standingSettlements } from './settlements.ts';

/**
 * Takes a settlement back: its differences are open again. An issue that it opened is withdrawn with its check while nobody has
 * answered it or checked the field anew; otherwise it stays, and the answer says so. Refuses with `settlement.not-found`.
 */
export function undoSettlement(context: Context, input: { settlement: Id<'settlement'> }): Promise<UndoneSettlement> {
  return transact(context, async (inside) => {
    const [found] = await inside.db
      .select()
      .from(settlement)
      .where(and(eq(settlement.firmId, inside.firm), eq(settlement.id, input.settlement)))
      .for('update');
    if (!found || found.undoneAt) throw notFound('settlement', input);
    const one = await comparisonCase(inside, found.comparisonId, { lock: true });
    allow(canSettle(inside.actor, one.at, one.facts));
    await inside.db
      .update(settlement)
      .set({ undoneBy: personOf(inside.actor)!, undoneAt: inside.now })
      .where(and(eq(settlement.firmId, inside.firm), eq(settlement.id, found.id)));
    await journal.record(inside, {
      verb: 'comparison.settlement-undone',
      handover: found.handoverId,
      subject: found.id,
      facts: { comparison: found.comparisonId, lines: found.count },
    });
    return { issue: found.issueId ? await withdraw(inside, one, found.issueId, found.settledAt) : null };
  });
}

/** Withdraws the issue with the check that found it, if both stand as they were made and no other settlement names it. */
async function withdraw(
  inside: Inside,
  one: ComparisonCase,
  id: Id<'issue'>,
  settledAt: Date,
): Promise<'withdrawn' | 'kept'> {
  const opened = await issue.findIssue(inside, id, { lock: true });
  const others = await standingSettlements(inside, one.found);
  const isOwn = opened.createdAt.getTime() === settledAt.getTime();
  const isUntouched = opened.state === 'open' && one.at.of.batch.state === 'checking';
  if (!isOwn || !isUntouched || others.some(({ issueId }) => issueId === id)) return 'kept';
  const checks = await presentChecks(inside, { batch: opened.batchId, items: [opened.itemId] });
  const found = checks.find((check) => check.id === opened.checkId);
  if (!found || (await correctionsOn(inside, [opened], 'proposed')).size > 0) return 'kept';
  await replaceChecks(inside, opened.batchId, [found]);
  return 'withdrawn';
}
