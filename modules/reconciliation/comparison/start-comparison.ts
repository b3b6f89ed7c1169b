import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { newId } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { comparison } from '../comparison.table.ts';
import type { Comparison, StartComparison } from './comparison-contract.ts';
import { canCancelComparison } from './comparison-policy.ts';
import { changeComparison, type ComparisonId, comparisonCase, findComparison } from './find-comparison.ts';
import { checkMapping, keepMapping, pairOf } from './mapping.ts';
import { shownComparisons } from './shown-comparison.ts';

/** The job that compares. */
export const compareJob = 'comparison.compare';

/**
 * Leaves the comparison of two datasets to a job, by a mapping that the actor confirms with it and that is kept for the next time.
 * Refuses as `canStartComparison` and `checkMapping` do.
 */
export function startComparison(context: Context, input: StartComparison): Promise<Comparison> {
  return transact(context, async (inside) => {
    const both = await pairOf(inside, input);
    await checkMapping(inside, both, input);
    const { pairs, key, equivalent, exact } = input;
    await keepMapping(inside, both, { pairs, key });
    const id = newId<'comparison'>();
    const { wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
    const { handover, batch } = both.of;
    await inside.db.insert(comparison).values({
      firmId: inside.firm,
      id,
      handoverId: handover.id,
      batchId: batch.id,
      number: await people.nextNumber(inside, 'comparison'),
      leftId: both.left.id,
      rightId: both.right.id,
      plan: { pairs, key, equivalent, exact },
      state: 'waiting',
      dataKey: wrapped,
      startedBy: personOf(inside.actor)!,
      startedAt: inside.now,
    });
    await inside.ground.enqueue(inside, compareJob, { comparison: id });
    await journal.record(inside, {
      verb: 'comparison.started',
      handover: handover.id,
      subject: id,
      facts: { batch: batch.id, left: both.left.sha256, right: both.right.sha256, pairs, key, equivalent, exact },
    });
    return (await shownComparisons(inside, [await findComparison(inside, id)]))[0]!;
  });
}

/** Ends a comparison that waits or runs; the worker hears of it within a second. */
export function cancelComparison(context: Context, input: { comparison: ComparisonId }): Promise<Comparison> {
  return transact(context, async (inside) => {
    const { found, at, facts } = await comparisonCase(inside, input.comparison, { lock: true });
    allow(canCancelComparison(inside.actor, at, facts));
    await changeComparison(inside, found.id, { state: 'cancelled', progress: null, finishedAt: inside.now });
    await journal.record(inside, {
      verb: 'comparison.cancelled',
      handover: found.handoverId,
      subject: found.id,
      facts: {},
    });
    return (await shownComparisons(inside, [await findComparison(inside, found.id)]))[0]!;
  });
}
