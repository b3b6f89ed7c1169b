import { sql } from 'drizzle-orm';
import {
  check as constraint,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { blindPolicy, firmPolicies, firmTable, seesAmong, seesClient } from '#platform/database/firm-table.ts';
import { batch, item } from '#modules/handover/handover.table.ts';
import { issue } from '#modules/issue/issue.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { CheckVerdict, CorrectionState, HeldSource } from './terms.ts';

export type { CheckVerdict, CorrectionState, HeldSource } from './terms.ts';

/**
 * A second register that clients of a batch were compared with. Its bytes are not kept: the values that it gives stand with
 * the checks, each under the key of its client; whoever keeps the file proves it by the hash.
 */
export const secondSource = firmTable(
  'second_source',
  {
    firmId: firmColumn(),
    id: idColumn('second-source'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    /** SHA-256 of the file, hex. */
    fileHash: text().notNull(),
    /** What each column was taken for, by its header. */
    columns: jsonb().$type<Record<string, string>>().notNull(),
    counts: jsonb().$type<Record<string, number>>().notNull(),
    comparedBy: idRef('person').notNull(),
    comparedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.comparedBy], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('second_source', t.firmId, { reads: sql`access.in_handover(${t.handoverId})` }),
  ],
);

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
    /** The version of the record whose value was handed over; another value in the record since makes the verdict stale. */
    recordVersion: integer().notNull(),
    /** Held value and remark, under the client's data key. */
    held: bytes(),
    heldSource: text().$type<HeldSource>().notNull(),
    documentId: idRef('document'),
    secondSourceId: idRef('second-source'),
    /** Computed from both values by the server, never claimed by anyone. */
    verdict: text().$type<CheckVerdict>().notNull(),
    checkedBy: idRef('person').notNull(),
    checkedAt: instant().notNull().defaultNow(),
    /** Set when undone or replaced by a later check. */
    replacedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    foreignKey({ columns: [t.firmId, t.secondSourceId], foreignColumns: [secondSource.firmId, secondSource.id] }),
    foreignKey({ columns: [t.firmId, t.checkedBy], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('check_present')
      .on(t.firmId, t.itemId, t.field)
      .where(sql`replaced_at is null`),
    index('check_batch').on(t.firmId, t.batchId, t.clientId),
    ...firmPolicies('check_result', t.firmId, { reads: seesAmong(t.clientId) }),
    blindPolicy('check_result', t.itemId),
  ],
);

/** A correction proposed by one person takes effect when a second confirms it; the database holds that it is a second. */
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
    /** The version it was proposed against; when the value moved on, the correction must be proposed again. */
    recordVersion: integer().notNull(),
    /** Old value, new value, reason: under the client's data key. */
    change: bytes().notNull(),
    documentId: idRef('document'),
    state: text().$type<CorrectionState>().notNull().default('proposed'),
    proposedBy: idRef('person').notNull(),
    proposedAt: instant().notNull().defaultNow(),
    decidedBy: idRef('person'),
    decidedAt: instant(),
    /** Why it was returned, under the client's data key. */
    returnedFor: bytes(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    foreignKey({ columns: [t.firmId, t.issueId], foreignColumns: [issue.firmId, issue.id] }),
    foreignKey({ columns: [t.firmId, t.proposedBy], foreignColumns: [person.firmId, person.id] }),
    constraint('correction_two_persons', sql`proposed_by <> decided_by`),
    constraint('correction_decided', sql`(state = 'proposed') = (decided_by is null)`),
    uniqueIndex('correction_open')
      .on(t.firmId, t.issueId)
      .where(sql`state = 'proposed'`),
    index('correction_batch').on(t.firmId, t.batchId, t.clientId),
    ...firmPolicies('correction', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);
