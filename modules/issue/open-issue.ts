import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import { type ClientId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { addSteps, type NewStep } from './course.ts';
import { type IssueKind, issue } from './issue.table.ts';
import type { Issue } from './lookup.ts';

/** The case that issues are opened in. */
export interface Case {
  handover: handover.Handover;
  batch: Pick<handover.Batch, 'id'>;
  parties: handover.Parties;
}

/** Something that differs. */
export interface NewIssue {
  kind: IssueKind;
  client: ClientId;
  item: Id<'item'>;
  /** Null when it is about the whole line. */
  field: string | null;
  check?: Id<'check'> | undefined;
  /** Who must answer, where it is not whoever hands over. */
  owner?: PersonId | undefined;
  /** By when, where it is not by the days of the playbook. */
  dueOn?: LocalDate | undefined;
  /** What was seen. */
  said?: string | undefined;
}

/**
 * Opens issues, with an answer due from whoever hands over, or from their `owner`, within the days of the playbook, and a task for it. One that is
 * still unsettled for the same field is found again instead. Gives id and number of each, in order. The caller raises the
 * revision of the batch.
 */
export async function open(
  inside: Inside,
  { handover, batch, parties }: Case,
  found: NewIssue[],
  keys?: Map<ClientId, DataKey>,
): Promise<{ id: Id<'issue'>; number: number }[]> {
  if (found.length === 0) return [];
  const standing = await unsettledOn(
    inside,
    batch.id,
    found.map(({ item }) => item),
  );
  const fresh = found.filter((one) => !standing.has(keyOf(one)));
  const ownerId = ownerOf(handover, parties);
  const dueOn = await answerBy(inside, handover);
  const numbers = await nextNumbers(inside, fresh.length);
  const opened = new Map(fresh.map((one, at) => [keyOf(one), { id: newId<'issue'>(), number: numbers[at]! }]));
  const me = personOf(inside.actor)!;
  const rows = fresh.map((one) => ({
    firmId: inside.firm,
    ...opened.get(keyOf(one))!,
    kind: one.kind,
    handoverId: handover.id,
    batchId: batch.id,
    clientId: one.client,
    itemId: one.item,
    field: one.field,
    checkId: one.check ?? null,
    ownerId: one.owner ?? ownerId,
    dueOn: one.dueOn ?? dueOn,
    createdBy: me,
    createdAt: inside.now,
  }));
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(issue).values(rows.slice(from, from + 2000));
  for (const one of found) {
    const known = standing.get(keyOf(one));
    if (known && one.check)
      await inside.db
        .update(issue)
        .set({ checkId: one.check })
        .where(and(eq(issue.firmId, inside.firm), eq(issue.id, known.id)));
  }
  const all = found.map((one) => ({ one, is: standing.get(keyOf(one)) ?? opened.get(keyOf(one))! }));
  await addSteps(
    inside,
    all.map(({ one, is }): NewStep => ({
      issue: is.id,
      client: one.client,
      step: standing.has(keyOf(one)) ? 'found-again' : 'opened',
      said: one.said,
    })),
    keys,
  );
  await task.open(
    inside,
    rows.map(({ id, number, clientId, ownerId: assignee, dueOn: until }) => ({
      kind: 'issue.answer',
      assignee,
      subject: id,
      client: clientId,
      handover: handover.id,
      facts: { number },
      dueOn: until,
    })),
  );
  await journal.record(
    inside,
    all.map(({ one, is }) => ({
      verb: standing.has(keyOf(one)) ? 'issue.found-again' : 'issue.opened',
      client: one.client,
      handover: handover.id,
      subject: is.id,
      facts: {
        number: is.number,
        item: one.item,
        field: one.field ?? undefined,
        owner: one.owner ?? ownerId,
        dueOn: one.dueOn ?? dueOn,
      },
    })),
  );
  return all.map(({ is }) => ({ id: is.id, number: is.number }));
}

/** Who answers for what was handed over: the outgoing person, the proxy in their place, or the supervisor when they are gone. */
function ownerOf(found: handover.Handover, { outgoing, proxy, supervisor }: handover.Parties): PersonId {
  if (found.manner === 'one-sided') return supervisor.person;
  return (found.manner === 'proxy' ? (proxy ?? outgoing) : outgoing).person;
}

/** The day on whose noon the answer is due, by the playbook in working days. */
async function answerBy(inside: Inside, { playbookVersionId }: handover.Handover): Promise<LocalDate> {
  const { deadlines } = await playbook.contentOf(inside, playbookVersionId);
  return workingCalendar().addWorkingDays(localDateOf(inside.now), deadlines.answerDifference).result;
}

async function nextNumbers(inside: Inside, count: number): Promise<number[]> {
  const numbers: number[] = [];
  while (numbers.length < count) numbers.push(await people.nextNumber(inside, 'issue'));
  return numbers;
}

async function unsettledOn(
  inside: Inside,
  batch: Id<'batch'>,
  items: readonly Id<'item'>[],
): Promise<Map<string, Issue>> {
  const rows = await inside.db
    .select()
    .from(issue)
    .where(
      and(
        eq(issue.firmId, inside.firm),
        eq(issue.batchId, batch),
        isNull(issue.settledAt),
        or(inArray(issue.itemId, [...new Set(items)]), sql`false`),
      ),
    );
  return new Map(rows.map((row) => [keyOf({ item: row.itemId, field: row.field }), row]));
}

function keyOf({ item, field }: Pick<NewIssue, 'item' | 'field'>): string {
  return `${item} ${field ?? ''}`;
}
