import { and, eq } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { issue } from './issue.table.ts';
import { type Issue, findIssue } from './lookup.ts';

/** The issue, locked, with the batch and the parties that its rules ask about. */
export async function caseOf(inside: Inside, id: Id<'issue'>) {
  const { batchId } = await findIssue(inside, id);
  const batch = await handover.findBatch(inside, batchId, { lock: true });
  const found = await findIssue(inside, id, { lock: true });
  return { found, batch, parties: await handover.partiesOf(inside, found.handoverId) };
}

/** Changes an issue, which changes what a gate looks at. */
export async function change(inside: Inside, found: Issue, values: Partial<typeof issue.$inferInsert>): Promise<void> {
  await inside.db
    .update(issue)
    .set(values)
    .where(and(eq(issue.firmId, inside.firm), eq(issue.id, found.id)));
  await handover.bumpRevision(inside, found.batchId);
}

/** Journals what was done about an issue. */
export function record(inside: Inside, found: Issue, verb: string, facts: Facts): Promise<void> {
  const { id, number, clientId, handoverId } = found;
  return journal.record(inside, {
    verb,
    client: clientId,
    handover: handoverId,
    subject: id,
    facts: { number, ...facts },
  });
}
