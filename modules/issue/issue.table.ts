import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { blindPolicy, firmPolicies, firmTable, seesClient } from '#platform/database/firm-table.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { client } from '#modules/client/client.table.ts';
import { batch, item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { IssueKind, IssueState, Step } from './terms.ts';

export type { IssueKind, IssueState, Step } from './terms.ts';

/** A difference found in checking, until it is corrected by two persons or noted in the 清册. */
export const issue = firmTable(
  'issue',
  {
    firmId: firmColumn(),
    id: idColumn('issue'),
    /** #77: counted within the firm. */
    number: integer().notNull(),
    kind: text().$type<IssueKind>().notNull(),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    itemId: idRef('item').notNull(),
    /** The field of the line's record; null for a line that did not arrive as it should. */
    field: text(),
    /** The check that found it. */
    checkId: idRef('check'),
    state: text().$type<IssueState>().notNull().default('open'),
    /** Who must answer, and until when. */
    ownerId: idRef('person').notNull(),
    dueOn: day().notNull(),
    /** 附说明: who settles it later, by when, who proposed the note and who approved it. */
    note: jsonb().$type<Note>(),
    /** The cause in the note, under the client's data key. */
    cause: bytes(),
    createdBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
    settledAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('issue_number').on(t.firmId, t.number),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    foreignKey({ columns: [t.firmId, t.ownerId], foreignColumns: [person.firmId, person.id] }),
    index('issue_batch').on(t.firmId, t.batchId, t.state),
    uniqueIndex('issue_open_once')
      .on(t.firmId, t.itemId, sql`coalesce(field, '')`)
      .where(sql`settled_at is null`),
    ...firmPolicies('issue', t.firmId, { reads: seesClient(t.clientId) }),
    blindPolicy('issue', t.itemId),
  ],
);

/** What stands of a note beside its cause. */
export interface Note {
  responsibleId: PersonId;
  dueOn: LocalDate;
  proposedBy: PersonId;
  approvedBy: PersonId | null;
  approvedAt: string | null;
}

/** 过程: what was said and done about an issue, one row a step; rows are only added. */
export const issueStep = firmTable(
  'issue_step',
  {
    firmId: firmColumn(),
    id: idColumn('issue-step'),
    issueId: idRef('issue').notNull(),
    clientId: idRef('client').notNull(),
    step: text().$type<Step>().notNull(),
    /** What was said, under the client's data key. */
    said: bytes(),
    byId: idRef('person').notNull(),
    at: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.issueId], foreignColumns: [issue.firmId, issue.id] }),
    foreignKey({ columns: [t.firmId, t.byId], foreignColumns: [person.firmId, person.id] }),
    index('issue_step_issue').on(t.firmId, t.issueId),
    ...firmPolicies('issue_step', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);
