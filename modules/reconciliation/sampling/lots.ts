import { and, eq, sql } from 'drizzle-orm';
import type * as handover from '#modules/handover/handover.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { LotFacts } from '../reconciliation.policy.ts';
import { samplingLine, samplingLot } from '../sampling.table.ts';
import type { LotState } from './words.ts';

export type LotRow = typeof samplingLot.$inferSelect;
export type LineRow = typeof samplingLine.$inferSelect;

/** The lot, or `sampling-lot.not-found` when it is not there or not the actor's to see; `lock` holds it until the transaction ends. */
export async function findLot(
  inside: Inside,
  id: Id<'sampling-lot'>,
  options: { lock?: boolean } = {},
): Promise<LotRow> {
  const query = inside.db
    .select()
    .from(samplingLot)
    .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.id, id)));
  const [found] = options.lock ? await query.for('update') : await query;
  if (!found) throw notFound('sampling-lot', { lot: id });
  return found;
}

/** What the policies ask of a lot. */
export function lotFacts({ id, state, checkerId }: LotRow): LotFacts {
  return { id, state, checker: checkerId };
}

/** The lines of a lot, in the order of the draw and then of their ids. */
export function linesOf(inside: Inside, lot: Id<'sampling-lot'>): Promise<LineRow[]> {
  return inside.db
    .select()
    .from(samplingLine)
    .where(and(eq(samplingLine.firmId, inside.firm), eq(samplingLine.lotId, lot)))
    .orderBy(sql`${samplingLine.place} nulls last`, samplingLine.itemId);
}

/** Whether a line of an inventory is inspected by a third person. What is sealed is proved by its opening, which nobody can state. */
export function isSampled({ state, method }: Pick<handover.Item, 'state' | 'method'>): boolean {
  return state !== 'none' && state !== 'dropped' && method !== 'secret';
}

/** A line as it was handed in last, with what became of its lot. */
export interface SubmittedLine extends LineRow {
  lotState: LotState;
  rule: string;
  decidedAt: Date | null;
}

/** How each line of a batch was handed in last. */
export async function submittedLines(inside: Inside, batch: Id<'batch'>): Promise<Map<Id<'item'>, SubmittedLine>> {
  const rows = await inside.db
    .select({
      line: samplingLine,
      lotState: samplingLot.state,
      rule: samplingLot.rule,
      decidedAt: samplingLot.decidedAt,
    })
    .from(samplingLine)
    .innerJoin(samplingLot, and(eq(samplingLot.firmId, samplingLine.firmId), eq(samplingLot.id, samplingLine.lotId)))
    .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.batchId, batch)))
    .orderBy(samplingLot.submittedAt, samplingLot.id);
  return new Map(rows.map(({ line, ...lot }) => [line.itemId, { ...line, ...lot }]));
}
