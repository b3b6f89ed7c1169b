import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { rowLink } from '../comparison.table.ts';
import type { Link } from './comparison-contract.ts';
import { canSeeDifferences, canSettle } from './comparison-policy.ts';
import type { LinkDecision } from './comparison-terms.ts';
import { comparisonCase, type ComparisonId } from './find-comparison.ts';
import { openDifferences } from './open-differences.ts';
import { descriptionOf, namesOf } from './shown-dataset.ts';

/** Pairs of rows that may be the same, likeliest first, with both rows whole; journalled as differences are. */
export function listLinks(
  context: Context,
  input: { comparison: ComparisonId; decision?: LinkDecision | 'open' | undefined; from: number; limit: number },
): Promise<{ total: number; rows: Link[] }> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison);
    allow(canSeeDifferences(inside.actor, one.at, one.facts));
    const wanted = and(
      eq(rowLink.firmId, inside.firm),
      eq(rowLink.comparisonId, one.found.id),
      input.decision === 'open' ? isNull(rowLink.decision) : undefined,
      input.decision && input.decision !== 'open' ? eq(rowLink.decision, input.decision) : undefined,
    );
    const [counted] = await inside.db
      .select({ total: sql<number>`count(*)::int` })
      .from(rowLink)
      .where(wanted);
    const found = await inside.db
      .select()
      .from(rowLink)
      .where(wanted)
      .orderBy(desc(rowLink.probability), rowLink.id)
      .offset(input.from)
      .limit(input.limit);
    const names = await namesOf(
      inside,
      found.flatMap(({ decidedBy }) => decidedBy ?? []),
    );
    const columnsOf = {
      left: descriptionOf(inside, one.left)!.columns,
      right: descriptionOf(inside, one.right)!.columns,
    };
    const rows = await openDifferences(inside, one, ({ rowsOf }) =>
      Promise.all(
        found.map(async (row): Promise<Link> => {
          const whole = async (side: 'left' | 'right', place: number) => {
            const cells = JSON.parse(await (await rowsOf(side)).line(place)) as string[];
            return columnsOf[side].map(({ name }, at) => ({ column: name, value: cells[at] ?? '' }));
          };
          const { id, probability, reasons, decision, decidedAt, carried } = row;
          return {
            id,
            left: await whole('left', row.leftPlace),
            right: await whole('right', row.rightPlace),
            probability,
            reasons,
            decision,
            decidedBy: row.decidedBy ? names(row.decidedBy) : null,
            decidedAt,
            carried,
          };
        }),
      ),
    );
    if (input.from === 0)
      await journal.record(inside, {
        verb: 'comparison.links-seen',
        handover: one.found.handoverId,
        subject: one.found.id,
        facts: { links: counted!.total },
      });
    return { total: counted!.total, rows };
  });
}

/** Says whether two rows are the same firm; nothing is merged. It is kept for the next comparison of the batch. */
export function decideLink(
  context: Context,
  input: { link: Id<'link'>; decision: LinkDecision | null },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const [found] = await inside.db
      .select()
      .from(rowLink)
      .where(and(eq(rowLink.firmId, inside.firm), eq(rowLink.id, input.link)))
      .for('update');
    if (!found) throw notFound('link', input);
    const one = await comparisonCase(inside, found.comparisonId);
    allow(canSettle(inside.actor, one.at, one.facts));
    const { decision } = input;
    const decided = decision === null ? null : { by: personOf(inside.actor)!, at: inside.now };
    await inside.db
      .update(rowLink)
      .set({ decision, decidedBy: decided?.by ?? null, decidedAt: decided?.at ?? null, carried: false })
      .where(and(eq(rowLink.firmId, inside.firm), eq(rowLink.id, found.id)));
    await journal.record(inside, {
      verb: 'comparison.link-decided',
      handover: found.handoverId,
      subject: found.id,
      facts: { comparison: found.comparisonId, decision },
    });
    return {};
  });
}
