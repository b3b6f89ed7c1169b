import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

export const taskSchema = z.object({
  id: idOf('task'),
  /** What is to be done, such as `handover.accept`; its words are the locale text `task.<kind>`. */
  kind: z.string(),
  assignee: z.object({ id: idOf('person'), name: z.string() }),
  client: idOf('client').nullable(),
  handover: idOf('handover').nullable(),
  /** The thing to act on. */
  subject: z.string(),
  /** Numbers and short codes for the words of the task; never a client's name or figure. */
  facts: z.record(z.string(), z.unknown()),
  dueOn: localDateSchema.nullable(),
  createdAt: z.date(),
  /** When it was done, or fell away (then `droppedFor` says why); null while it is open. */
  doneAt: z.date().nullable(),
  droppedFor: z.string().nullable(),
});
export type Task = z.output<typeof taskSchema>;

export const listTasksInput = z.object({
  /** The beginning of the kind, such as `vault.`. */
  kind: z.string().max(60).optional(),
  limit: z.int().min(1).max(500).default(200),
  offset: z.int().min(0).default(0),
});
export type ListTasks = z.output<typeof listTasksInput>;

export const myTasksSchema = z.object({
  tasks: z.array(taskSchema),
  /** Open tasks of the person by kind, whatever was asked for. */
  byKind: z.record(z.string(), z.int()),
  total: z.int(),
  overdue: z.int(),
  dueToday: z.int(),
});
export type MyTasks = z.output<typeof myTasksSchema>;

export const taskContract = {
  listMine: oc
    .route({ method: 'GET', path: '/me/tasks', summary: 'Whatever waits for me, what is due first' })
    .input(listTasksInput)
    .output(myTasksSchema),
  listOf: oc
    .route({ method: 'GET', path: '/handovers/{handover}/tasks', summary: 'Open and done tasks of a handover' })
    .input(z.object({ handover: idOf('handover') }))
    .output(z.array(taskSchema)),
};
