import { type SQL, and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { client, clientRecord } from '#modules/client/client.table.ts';
import { handover, item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { IssueLine } from './issue.contract.ts';
import type { IssueFacts } from './issue.policy.ts';
import { issue } from './issue.table.ts';

export type Issue = typeof issue.$inferSelect;

/** The issue, or `issue.not-found` when it is not there or not the actor's to see; `lock` holds it until the transaction ends. */
export async function findIssue(inside: Inside, id: Id<'issue'>, options: { lock?: boolean } = {}): Promise<Issue> {
  const query = inside.db
    .select()
    .from(issue)
    .where(and(eq(issue.firmId, inside.firm), eq(issue.id, id)));
  const [found] = options.lock ? await query.for('update') : await query;
  if (!found) throw notFound('issue', { issue: id });
  return found;
}

/** The issues of a batch, or of one client in it, by number. */
export function issuesOf(
  inside: Inside,
  of: { batch: Id<'batch'>; client?: Id<'client'> | undefined; unsettled?: boolean },
): Promise<Issue[]> {
  return inside.db
    .select()
    .from(issue)
    .where(
      and(
        eq(issue.firmId, inside.firm),
        eq(issue.batchId, of.batch),
        of.client ? eq(issue.clientId, of.client) : undefined,
        of.unsettled ? isNull(issue.settledAt) : undefined,
      ),
    )
    .orderBy(asc(issue.number));
}

/** Issues as lines of the register, newest first. */
export function selectLines(inside: Inside, condition: SQL | undefined) {
  return inside.db
    .select({
      id: issue.id,
      number: issue.number,
      kind: issue.kind,
      state: issue.state,
      handover: { id: handover.id, number: handover.number },
      batch: issue.batchId,
      client: { id: client.id, number: client.number, name: client.name },
      item: { id: item.id, title: item.title, kind: item.kind, state: item.state, record: clientRecord.kind },
      field: issue.field,
      owner: { id: person.id, name: person.name },
      dueOn: issue.dueOn,
      createdAt: issue.createdAt,
      settledAt: issue.settledAt,
    })
    .from(issue)
    .innerJoin(handover, and(eq(handover.firmId, issue.firmId), eq(handover.id, issue.handoverId)))
    .innerJoin(client, and(eq(client.firmId, issue.firmId), eq(client.id, issue.clientId)))
    .innerJoin(item, and(eq(item.firmId, issue.firmId), eq(item.id, issue.itemId)))
    .leftJoin(clientRecord, and(eq(clientRecord.firmId, item.firmId), eq(clientRecord.id, item.recordId)))
    .innerJoin(person, and(eq(person.firmId, issue.firmId), eq(person.id, issue.ownerId)))
    .where(and(eq(issue.firmId, inside.firm), condition))
    .orderBy(desc(issue.number))
    .$dynamic();
}

/** The register's line of one issue. */
export async function findLine(inside: Inside, id: Id<'issue'>): Promise<IssueLine> {
  const [found] = await selectLines(inside, eq(issue.id, id));
  if (!found) throw notFound('issue', { issue: id });
  return found;
}

/** What the policies ask of an issue. */
export function issueFacts({ id, number, state, ownerId, note }: Issue): IssueFacts {
  return { id, number, state, owner: ownerId, noteBy: note?.proposedBy ?? null };
}

/** Names of people by their ids. */
export async function namesOf(inside: Inside, ids: readonly Id<'person'>[]): Promise<Map<Id<'person'>, string>> {
  if (ids.length === 0) return new Map();
  const rows = await inside.db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(eq(person.firmId, inside.firm), inArray(person.id, [...new Set(ids)])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The condition of being unsettled. */
export const unsettled: SQL = sql`${issue.settledAt} is null`;
