import { type SQL, and, asc, count, eq, isNull, like, sql } from 'drizzle-orm';
import { person } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { ListTasks, MyTasks, Task } from './task.contract.ts';
import { canListTasks } from './task.policy.ts';
import { task } from './task.table.ts';

/** Something that somebody must do. While it is open it is one of its kind for subject and assignee. */
export interface NewTask {
  /** Module and what to do: `handover.accept`. Its words are the locale text `task.<kind>`. */
  kind: string;
  assignee: PersonId;
  /** The id of the thing to act on. */
  subject: string;
  client?: ClientId | undefined;
  handover?: Id<'handover'> | undefined;
  /** Numbers and short codes; never a client's name or figure. */
  facts?: Facts;
  dueOn?: LocalDate | undefined;
}

/** Which tasks a deed settles; what is left out does not matter. */
export interface TaskFilter {
  kind?: string;
  subject?: string;
  assignee?: PersonId;
  handover?: Id<'handover'>;
}

/**
 * Opens tasks as part of a deed that is journalled itself; a task that is already open is left as it is. Many tasks go
 * in one statement for each 2,000.
 */
export async function open(inside: Inside, given: NewTask | NewTask[]): Promise<void> {
  const wanted = Array.isArray(given) ? given : [given];
  for (let from = 0; from < wanted.length; from += 2000) {
    // Without a conflict target: the one who opens a task for another need not be able to read it.
    await inside.db
      .insert(task)
      .values(
        wanted.slice(from, from + 2000).map((one) => ({
          firmId: inside.firm,
          kind: one.kind,
          assigneeId: one.assignee,
          clientId: one.client ?? null,
          handoverId: one.handover ?? null,
          subjectId: one.subject,
          facts: one.facts ?? {},
          dueOn: one.dueOn ?? null,
        })),
      )
      .onConflictDoNothing();
  }
}

/** Marks open tasks as done by the actor; gives how many there were. */
export async function done(
  inside: Inside,
  which: { kind: string; subject: string; assignee?: PersonId },
): Promise<number> {
  const { rowCount } = await inside.db
    .update(task)
    .set({ doneAt: inside.now, doneBy: personOf(inside.actor) })
    .where(openAnd(which));
  return rowCount ?? 0;
}

/** Lets open tasks fall away without being done; gives how many there were. At least one of the conditions must stand. */
export async function drop(inside: Inside, { why, ...which }: TaskFilter & { why: string }): Promise<number> {
  if (Object.values(which).every((value) => value === undefined)) return 0;
  const { rowCount } = await inside.db.update(task).set({ doneAt: inside.now, droppedFor: why }).where(openAnd(which));
  return rowCount ?? 0;
}

/** Whatever waits for me: what is due first, then what concerns a client, then the oldest. */
export function listMine(context: Context, { kind, limit, offset }: ListTasks): Promise<MyTasks> {
  return read(context, async (inside) => {
    allow(canListTasks(inside.actor));
    const mine = and(eq(task.assigneeId, personOf(inside.actor)!), isNull(task.doneAt))!;
    const ofKind = kind ? like(task.kind, `${kind.replaceAll(/[%_\\]/g, '\\$&')}%`) : undefined;
    const tasks = await selectTasks(inside, and(mine, ofKind)!)
      .orderBy(sql`${task.dueOn} nulls last`, sql`${task.clientId} is null`, asc(task.id))
      .limit(limit)
      .offset(offset);
    const today = localDateOf(inside.now);
    const counts = await inside.db
      .select({
        kind: task.kind,
        total: count(),
        overdue: sql<number>`count(*) filter (where ${task.dueOn} < ${today})`.mapWith(Number),
        dueToday: sql<number>`count(*) filter (where ${task.dueOn} = ${today})`.mapWith(Number),
      })
      .from(task)
      .where(mine)
      .groupBy(task.kind);
    const sum = (of: 'total' | 'overdue' | 'dueToday') => counts.reduce((all, one) => all + one[of], 0);
    return {
      tasks,
      byKind: Object.fromEntries(counts.map((one) => [one.kind, one.total])),
      total: sum('total'),
      overdue: sum('overdue'),
      dueToday: sum('dueToday'),
    };
  });
}

/** Open and done tasks of a handover as far as the reader sees them: open ones first, by date. At most 1,000. */
export function listOf(context: Context, { handover }: { handover: Id<'handover'> }): Promise<Task[]> {
  return read(context, (inside) =>
    selectTasks(inside, eq(task.handoverId, handover))
      .orderBy(sql`${task.doneAt} is not null`, sql`${task.dueOn} nulls last`, asc(task.id))
      .limit(1000),
  );
}

function selectTasks(inside: Inside, condition: SQL) {
  return inside.db
    .select({
      id: task.id,
      kind: task.kind,
      assignee: { id: task.assigneeId, name: person.name },
      client: task.clientId,
      handover: task.handoverId,
      subject: task.subjectId,
      facts: task.facts,
      dueOn: task.dueOn,
      createdAt: task.createdAt,
      doneAt: task.doneAt,
      droppedFor: task.droppedFor,
    })
    .from(task)
    .innerJoin(person, and(eq(person.firmId, task.firmId), eq(person.id, task.assigneeId)))
    .where(condition)
    .$dynamic();
}

function openAnd({ kind, subject, assignee, handover }: TaskFilter): SQL {
  return and(
    isNull(task.doneAt),
    kind ? eq(task.kind, kind) : undefined,
    subject ? eq(task.subjectId, subject) : undefined,
    assignee ? eq(task.assigneeId, assignee) : undefined,
    handover ? eq(task.handoverId, handover) : undefined,
  )!;
}
