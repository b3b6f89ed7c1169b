import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, openFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { comparison, dataset, datasetConfirmation } from '../comparison.table.ts';
import type { ComparisonSummary } from '../engine/compare/summary.ts';
import type { BatchStanding, ComparisonFacts } from './comparison-policy.ts';
import { type BatchOf, standingOn, type StoredDataset } from './find-dataset.ts';

export type ComparisonId = Id<'comparison'>;
export type StoredComparison = typeof comparison.$inferSelect;

/** What is kept of a comparison beside its result. */
export interface KeptSummary {
  summary: ComparisonSummary;
  alone: { left: string[]; right: string[] };
}

/** The comparison, or `comparison.not-found` when it is not there or not the actor's to see. */
export async function findComparison(
  inside: Inside,
  id: ComparisonId,
  options: { lock?: boolean } = {},
): Promise<StoredComparison> {
  const query = inside.db
    .select()
    .from(comparison)
    .where(and(eq(comparison.firmId, inside.firm), eq(comparison.id, id)));
  const [found] = options.lock ? await query.for('update') : await query;
  if (!found) throw notFound('comparison', { comparison: id });
  return found;
}

/** A comparison with everything that its rules ask about. */
export interface ComparisonCase {
  found: StoredComparison;
  left: StoredDataset;
  right: StoredDataset;
  at: BatchStanding & { of: BatchOf };
  facts: ComparisonFacts;
}

export async function comparisonCase(
  inside: Inside,
  id: ComparisonId,
  options: { lock?: boolean } = {},
): Promise<ComparisonCase> {
  const found = await findComparison(inside, id, options);
  const sides = await inside.db
    .select({
      dataset,
      confirmed: sql<number>`(select count(*)::int from ${datasetConfirmation} c where c.firm_id = ${dataset.firmId} and c.dataset_id = ${dataset.id})`,
    })
    .from(dataset)
    .where(and(eq(dataset.firmId, inside.firm), inArray(dataset.id, [found.leftId, found.rightId])));
  const [left, right] = [found.leftId, found.rightId].map(
    (side) => sides.find((one) => one.dataset.id === side)!.dataset,
  );
  const at = await standingOn(inside, found.batchId);
  const confirmed = sides.every((one) => one.confirmed === 2);
  const facts = { id, state: found.state, confirmed, heldByOthers: right!.origin === 'upload' };
  return { found, left: left!, right: right!, at, facts };
}

/** The key of a comparison's result and of what is said about it. */
export function keyOfComparison(inside: Pick<Inside, 'ground' | 'firm'>, { id, dataKey }: StoredComparison): DataKey {
  return unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, dataKey);
}

/** The engine's summary and the columns without a partner; null before it is done. */
export function summaryOf(inside: Inside, found: StoredComparison): KeptSummary | null {
  if (!found.summary) return null;
  return openFields(keyOfComparison(inside, found), { table: 'comparison', row: found.id }, found.summary);
}

/** Where the result of a run and its index lie. */
export function resultFile(id: ComparisonId, run: number): string {
  return `comparison/${id}/result/${run}`;
}

export function indexFile(id: ComparisonId, run: number): string {
  return `comparison/${id}/index/${run}`;
}

/** Changes how far a comparison is. */
export async function changeComparison(
  inside: Inside,
  id: ComparisonId,
  values: Partial<StoredComparison>,
): Promise<void> {
  await inside.db
    .update(comparison)
    .set(values)
    .where(and(eq(comparison.firmId, inside.firm), eq(comparison.id, id)));
}
