import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import {
  appRole,
  blindPolicy,
  firmPolicies,
  firmTable,
  hasRole,
  inHandover,
  inspectsHandover,
  presentFirm,
  runsHandover,
  seesAmong,
} from '#platform/database/firm-table.ts';
import { client, clientRecord } from '#modules/client/client.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { HandoverKind, HandoverManner, ItemState, Side, TransferMethod } from './terms.ts';

export type { HandoverKind, HandoverManner, ItemState, Side, TransferMethod } from './terms.ts';
import { playbookVersion } from '#modules/playbook/playbook.table.ts';

/** 计划中 → 进行中 → 已完成; or 已取消. */
export type HandoverState = 'planned' | 'running' | 'closed' | 'cancelled';

/** Checkers see whose handover it is that they inspect. */
const inspects = (firmId: unknown, handover: unknown) =>
  sql`${firmId} = ${presentFirm} and ${inspectsHandover(handover)}`;

export const handover = firmTable(
  'handover',
  {
    firmId: firmColumn(),
    id: idColumn('handover'),
    /** H-2026-0001. */
    number: text().notNull(),
    kind: text().$type<HandoverKind>().notNull(),
    manner: text().$type<HandoverManner>().notNull().default('regular'),
    /** Why the manner is not regular, as it stands on the 清册. */
    mannerReason: text(),
    state: text().$type<HandoverState>().notNull().default('planned'),
    reason: text(),
    playbookVersionId: idRef('playbook-version').notNull(),
    startsOn: day().notNull(),
    /** 交接基准日: the record as it stood on this day is what is handed over; what comes later is added as 期后事项. */
    cutOff: day().notNull(),
    /** Who does the work between cut-off and sign-off. */
    meanwhileId: idRef('person').notNull(),
    createdBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
    closedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('handover_number').on(t.firmId, t.number),
    foreignKey({
      columns: [t.firmId, t.playbookVersionId],
      foreignColumns: [playbookVersion.firmId, playbookVersion.id],
    }),
    ...firmPolicies('handover', t.firmId, {
      reads: inHandover(t.id),
      writes: runsHandover(t.id),
    }),
    pgPolicy('handover_inspected', { for: 'select', to: appRole, using: inspects(t.firmId, t.id) }),
  ],
);

/** Who stands on which side; nobody stands on two. */
export const handoverParty = firmTable(
  'handover_party',
  {
    firmId: firmColumn(),
    handoverId: idRef('handover').notNull(),
    side: text().$type<Side>().notNull(),
    personId: idRef('person').notNull(),
    /** The title as it stands on the form, such as 主办会计. */
    title: text().notNull(),
    /** By which rule the person may stand on this side, for the supervisor: 会计法 Art. 39; for a proxy, who approved. */
    basis: text(),
    answer: text().$type<'waiting' | 'accepted' | 'declined'>().notNull().default('waiting'),
    answeredAt: instant(),
    declinedFor: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.handoverId, t.side] }),
    unique('handover_party_one_side').on(t.firmId, t.handoverId, t.personId),
    index('handover_party_person').on(t.firmId, t.personId),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('handover_party', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: runsHandover(t.handoverId),
      answers: true,
    }),
    pgPolicy('handover_party_inspected', { for: 'select', to: appRole, using: inspects(t.firmId, t.handoverId) }),
  ],
);

/** A stage of the plan with its dates on working days. */
export const handoverStage = firmTable(
  'handover_stage',
  {
    firmId: firmColumn(),
    handoverId: idRef('handover').notNull(),
    /** The stage's id in the playbook, such as `check`. */
    stage: text().notNull(),
    position: integer().notNull(),
    startsOn: day().notNull(),
    endsOn: day().notNull(),
    accountableSide: text().$type<Side>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.handoverId, t.stage] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    ...firmPolicies('handover_stage', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: runsHandover(t.handoverId),
    }),
  ],
);

/** An earlier plan: the stage dates that a re-plan replaced, why, who asked for it and who approved it. */
export const handoverPlanVersion = firmTable(
  'handover_plan_version',
  {
    firmId: firmColumn(),
    handoverId: idRef('handover').notNull(),
    version: integer().notNull(),
    stages: jsonb().$type<{ stage: string; startsOn: LocalDate; endsOn: LocalDate }[]>().notNull(),
    reason: text().notNull(),
    askedBy: idRef('person').notNull(),
    approvedBy: idRef('person').notNull(),
    replacedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.handoverId, t.version] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    ...firmPolicies('handover_plan_version', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: runsHandover(t.handoverId),
    }),
  ],
);

/** 准备中 → 核对中 → 签署中 → 已签署 → 归档中 → 已归档; or 已撤回. */
export type BatchState = 'preparing' | 'checking' | 'signing' | 'signed' | 'sealing' | 'sealed' | 'withdrawn';

