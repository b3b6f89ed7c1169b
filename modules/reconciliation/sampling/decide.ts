import { and, eq, inArray } from 'drizzle-orm';
import type * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { accepts } from '../engine/sample/plan.ts';
import { samplingLine, samplingLot } from '../sampling.table.ts';
import { linesOf, type LotRow } from './lots.ts';
import type { LotState } from './words.ts';

/**
 * Decides a lot whose last line was inspected: accepted with no more nonconforming lines in the sample than the plan allows and
 * none among those that are always inspected. A refused lot is checked again by the receiver, who has the task.
 */
export async function decide(inside: Inside, lot: LotRow, { handover, batch, parties }: issue.Case): Promise<LotState> {
  const lines = (await linesOf(inside, lot.id)).filter(({ conforms }) => conforms === false);
  const always = lines.filter((one) => one.always).length;
  const accepted = always === 0 && accepts(lot, lines.length - always);
  const state: LotState = accepted ? 'accepted' : 'refused';
  await inside.db
    .update(samplingLot)
    .set({ state, nonconforming: lines.length, decidedAt: inside.now })
    .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.id, lot.id)));
  await journal.record(inside, {
    verb: accepted ? 'reconciliation.lot-accepted' : 'reconciliation.lot-refused',
    handover: lot.handoverId,
    subject: lot.id,
    facts: { rule: lot.rule, lines: lot.lines, nonconforming: lines.length, accept: lot.accept },
  });
  if (!accepted)
    await task.open(inside, {
      kind: 'reconciliation.check-again',
      assignee: parties.incoming.person,
      subject: batch.id,
      handover: handover.id,
      facts: { number: handover.number },
      dueOn: localDateOf(inside.now),
    });
  return state;
}

/** Ends what the checker sees of a handover once nothing is left of it to inspect, nor to look at again. */
export async function endSightWhenOver(inside: Inside, { handoverId, batchId }: LotRow): Promise<void> {
  const me = personOf(inside.actor)!;
  const lots = await inside.db
    .select({ id: samplingLot.id, batch: samplingLot.batchId, state: samplingLot.state })
    .from(samplingLot)
    .where(
      and(
        eq(samplingLot.firmId, inside.firm),
        eq(samplingLot.handoverId, handoverId),
        eq(samplingLot.checkerId, me),
        inArray(samplingLot.state, ['drawn', 'accepted']),
      ),
    );
  if (!lots.some(({ batch, state }) => batch === batchId && state === 'drawn'))
    await task.done(inside, { kind: 'reconciliation.inspect', subject: batchId, assignee: me });
  if (lots.some(({ state }) => state === 'drawn')) return;
  const accepted = lots.map(({ id }) => id);
  const open = accepted.length
    ? await inside.db
        .select({ item: samplingLine.itemId })
        .from(samplingLine)
        .where(
          and(
            eq(samplingLine.firmId, inside.firm),
            inArray(samplingLine.lotId, accepted),
            eq(samplingLine.conforms, false),
          ),
        )
        .limit(1)
    : [];
  if (open.length === 0) await vault.endGrants(inside, { handover: handoverId, person: me }, 'inspected');
}
