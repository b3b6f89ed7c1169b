import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { issue } from '#modules/issue/issue.table.ts';
import type { Inside } from '#platform/context/context.ts';
import { openFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { settlement } from '../comparison.table.ts';
import type { Settlement } from './comparison-contract.ts';
import { keyOfComparison, type StoredComparison } from './find-comparison.ts';
import type { LineRanges, Settled } from './find-lines.ts';
import { namesOf } from './shown-dataset.ts';

export type StoredSettlement = typeof settlement.$inferSelect;

/** Settlements of a comparison that were not undone, newest first. */
export function standingSettlements(inside: Inside, { id }: StoredComparison): Promise<StoredSettlement[]> {
  return inside.db
    .select()
    .from(settlement)
    .where(and(eq(settlement.firmId, inside.firm), eq(settlement.comparisonId, id), isNull(settlement.undoneAt)))
    .orderBy(desc(settlement.settledAt), desc(settlement.id));
}

/** Which lines are settled, and how, as the desk asks for it. */
export function settledLines(standing: readonly StoredSettlement[]): Settled {
  const of = (kind: StoredSettlement['kind']) =>
    standing.flatMap((one) => (one.kind === kind ? rangesOf(one.lines) : []));
  return { version: standing.map(({ id }) => id).join(' '), accepted: of('accepted'), issue: of('issue') };
}

/** The settlement of a line. */
export function settlementOf(standing: readonly StoredSettlement[], line: number): StoredSettlement | undefined {
  return standing.find(({ lines }) => rangesOf(lines).some(([from, to]) => from <= line && line < to));
}

/** Ranges as PostgreSQL writes them: `{[3,4),[7,9)}`. */
export function rangesOf(lines: string): LineRanges {
  return [...lines.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}

export function writeRanges(ranges: LineRanges): string {
  return `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`;
}

/** Settlements as they are shown, by id. */
export async function shownSettlements(
  inside: Inside,
  found: StoredComparison,
  standing: readonly StoredSettlement[],
): Promise<Map<Id<'settlement'>, Settlement>> {
  if (standing.length === 0) return new Map();
  const names = await namesOf(
    inside,
    standing.map(({ settledBy }) => settledBy),
  );
  const wanted = standing.flatMap(({ issueId }) => issueId ?? []);
  const issues =
    wanted.length === 0
      ? []
      : await inside.db
          .select({ id: issue.id, number: issue.number, state: issue.state })
          .from(issue)
          .where(and(eq(issue.firmId, inside.firm), inArray(issue.id, wanted)));
  const key = keyOfComparison(inside, found);
  return new Map(
    standing.map(({ id, kind, count, reason, issueId, settledBy, settledAt }) => [
      id,
      {
        id,
        as: kind,
        lines: count,
        reason: openFields<string>(key, { table: 'difference_settlement', row: id }, reason),
        issue: issues.find((one) => one.id === issueId) ?? null,
        by: names(settledBy),
        at: settledAt,
      },
    ]),
  );
}
