import { type SQL, and, count, eq, lt, sql } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { causeOf } from './cause.ts';
import { coursesOf } from './course.ts';
import type { IssueLine, ListIssues, WholeIssue } from './issue.contract.ts';
import { issue } from './issue.table.ts';
import { type Issue, findIssue, findLine, namesOf, selectLines, unsettled } from './lookup.ts';

/** Issues of the clients that the actor sees, newest first. */
export function listIssues(
  context: Context,
  { handover: of, client: about, owner, state, overdue, after, limit }: ListIssues,
): Promise<{ rows: IssueLine[]; total?: number; next: number | null }> {
  return read(context, async (inside) => {
    const condition: SQL | undefined = and(
      of ? eq(issue.handoverId, of) : undefined,
      about ? eq(issue.clientId, about) : undefined,
      owner ? eq(issue.ownerId, owner) : undefined,
      state === 'unsettled' ? unsettled : state ? eq(issue.state, state) : undefined,
      overdue ? and(unsettled, lt(issue.dueOn, localDateOf(inside.now))) : undefined,
    );
    const rows = await selectLines(
      inside,
      and(condition, after === undefined ? undefined : lt(issue.number, after)),
    ).limit(limit + 1);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? shown.at(-1)!.number : null;
    if (after !== undefined) return { rows: shown, next };
    const [counted] = await inside.db
      .select({ total: count() })
      .from(issue)
      .where(and(eq(issue.firmId, inside.firm), condition ?? sql`true`));
    return { rows: shown, total: counted!.total, next };
  });
}

/** One issue with its course and its note; refused with `issue.not-found` to whoever does not see the client. */
export function readIssue(context: Context, input: { issue: Id<'issue'> }): Promise<WholeIssue> {
  return read(context, async (inside) => wholeIssue(inside, await findIssue(inside, input.issue)));
}

/** The issue as its page shows it. */
export async function wholeIssue(inside: Inside, found: Issue): Promise<WholeIssue> {
  const line = await findLine(inside, found.id);
  const parties = handover.standing(await handover.partiesOf(inside, found.handoverId));
  const batch = await handover.findBatch(inside, found.batchId);
  const course = await coursesOf(inside, [found.id]);
  const { note } = found;
  const names = await namesOf(
    inside,
    [found.createdBy, note?.responsibleId, note?.proposedBy, note?.approvedBy].filter((id) => id != null),
  );
  const someone = (id: Id<'person'>) => ({ id, name: names.get(id) ?? '' });
  return {
    ...line,
    createdBy: someone(found.createdBy),
    course: course.map(({ issue: _, ...step }) => step),
    note: note && {
      cause: await causeOf(inside, found),
      responsible: someone(note.responsibleId),
      dueOn: note.dueOn,
      proposedBy: someone(note.proposedBy),
      approvedBy: note.approvedBy && someone(note.approvedBy),
      approvedAt: note.approvedAt === null ? null : new Date(note.approvedAt),
    },
    parties: parties.map(({ side, person, name }) => ({ side, person: { id: person, name } })),
    batchState: batch.state,
  };
}
