import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { issueKinds, issueStates, steps } from './terms.ts';

export type { IssueKind, IssueState, Step } from './terms.ts';

const someone = z.object({ id: idOf('person'), name: z.string() });
const words = z.string().trim().min(2).max(500);

/** An issue as a line of the register. */
export const issueLineSchema = z.object({
  id: idOf('issue'),
  /** #77. */
  number: z.int(),
  kind: z.enum(issueKinds),
  state: z.enum(issueStates),
  handover: z.object({ id: idOf('handover'), number: z.string() }),
  batch: idOf('batch'),
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }),
  item: z.object({
    id: idOf('item'),
    title: z.string(),
    kind: z.string(),
    state: z.string(),
    /** The kind of the client's record behind the line; with `field` it names the locale text of the field. */
    record: z.string().nullable(),
  }),
  /** Null for a line that did not arrive as it should. */
  field: z.string().nullable(),
  /** Who must answer. */
  owner: someone,
  dueOn: localDateSchema,
  createdAt: z.date(),
  settledAt: z.date().nullable(),
});
export type IssueLine = z.output<typeof issueLineSchema>;

export const listIssuesInput = z.object({
  handover: idOf('handover').optional(),
  client: idOf('client').optional(),
  owner: idOf('person').optional(),
  /** `unsettled`: those that keep a gate shut. */
  state: z.enum(['unsettled', ...issueStates]).optional(),
  /** Only those whose answer is overdue. */
  overdue: z.boolean().optional(),
  /** `next` of the page before. */
  after: z.int().optional(),
  limit: z.int().min(1).max(500).default(100),
});
export type ListIssues = z.output<typeof listIssuesInput>;

export const noteSchema = z.object({
  cause: z.string(),
  responsible: someone,
  dueOn: localDateSchema,
  proposedBy: someone,
  approvedBy: someone.nullable(),
  approvedAt: z.date().nullable(),
});

/** One step of the course of an issue (过程). */
export const stepSchema = z.object({ step: z.enum(steps), by: someone, at: z.date(), said: z.string().nullable() });

export const wholeIssueSchema = issueLineSchema.extend({
  createdBy: someone,
  note: noteSchema.nullable(),
  course: z.array(stepSchema),
  /** The people of the handover, for the form of a note and for what one may do. */
  parties: z.array(
    z.object({ side: z.enum(['outgoing', 'incoming', 'supervisor', 'proxy', 'witness']), person: someone }),
  ),
  batchState: z.string(),
});
export type WholeIssue = z.output<typeof wholeIssueSchema>;

const one = z.object({ issue: idOf('issue') });

/** 附说明: cause, who settles it, until when. */
export const proposeNoteInput = one.extend({ cause: words, responsible: idOf('person'), dueOn: localDateSchema });
export type ProposeNote = z.output<typeof proposeNoteInput>;

export const raiseIssueInput = z.object({
  item: idOf('item'),
  /** What is missing, unreadable or different. */
  remark: words,
});
export type RaiseIssue = z.output<typeof raiseIssueInput>;

export const issueContract = {
  list: oc
    .route({ method: 'GET', path: '/issues', summary: 'Issues of the clients that I see, newest first, page by page' })
    .input(listIssuesInput)
    .output(
      z.object({
        rows: z.array(issueLineSchema),
        /** On the first page only. */
        total: z.int().optional(),
        next: z.int().nullable(),
      }),
    ),
  read: oc
    .route({ method: 'GET', path: '/issues/{issue}', summary: 'One issue with its course and its note' })
    .input(one)
    .output(wholeIssueSchema),
  raise: oc
    .route({
      method: 'POST',
      path: '/items/{item}/issue',
      summary: 'Open an issue as the receiver on a line that is missing, unreadable or different',
    })
    .input(raiseIssueInput)
    .output(wholeIssueSchema),
  answer: oc
    .route({ method: 'POST', path: '/issues/{issue}/answer', summary: 'Answer an issue that waits for me' })
    .input(one.extend({ answer: words }))
    .output(wholeIssueSchema),
  proposeNote: oc
    .route({
      method: 'POST',
      path: '/issues/{issue}/note',
      summary: 'Propose to note it in the 清册 (附说明) with cause, person and deadline',
    })
    .input(proposeNoteInput)
    .output(wholeIssueSchema),
  approveNote: oc
    .route({ method: 'POST', path: '/issues/{issue}/note/approval', summary: 'Approve a note as the supervisor' })
    .input(one)
    .output(wholeIssueSchema),
  withdraw: oc
    .route({
      method: 'POST',
      path: '/issues/{issue}/withdrawal',
      summary: 'Withdraw as the receiver an issue on a line that arrived after all',
    })
    .input(one)
    .output(wholeIssueSchema),
  returnNote: oc
    .route({
      method: 'POST',
      path: '/issues/{issue}/note/return',
      summary: 'Return a note as the supervisor, with the reason',
    })
    .input(one.extend({ reason: words }))
    .output(wholeIssueSchema),
};
