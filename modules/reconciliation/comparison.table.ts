import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check as constraint,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { batch } from '#modules/handover/handover.table.ts';
import { issue } from '#modules/issue/issue.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import type {
  ComparisonState,
  ConfirmingSide,
  DatasetOrigin,
  DatasetState,
  LinkDecision,
  SettlementKind,
} from './comparison/comparison-terms.ts';

/** Places of lines as ranges, such as `{[3,4),[7,9)}`. */
const ranges = customType<{ data: string }>({ dataType: () => 'int4multirange' });

/** Holds for parties of the handover, and checkers, who see every client of the batch. Asked once a statement. */
function sharesBatch(column: unknown) {
  return sql`${column} in (select access.shared_batches())`;
}

/** Where everything of this page stands: the unit of sign-off. */
const place = () => ({
  firmId: firmColumn(),
  handoverId: idRef('handover').notNull(),
  batchId: idRef('batch').notNull(),
});

/** How a table is read, as a person said it. */
export interface KeptReading {
  encoding?: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | undefined;
  separator?: string | undefined;
  quote?: string | null | undefined;
  headerLine?: number | undefined;
  sheet?: string | undefined;
}

export interface Failure {
  code: string;
  facts: Facts;
}

/**
 * A table that belongs to a batch: uploaded by a party, or what the records said on the cut-off date. Its bytes lie encrypted under
 * a key of its own and never change; with the key they are gone.
 */
export const dataset = firmTable(
  'dataset',
  {
    ...place(),
    id: idColumn('dataset'),
    origin: text().$type<DatasetOrigin>().notNull(),
    name: text().notNull(),
    /** SHA-256 of the bytes, hex. */
    sha256: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    /** Wrapped by the master key; null once it was destroyed. */
    dataKey: bytes(),
    reading: jsonb().$type<KeptReading>().notNull(),
    /** How often it was asked to be read: names the file of its rows. */
    round: integer().notNull().default(1),
    /** The round whose rows stand; null before the first. */
    readRound: integer(),
    state: text().$type<DatasetState>().notNull(),
    rows: bigint({ mode: 'number' }),
    failure: jsonb().$type<Failure>(),
    /** What was understood of it, under its key. */
    description: bytes(),
    addedBy: idRef('person').notNull(),
    addedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.addedBy], foreignColumns: [person.firmId, person.id] }),
    constraint('dataset_readable', sql`(data_key is null) = (state in ('refused', 'discarded'))`),
    index('dataset_batch').on(t.firmId, t.batchId),
    ...firmPolicies('dataset', t.firmId, { reads: sharesBatch(t.batchId) }),
  ],
);

/** That a side agreed on hash, rows and totals of a dataset. It stands as it was given. */
export const datasetConfirmation = firmTable(
  'dataset_confirmation',
  {
    ...place(),
    datasetId: idRef('dataset').notNull(),
    side: text().$type<ConfirmingSide>().notNull(),
    sha256: text().notNull(),
    rows: bigint({ mode: 'number' }).notNull(),
    /** Each amount column with its total, under the dataset's key. */
    totals: bytes().notNull(),
    confirmedBy: idRef('person').notNull(),
    confirmedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.datasetId, t.side] }),
    foreignKey({ columns: [t.firmId, t.datasetId], foreignColumns: [dataset.firmId, dataset.id] }),
    foreignKey({ columns: [t.firmId, t.confirmedBy], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('dataset_confirmation', t.firmId, { reads: sharesBatch(t.batchId) }),
  ],
);

/** A pair of columns as it is kept: names and normaliser, no values. */
export interface KeptPair {
  left: string;
  right: string;
  normaliser: { kind: string };
}

/** The mapping that somebody of the firm confirmed last for two tables with these headers. */
export const datasetMapping = firmTable(
  'dataset_mapping',
  {
    firmId: firmColumn(),
    /** SHA-256 of the column names in their order. */
    leftColumns: bytes().notNull(),
    rightColumns: bytes().notNull(),
    pairs: jsonb().$type<KeptPair[]>().notNull(),
    key: jsonb().$type<string[]>().notNull(),
    confirmedBy: idRef('person').notNull(),
    confirmedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.leftColumns, t.rightColumns] }),
    ...firmPolicies('dataset_mapping', t.firmId),
  ],
);

/** How two datasets are compared, as a person confirmed it. */
export interface KeptPlan {
  pairs: KeptPair[];
  key: string[];
  equivalent: 'list' | 'count';
  exact: boolean;
}

export interface KeptProgress {
  step: string;
  rowsRead: number;
  rowsTotal: number;
  rowsPerSecond: number;
  secondsLeft: number | null;
}

