import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson } from '#platform/database/firm-table.ts';
import { person } from '#modules/people/people.table.ts';

/** Whatever anyone must do by a date: a check, a signature, a secret to change. One list for all. */
export const task = firmTable(
  'task',
  {
    firmId: firmColumn(),
    id: idColumn('task'),
    /** What is to be done, such as `handover.accept` or `vault.change-secret`; its words stand in the locale under `task.<kind>`. */
    kind: text().notNull(),
    assigneeId: idRef('person').notNull(),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** The thing to act on; with `kind` it makes the task one of its kind while it is open. */
    subjectId: text().notNull(),
    /** Numbers and short codes for the words of the task; never a client's name or figure. */
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    dueOn: day(),
    createdAt: instant().notNull().defaultNow(),
    doneAt: instant(),
    doneBy: idRef('person'),
    /** Set when the task fell away without being done. */
    droppedFor: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.assigneeId], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('task_open_once')
      .on(t.firmId, t.kind, t.subjectId, t.assigneeId)
      .where(sql`done_at is null`),
    index('task_assignee')
      .on(t.firmId, t.assigneeId, t.dueOn)
      .where(sql`done_at is null`),
    index('task_handover').on(t.firmId, t.handoverId),
    ...firmPolicies('task', t.firmId, {
      reads: sql`assignee_id = ${presentPerson} or ${hasRole('manager', 'administrator')} or (handover_id is not null and access.in_handover(handover_id))`,
      writes: sql`true`,
    }),
  ],
);
