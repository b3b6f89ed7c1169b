import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { comparison, dataset, datasetConfirmation, rowLink, settlement } from '../comparison.table.ts';
import type { SideSummary } from '../engine/compare/summary.ts';
import type { Comparison, MappedPair, WholeComparison } from './comparison-contract.ts';
import { canSeeDatasets, canSeeValues } from './comparison-policy.ts';
import { comparisonCase, type ComparisonId, type StoredComparison, summaryOf } from './find-comparison.ts';
import { standingOn } from './find-dataset.ts';
import { mostTolerance } from './mapping.ts';
import { namesOf } from './shown-dataset.ts';

/** The comparisons of a batch, newest first. */
export function listComparisons(context: Context, input: { batch: Id<'batch'> }): Promise<Comparison[]> {
  return read(context, async (inside) => {
    allow(canSeeDatasets(inside.actor, await standingOn(inside, input.batch)));
    const rows = await inside.db
      .select()
      .from(comparison)
      .where(and(eq(comparison.firmId, inside.firm), eq(comparison.batchId, input.batch)))
      .orderBy(desc(comparison.number));
    return shownComparisons(inside, rows);
  });
}

/** How far a comparison is, and what it found in sums and counts. */
export function readComparison(context: Context, input: { comparison: ComparisonId }): Promise<WholeComparison> {
  return read(context, async (inside) => {
    const { found, at } = await comparisonCase(inside, input.comparison);
    allow(canSeeDatasets(inside.actor, at));
    const [shown] = await shownComparisons(inside, [found]);
    const { pairs, key, exact } = found.plan;
    const done = found.state === 'done';
    return {
      ...shown!,
      pairs: pairs as MappedPair[],
      key,
      exact,
      summary: summaryShown(inside, found),
      settled: done ? await settledCounts(inside, found) : null,
      links: done ? await linkCounts(inside, found) : null,
      checkedAt: found.checkedAt,
      mayReveal: canSeeValues(inside.actor, at).allowed,
      mostTolerance: (await mostTolerance(inside, at.of)).yuan,
    };
  });
}

/** Comparisons as lists show them, in their order. */
export async function shownComparisons(inside: Inside, rows: readonly StoredComparison[]): Promise<Comparison[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
  const sides = await inside.db
    .select({ id: dataset.id, name: dataset.name, sha256: dataset.sha256, origin: dataset.origin })
    .from(dataset)
    .where(and(eq(dataset.firmId, inside.firm), inArray(dataset.id, ids)));
  const confirmed = await inside.db
    .select({ id: datasetConfirmation.datasetId, sides: sql<number>`count(*)::int` })
    .from(datasetConfirmation)
    .where(and(eq(datasetConfirmation.firmId, inside.firm), inArray(datasetConfirmation.datasetId, ids)))
    .groupBy(datasetConfirmation.datasetId);
  const both = new Set(confirmed.flatMap((one) => (one.sides === 2 ? [one.id] : [])));
  const names = await namesOf(
    inside,
    rows.map(({ startedBy }) => startedBy),
  );
  const sideOf = (id: Id<'dataset'>) => sides.find((one) => one.id === id)!;
  return rows.map((row) => {
    const { id, number, state, progress, failure, result, counts, startedAt, finishedAt, leftId, rightId } = row;
    return {
      id,
      handover: row.handoverId,
      batch: row.batchId,
      number,
      left: sideOf(leftId),
      right: sideOf(rightId),
      state,
      progress,
      failure,
      confirmed: both.has(leftId) && both.has(rightId),
      result,
      counts,
      startedBy: names(row.startedBy),
      startedAt,
      finishedAt,
    };
  });
}

function summaryShown(inside: Inside, found: StoredComparison): WholeComparison['summary'] {
  const kept = summaryOf(inside, found);
  if (!kept) return null;
  const { summary, alone } = kept;
  const side = ({ rows, blankLines, rowsWithoutKey, shortRows, longRows }: SideSummary) => ({
    rows,
    blankLines,
    rowsWithoutKey,
    shortRows,
    longRows,
  });
  const yuan = (fen: string) => formatYuan(BigInt(fen));
  return {
    left: side(summary.left),
    right: side(summary.right),
    rows: summary.rows,
    totals: Object.entries(summary.explained).map(([column, of]) => ({
      column,
      left: yuan(of.left),
      right: yuan(of.right),
      difference: formatYuan(BigInt(of.right) - BigInt(of.left)),
      added: yuan(of.added),
      removed: yuan(of.removed),
      changed: yuan(of.changed),
      surplus: yuan(of.surplus),
      unexplained: yuan(of.unexplained),
    })),
    alone,
    seed: summary.seed,
    missed: summary.identity.by === 'bytes' ? null : summary.identity.missed,
  };
}

async function settledCounts(inside: Inside, { id, lines }: StoredComparison) {
  const rows = await inside.db
    .select({ kind: settlement.kind, lines: sql<number>`sum(${settlement.count})::int` })
    .from(settlement)
    .where(and(eq(settlement.firmId, inside.firm), eq(settlement.comparisonId, id), isNull(settlement.undoneAt)))
    .groupBy(settlement.kind);
  const of = (kind: 'accepted' | 'issue') => rows.find((row) => row.kind === kind)?.lines ?? 0;
  const [accepted, issue] = [of('accepted'), of('issue')];
  return { open: (lines ?? 0) - accepted - issue, accepted, issue };
}

async function linkCounts(inside: Inside, { id }: StoredComparison) {
  const rows = await inside.db
    .select({ decision: rowLink.decision, count: sql<number>`count(*)::int` })
    .from(rowLink)
    .where(and(eq(rowLink.firmId, inside.firm), eq(rowLink.comparisonId, id)))
    .groupBy(rowLink.decision);
  const of = (decision: string | null) => rows.find((row) => row.decision === decision)?.count ?? 0;
  return { proposed: of(null), accepted: of('accepted'), refused: of('refused'), unsure: of('unsure') };
}
