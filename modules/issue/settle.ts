import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { addSteps } from './course.ts';
import { issue } from './issue.table.ts';
import type { Issue } from './lookup.ts';

/** Settles issues, because the value was corrected or because the check that found them no longer stands; journalled. */
export async function settle(
  inside: Inside,
  issues: readonly Issue[],
  state: 'corrected' | 'withdrawn',
  said?: string,
): Promise<void> {
  if (issues.length === 0) return;
  await inside.db
    .update(issue)
    .set({ state, settledAt: inside.now })
    .where(
      and(
        eq(issue.firmId, inside.firm),
        inArray(
          issue.id,
          issues.map(({ id }) => id),
        ),
      ),
    );
  await addSteps(
    inside,
    issues.map(({ id, clientId }) => ({ issue: id, client: clientId, step: state, said })),
  );
  for (const { id } of issues) await task.drop(inside, { subject: id, why: state });
  await journal.record(
    inside,
    issues.map(({ id, number, clientId, handoverId }) => ({
      verb: `issue.${state}`,
      client: clientId,
      handover: handoverId,
      subject: id,
      facts: { number },
    })),
  );
}

/** The issues on these fields that a new verdict does away with: the unsettled ones, and the noted ones. */
export async function liveIssuesOn(
  inside: Inside,
  batch: Id<'batch'>,
  fields: readonly { item: Id<'item'>; field: string }[],
): Promise<Issue[]> {
  if (fields.length === 0) return [];
  const wanted = new Set(fields.map(({ item, field }) => `${item} ${field}`));
  const rows = await inside.db
    .select()
    .from(issue)
    .where(
      and(
        eq(issue.firmId, inside.firm),
        eq(issue.batchId, batch),
        eq(issue.kind, 'difference'),
        or(isNull(issue.settledAt), eq(issue.state, 'noted')),
        fields.length <= 200
          ? inArray(
              issue.itemId,
              fields.map(({ item }) => item),
            )
          : sql`true`,
      ),
    );
  return rows.filter(({ itemId, field }) => wanted.has(`${itemId} ${field}`));
}
