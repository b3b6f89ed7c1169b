import { oc } from '@orpc/contract';
import { z } from 'zod';
import { handoverLineSchema } from '#modules/handover/handover.contract.ts';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

const someClient = z.object({ id: idOf('client'), number: z.string(), name: z.string() });
const someHandover = z.object({ id: idOf('handover'), number: z.string() });

/**
 * A line of the to-do list: one task, or tasks of one kind, handover and day folded into one line when there are more
 * than three of them.
 */
export const todoSchema = z.object({
  task: idOf('task'),
  /** Its words are the locale text `task.<kind>`, given the facts. */
  kind: z.string(),
  subject: z.string(),
  facts: z.record(z.string(), z.unknown()),
  dueOn: localDateSchema.nullable(),
  /** Null when it is about none, or about one that the reader may not know yet. */
  client: someClient.nullable(),
  handover: someHandover.nullable(),
  /** The next day by which that client must file something that is not filed, when it is within a week or past. */
  statutoryOn: localDateSchema.nullable(),
  /** How many tasks the line stands for. */
  count: z.int(),
});
export type Todo = z.output<typeof todoSchema>;

export const listTodosInput = z.object({
  /** Only these kinds. */
  kinds: z.array(z.string().max(60)).min(1).max(40).optional(),
  /** Every task behind a folded line. */
  fold: z
    .object({ kind: z.string().max(60), handover: idOf('handover').nullable(), dueOn: localDateSchema.nullable() })
    .optional(),
});
export type ListTodos = z.output<typeof listTodosInput>;

/** A handover on which I stand on a side, with how many of its clients are how far. */
export const cardSchema = handoverLineSchema.extend({
  /** Clients all of whose lines have an outcome and no difference. */
  received: z.int(),
  /** Clients with a difference or a line that did not arrive as it should. */
  differing: z.int(),
  /** The rest. */
  waiting: z.int(),
  /** Working days after today until the plan's last day; `known` is false when a year's holidays are not announced yet. */
  daysLeft: z.object({ result: z.int(), known: z.boolean() }),
});
export type Card = z.output<typeof cardSchema>;

/** What warns; the words are the locale texts `overview.warning.<code>` and `.note`. */
export const warningSchema = z.object({
  code: z.enum([
    'filings-due',
    'not-sealed',
    'keys-not-wrapped',
    'roles-not-rebound',
    'contracts-ended',
    'verification-old',
    'backup-old',
    'drill-old',
    'handovers-undone',
    'files-faulty',
    'recovery-missing',
    'vault-password-missing',
    'nobody-supervises',
  ]),
  count: z.int(),
  day: localDateSchema.nullable(),
  handover: someHandover.nullable(),
});
export type Warning = z.output<typeof warningSchema>;

/** The filing period (征期) by the kept table: null where the firm has not entered the month. */
const filingSchema = z.object({
  today: localDateSchema,
  /** The last filing day of this month. */
  thisMonth: localDateSchema.nullable(),
  /** The next last day from today on. */
  next: localDateSchema.nullable(),
  /** The next one goes by the rule of law until the year's notice is out; the real one is never earlier. */
  provisional: z.boolean(),
});

const homeSchema = z.object({
  filing: filingSchema,
  todos: z.array(todoSchema),
  /** Open tasks by kind, all of them. */
  byKind: z.record(z.string(), z.int()),
  total: z.int(),
  overdue: z.int(),
  dueToday: z.int(),
  handovers: z.array(cardSchema),
  warnings: z.array(warningSchema),
});
export type Home = z.output<typeof homeSchema>;

const share = z.object({ done: z.int(), of: z.int() });

export const runningSchema = cardSchema.extend({
  /** Working days of the plan that have gone by, and all of them. */
  elapsed: share,
  differencesOpen: z.int(),
  secretsToChange: z.int(),
});
export type Running = z.output<typeof runningSchema>;

const deadlineSchema = z.object({
  handover: someHandover,
  client: someClient,
  /** Tax and period, or the open matter. */
  what: z.string(),
  due: localDateSchema,
  /** Who holds the client that day by the plan. */
  holder: z.object({ id: idOf('person'), name: z.string() }),
  /** The client is signed for already. */
  signed: z.boolean(),
});
export type Deadline = z.output<typeof deadlineSchema>;

const cockpitSchema = z.object({
  handovers: z.array(runningSchema),
  /** Handovers closed within a year, and those of them closed by the last day of their plan. */
  onTime: share,
  /** Fields first checked within a year, and those of them that agreed at the first check. */
  firstPass: share,
  differences: z.object({ open: z.int(), overdue: z.int() }),
  secrets: z.object({ toChange: z.int(), overdue: z.int() }),
  /** Granted accesses whose key nobody has wrapped yet. */
  keysNotWrapped: z.int(),
  /** By day, at most 500. */
  deadlines: z.array(deadlineSchema),
  deadlinesInAll: z.int(),
});
export type Cockpit = z.output<typeof cockpitSchema>;

export const overviewContract = {
  home: oc
    .route({ method: 'GET', path: '/me/home', summary: 'What waits for me, my handovers, and what warns' })
    .output(homeSchema),
  listTodos: oc
    .route({ method: 'GET', path: '/me/todos', summary: 'My to-do list, or every task behind a folded line of it' })
    .input(listTodosInput)
    .output(z.array(todoSchema)),
  cockpit: oc
    .route({
      method: 'GET',
      path: '/cockpit',
      summary: 'All running handovers against their plans, and who holds each client on each statutory deadline',
    })
    .output(cockpitSchema),
  nameClients: oc
    .route({
      method: 'POST',
      path: '/client-names',
      summary: 'Number and name of clients, as far as I may know of them',
    })
    .input(z.object({ clients: z.array(idOf('client')).max(1000) }))
    .output(z.array(someClient)),
};