/** Two datasets of a batch held against each other. The result is an immutable file that is named by its hash. */
export const comparison = firmTable(
  'comparison',
  {
    ...place(),
    id: idColumn('comparison'),
    number: integer().notNull(),
    leftId: idRef('dataset').notNull(),
    rightId: idRef('dataset').notNull(),
    plan: jsonb().$type<KeptPlan>().notNull(),
    state: text().$type<ComparisonState>().notNull(),
    progress: jsonb().$type<KeptProgress>(),
    failure: jsonb().$type<Failure>(),
    /** Of the result and everything that is said about it, wrapped by the master key. */
    dataKey: bytes().notNull(),
    /** Which run made the files: a run that was cut off leaves none behind that another would take for its own. */
    run: integer().notNull().default(0),
    /** SHA-256 of the result, hex, and its length. */
    result: text(),
    resultBytes: bigint({ mode: 'number' }),
    counts: jsonb().$type<
      Record<'added' | 'removed' | 'changed' | 'duplicate', number> & { equivalent: number | null }
    >(),
    /** Lines of the result. */
    lines: integer(),
    /** The engine's summary and the columns without a partner, under the comparison's key. */
    summary: bytes(),
    /** When its right dataset was taken as a second source for checks. */
    checkedAt: instant(),
    startedBy: idRef('person').notNull(),
    startedAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    foreignKey({ columns: [t.firmId, t.leftId], foreignColumns: [dataset.firmId, dataset.id] }),
    foreignKey({ columns: [t.firmId, t.rightId], foreignColumns: [dataset.firmId, dataset.id] }),
    foreignKey({ columns: [t.firmId, t.startedBy], foreignColumns: [person.firmId, person.id] }),
    constraint('comparison_done', sql`(state = 'done') = (result is not null)`),
    index('comparison_batch').on(t.firmId, t.batchId),
    ...firmPolicies('comparison', t.firmId, { reads: sharesBatch(t.batchId) }),
  ],
);

/** What a person said of differences of a comparison. Undone it stays on record. */
export const settlement = firmTable(
  'difference_settlement',
  {
    ...place(),
    id: idColumn('settlement'),
    comparisonId: idRef('comparison').notNull(),
    kind: text().$type<SettlementKind>().notNull(),
    /** Places of lines of the result. */
    lines: ranges().notNull(),
    count: integer().notNull(),
    /** Under the comparison's key. */
    reason: bytes().notNull(),
    issueId: idRef('issue'),
    settledBy: idRef('person').notNull(),
    settledAt: instant().notNull().defaultNow(),
    undoneBy: idRef('person'),
    undoneAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.comparisonId], foreignColumns: [comparison.firmId, comparison.id] }),
    foreignKey({ columns: [t.firmId, t.issueId], foreignColumns: [issue.firmId, issue.id] }),
    foreignKey({ columns: [t.firmId, t.settledBy], foreignColumns: [person.firmId, person.id] }),
    constraint('settlement_issue', sql`(kind = 'issue') = (issue_id is not null)`),
    index('settlement_comparison').on(t.firmId, t.comparisonId),
    ...firmPolicies('difference_settlement', t.firmId, { reads: sharesBatch(t.batchId) }),
  ],
);

/** Two rows without a partner that may be the same firm, by their places: no word of either. */
export const rowLink = firmTable(
  'row_link',
  {
    ...place(),
    id: idColumn('link'),
    comparisonId: idRef('comparison').notNull(),
    /** Where the rows begin in the kept rows of their datasets. */
    leftPlace: bigint({ mode: 'number' }).notNull(),
    rightPlace: bigint({ mode: 'number' }).notNull(),
    /** Keyed hashes of what the rows were linked by, so that a decision is found again in the next comparison. */
    leftMark: bytes().notNull(),
    rightMark: bytes().notNull(),
    probability: doublePrecision().notNull(),
    reasons: jsonb().$type<{ part: string; level: string; bits: number }[]>().notNull(),
    decision: text().$type<LinkDecision>(),
    decidedBy: idRef('person'),
    decidedAt: instant(),
    /** Decided in an earlier comparison of the batch. */
    carried: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.comparisonId], foreignColumns: [comparison.firmId, comparison.id] }),
    constraint('row_link_decided', sql`(decision is null) = (decided_by is null)`),
    index('row_link_comparison').on(t.firmId, t.comparisonId, t.probability),
    index('row_link_batch').on(t.firmId, t.batchId, t.decidedAt),
    ...firmPolicies('row_link', t.firmId, { reads: sharesBatch(t.batchId) }),
  ],
);
