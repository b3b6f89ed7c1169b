import { foreignKey, index, integer, jsonb, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytes, day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, seesClient } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { batch } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';

/** 待答复 → 待复核 → 已更正 / 已附说明 / 已撤销. */
export type IssueState = 'open' | 'answered' | 'corrected' | 'noted' | 'withdrawn';

/** A difference found in checking, until it is corrected by two persons or noted in the 清册. */
export const issue = firmTable(
  'issue',
  {
    firmId: firmColumn(),
    id: idColumn('issue'),
    /** #77: counted within the firm. */
    number: integer().notNull(),
    kind: text().$type<'difference'>().notNull().default('difference'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    itemId: idRef('item').notNull(),
    field: text(),
    checkId: idRef('check'),
    state: text().$type<IssueState>().notNull().default('open'),
    /** Who must answer, and until when. */
    ownerId: idRef('person').notNull(),
    dueOn: day().notNull(),
    /** 附说明: cause, person, deadline and the supervisor's approval. The cause is sealed under the client's data key. */
    note: jsonb().$type<{
      responsibleId: string;
      dueOn: string;
      approvedBy: string | null;
      approvedAt: string | null;
    }>(),
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
    foreignKey({ columns: [t.firmId, t.ownerId], foreignColumns: [person.firmId, person.id] }),
    index('issue_batch').on(t.firmId, t.batchId, t.state),
    ...firmPolicies('issue', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);