/**
 * The unit of sign-off: some clients of a handover, with their own inventory version, gates, signatures and package.
 * `revision` rises with every change of anything a gate looks at; the signatures name the revision they were given for.
 */
export const batch = firmTable(
  'batch',
  {
    firmId: firmColumn(),
    id: idColumn('batch'),
    handoverId: idRef('handover').notNull(),
    number: integer().notNull(),
    state: text().$type<BatchState>().notNull().default('preparing'),
    revision: integer().notNull().default(1),
    inventoryVersion: integer().notNull().default(0),
    /** When the lines were made from the client records and the playbook. */
    inventoryMadeAt: instant(),
    signedAt: instant(),
    sealedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('batch_number').on(t.firmId, t.handoverId, t.number),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    ...firmPolicies('batch', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: runsHandover(t.handoverId),
    }),
    pgPolicy('batch_inspected', { for: 'select', to: appRole, using: inspects(t.firmId, t.handoverId) }),
    // What is inspected decides a gate: the checker raises the revision, and can do no more than that.
    pgPolicy('batch_raised', {
      for: 'update',
      to: appRole,
      using: sql`${inspects(t.firmId, t.handoverId)} and state = 'checking'`,
      withCheck: sql`${inspects(t.firmId, t.handoverId)} and state = 'checking'`,
    }),
  ],
);

/** A client in a batch; a client is in at most one open batch, by the partial unique index. */
export const batchClient = firmTable(
  'batch_client',
  {
    firmId: firmColumn(),
    batchId: idRef('batch').notNull(),
    handoverId: idRef('handover').notNull(),
    clientId: idRef('client').notNull(),
    /** False once the batch was signed or withdrawn, or the client was taken out of it. */
    open: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.batchId, t.clientId] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    uniqueIndex('batch_client_open_once')
      .on(t.firmId, t.clientId)
      .where(sql`open`),
    index('batch_client_handover').on(t.firmId, t.handoverId),
    ...firmPolicies('batch_client', t.firmId, {
      reads: inHandover(t.handoverId),
      writes: runsHandover(t.handoverId),
    }),
  ],
);

/** A line of the inventory (移交清册): one thing of one client that goes over, by one method, accepted by one person. */
export const item = firmTable(
  'item',
  {
    firmId: firmColumn(),
    id: idColumn('item'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    /** One of the fourteen kinds of the playbook, such as `seals`. */
    kind: text().notNull(),
    method: text().$type<TransferMethod>().notNull(),
    /** What it is, in words that carry no sensitive value. */
    title: text().notNull(),
    /** The client record it stands for, with the version that is handed over. */
    recordId: idRef('client-record'),
    recordVersion: integer(),
    /** The sealed secret it stands for. */
    secretId: idRef('secret'),
    /** The mandatory line of the playbook that it stands for, such as `contract-documents`. */
    serves: text(),
    /** The kind named by law (规范 Art. 27) that it fills, or that it says is empty when its state is `none`. */
    statutory: text(),
    /** 密级 of the line. */
    secrecy: text().$type<'ordinary' | 'sensitive' | 'sealed'>().notNull(),
    /** Evidence that its proof must leave, by the keys of the playbook: what the method asks for, then what the line adds. */
    evidence: text().array().notNull(),
    /**
     * Columns of the form: number, from, until, quantity, unit, medium, original, place, retention, due. Choices stand by
     * their key, sensitive values under their mask.
     */
    line: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** True when each field must be checked, none by sample: seals, UKeys, credentials, cash, open tax matters. */
    critical: boolean().notNull().default(false),
    mandatory: boolean().notNull().default(false),
    state: text().$type<ItemState>().notNull().default('open'),
    /** What the receiver showed by the method's own proof: counted, opened, signed in, told back, … */
    proof: jsonb().$type<Record<string, unknown>>(),
    provedBy: idRef('person'),
    provedAt: instant(),
    droppedFor: text(),
    position: integer().notNull(),
    /** After the cut-off date: 期后事项. */
    afterCutOff: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.recordId], foreignColumns: [clientRecord.firmId, clientRecord.id] }),
    index('item_batch').on(t.firmId, t.batchId, t.clientId, t.position),
    index('item_progress').on(t.firmId, t.handoverId, t.batchId, t.clientId, t.state),
    uniqueIndex('item_record_once')
      .on(t.firmId, t.batchId, t.recordId)
      .where(sql`record_id is not null`),
    uniqueIndex('item_secret_once')
      .on(t.firmId, t.batchId, t.secretId)
      .where(sql`secret_id is not null`),
    ...firmPolicies('item', t.firmId, {
      reads: sql`${seesAmong(t.clientId)} or ${hasRole('auditor')}`,
      writes: seesAmong(t.clientId),
      answers: true,
    }),
    blindPolicy('item', t.id),
  ],
);
