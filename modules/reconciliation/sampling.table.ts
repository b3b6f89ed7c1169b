import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { batch, handover, item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import {
  firmPolicies,
  firmTable,
  hasRole,
  inHandover,
  inspectsHandover,
  runsHandover,
  seesAmong,
} from '#platform/database/firm-table.ts';
import type { LotSeverity, LotState, SwitchDecision } from './sampling/words.ts';

/**
 * Lines of a batch that the receiver has checked and hands in to be inspected together. The list is frozen and the plan fixed
 * when they are handed in; the sample is drawn by a seed that nobody could know then. No row is ever taken away.
 */
export const samplingLot = firmTable(
  'sampling_lot',
  {
    firmId: firmColumn(),
    id: idColumn('sampling-lot'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    /** Which of the playbook's lots it is; `critical` for the lines that are all inspected. */
    rule: text().notNull(),
    /** Whose records were checked: severity follows this person's lots of the same rule. */
    transferorId: idRef('person').notNull(),
    submittedBy: idRef('person').notNull(),
    submittedAt: instant().notNull(),
    /** How many lines the lot has, and the SHA-256 of their ids in order, a line feed behind each. */
    lines: integer().notNull(),
    listHash: text().notNull(),
    /** The acceptance quality limit in percent; null for critical lines. */
    qualityLimit: text(),
    severity: text().$type<LotSeverity>().notNull(),
    /** Null where every line is inspected without a plan. */
    letter: text(),
    sampleSize: integer().notNull(),
    accept: integer().notNull(),
    /** Only lots handed in for the first time count for severity. */
    first: boolean().notNull(),
    state: text().$type<LotState>().notNull().default('waiting'),
    checkerId: idRef('person'),
    /** Root of the journal's first checkpoint after the lot was handed in, hex, and the size of that log. */
    seed: text(),
    seedSize: bigint({ mode: 'number' }),
    drawnAt: instant(),
    /** Nonconforming lines in the sample. */
    nonconforming: integer(),
    decidedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.transferorId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.checkerId], foreignColumns: [person.firmId, person.id] }),
    check(
      'sampling_lot_drawn',
      sql`(state = 'waiting') = (checker_id is null) and (checker_id is null) = (seed is null)`,
    ),
    check('sampling_lot_decided', sql`(state in ('accepted', 'refused')) = (decided_at is not null)`),
    check('sampling_lot_third_person', sql`checker_id <> transferor_id and checker_id <> submitted_by`),
    index('sampling_lot_batch').on(t.firmId, t.batchId),
    index('sampling_lot_transferor').on(t.firmId, t.transferorId, t.rule, t.decidedAt),
    index('sampling_lot_checker')
      .on(t.firmId, t.checkerId)
      .where(sql`checker_id is not null`),
    ...firmPolicies('sampling_lot', t.firmId, {
      reads: sql`${runsHandover(t.handoverId)} or ${inspectsHandover(t.handoverId)} or (select access.has_role('auditor', 'administrator'))`,
      writes: sql`${runsHandover(t.handoverId)} or ${inspectsHandover(t.handoverId)}`,
      answers: true,
    }),
  ],
);

/** A line of a lot as it was handed in. What was found of it first stands nowhere here: its inspector must not know. */
export const samplingLine = firmTable(
  'sampling_line',
  {
    firmId: firmColumn(),
    lotId: idRef('sampling-lot').notNull(),
    itemId: idRef('item').notNull(),
    handoverId: idRef('handover').notNull(),
    clientId: idRef('client').notNull(),
    kind: text().notNull(),
    title: text().notNull(),
    method: text().notNull(),
    /** Columns of the 清册 as they were listed. */
    listed: jsonb().$type<Record<string, string>>().notNull(),
    recordId: idRef('client-record'),
    recordVersion: integer(),
    /** Whether its fields are its proof, so that each is inspected. */
    byFields: boolean().notNull(),
    /** Inspected whatever the draw says: critical, or found nonconforming in a lot before. */
    always: boolean().notNull(),
    /** Its place in the order of the draw; null while it is not drawn. */
    place: integer(),
    /** What the last inspection of it came to. */
    conforms: boolean(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.lotId, t.itemId] }),
    foreignKey({ columns: [t.firmId, t.lotId], foreignColumns: [samplingLot.firmId, samplingLot.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    index('sampling_line_item').on(t.firmId, t.itemId),
    ...firmPolicies('sampling_line', t.firmId, {
      reads: sql`${seesAmong(t.clientId)} or ${inspectsHandover(t.handoverId)}`,
      answers: true,
    }),
  ],
);

/** What the checker found of a line, each time it was inspected. */
export const samplingFinding = firmTable(
  'sampling_finding',
  {
    firmId: firmColumn(),
    id: idColumn('sampling-finding'),
    lotId: idRef('sampling-lot').notNull(),
    itemId: idRef('item').notNull(),
    clientId: idRef('client').notNull(),
    conforms: boolean().notNull(),
    /** Fields that were found otherwise than the first check says. */
    fields: text().array().notNull(),
    /** Outcome, values and remark, under the client's data key. */
    found: bytes().notNull(),
    inspectedBy: idRef('person').notNull(),
    inspectedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('sampling_finding_once').on(t.firmId, t.lotId, t.itemId, t.inspectedAt),
    foreignKey({
      columns: [t.firmId, t.lotId, t.itemId],
      foreignColumns: [samplingLine.firmId, samplingLine.lotId, samplingLine.itemId],
    }),
    foreignKey({ columns: [t.firmId, t.inspectedBy], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('sampling_finding', t.firmId, { reads: seesAmong(t.clientId) }),
  ],
);

/** What a manager decided on how strictly a transferor's next lots are inspected (GB/T 2828.1, 9.3 and 9.4). No row is ever taken away. */
export const samplingSwitch = firmTable(
  'sampling_switch',
  {
    firmId: firmColumn(),
    id: idColumn('sampling-switch'),
    /** Where it was decided. */
    handoverId: idRef('handover').notNull(),
    transferorId: idRef('person').notNull(),
    rule: text().notNull(),
    decision: text().$type<SwitchDecision>().notNull(),
    reason: text().notNull(),
    decidedBy: idRef('person').notNull(),
    decidedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    foreignKey({ columns: [t.firmId, t.transferorId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.decidedBy], foreignColumns: [person.firmId, person.id] }),
    check('sampling_switch_third_person', sql`decided_by <> transferor_id`),
    index('sampling_switch_transferor').on(t.firmId, t.transferorId, t.rule, t.decidedAt),
    ...firmPolicies('sampling_switch', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: hasRole('manager'),
      answers: true,
    }),
  ],
);
