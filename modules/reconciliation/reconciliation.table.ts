import { sql } from 'drizzle-orm';
import { check as constraint, foreignKey, index, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, seesClient } from '#platform/database/firm-table.ts';
import { item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';

/** 一致 / 仅写法不同 / 差异 / 跳过并说明. */
export type CheckVerdict = 'same' | 'written-differently' | 'different' | 'skipped';

/** Where the held value came from. */
export type HeldSource = 'second-source' | 'own-entry' | 'original' | 'phone' | 'proof';

/** One field of one item, checked: handed value by the record's version, held value, evidence, verdict. */
export const check = firmTable(
  'check_result',
  {
    firmId: firmColumn(),
    id: idColumn('check'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    itemId: idRef('item').notNull(),
    field: text().notNull(),
    /** The version of the record whose value was handed over; an older one than the record's makes the verdict stale. */
    recordVersion: integer().notNull(),
    /** Held value and remark, under the client's data key. */
    held: bytes(),
    heldSource: text().$type<HeldSource>().notNull(),
    documentId: idRef('document'),
    verdict: text().$type<CheckVerdict>().notNull(),
    checkedBy: idRef('person').notNull(),
    checkedAt: instant().notNull().defaultNow(),
    /** Set when undone or replaced by a later check. */
    replacedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    foreignKey({ columns: [t.firmId, t.checkedBy], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('check_present')
      .on(t.firmId, t.itemId, t.field)
      .where(sql`replaced_at is null`),
    index('check_batch').on(t.firmId, t.batchId, t.clientId),
    ...firmPolicies('check_result', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/** 待复核 → 已确认 / 被退回. A correction proposed by one person takes effect when a second confirms it. */
export const correction = firmTable(
  'correction',
  {
    firmId: firmColumn(),
    id: idColumn('correction'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    itemId: idRef('item').notNull(),
    recordId: idRef('client-record').notNull(),
    field: text().notNull(),
    issueId: idRef('issue').notNull(),
    /** The version it was proposed against; when the record moved on, the correction must be proposed again. */
    recordVersion: integer().notNull(),
    /** Old value, new value, reason: under the client's data key. */
    change: bytes().notNull(),
    documentId: idRef('document'),
    state: text().$type<'proposed' | 'confirmed' | 'returned'>().notNull().default('proposed'),
    proposedBy: idRef('person').notNull(),
    proposedAt: instant().notNull().defaultNow(),
    decidedBy: idRef('person'),
    decidedAt: instant(),
    returnedFor: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    constraint('correction_two_persons', sql`proposed_by <> decided_by`),
    uniqueIndex('correction_open')
      .on(t.firmId, t.issueId)
      .where(sql`state = 'proposed'`),
    ...firmPolicies('correction', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);
