import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { yuanSchema } from '#platform/kernel/money-schema.ts';
import { writtenNormaliserSchema } from '../engine/normalise/normaliser-json.ts';
import {
  cellVerdicts,
  comparisonStates,
  confirmingSides,
  datasetOrigins,
  datasetStates,
  differenceKinds,
  differenceOrders,
  exportFormats,
  linkDecisions,
  settlementKinds,
} from './comparison-terms.ts';

const someone = z.object({ id: idOf('person'), name: z.string() });
const failureSchema = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const reason = z.string().trim().min(2).max(500);

/** Where a dataset is uploaded to: `POST /datasets?batch=…` with the bytes as body and its name, URI-encoded, as `x-dataset-name`. */
export const datasetPlace = z.object({ batch: idOf('batch') });

const asciiCharacter = z.string().regex(/^\p{ASCII}$/u);

/** How a table is to be read where what was found is not right; what is left out is found. */
export const datasetReadingSchema = z.object({
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']).optional(),
  /** Any one ASCII character. */
  separator: asciiCharacter.optional(),
  /** Any one ASCII character; null: cells are never quoted. */
  quote: asciiCharacter.nullable().optional(),
  /** The physical line of the header, from 1; 0 when there is none. */
  headerLine: z.int().min(0).max(1000).optional(),
  /** Sheet of a workbook. */
  sheet: z.string().max(200).optional(),
});
export type DatasetReading = z.output<typeof datasetReadingSchema>;

/** A table that belongs to a batch: uploaded by a party, or the records of the batch's clients. Its bytes never change. */
export const datasetSchema = z.object({
  id: idOf('dataset'),
  handover: idOf('handover'),
  batch: idOf('batch'),
  origin: z.enum(datasetOrigins),
  name: z.string(),
  /** Of the bytes as uploaded. */
  sha256,
  bytes: z.number(),
  state: z.enum(datasetStates),
  /** Rows read so far while it is being read; all of them once it is read; null before. */
  rows: z.int().nullable(),
  /** Why it was refused, or why reading it otherwise did not succeed (then it stays as it was read before). */
  failure: failureSchema.nullable(),
  addedBy: someone,
  addedAt: z.date(),
  /** Who agreed on hash, rows and totals; one for each side. */
  confirmations: z.array(z.object({ side: z.enum(confirmingSides), by: someone, at: z.date() })),
  /** Both sides confirmed. */
  confirmed: z.boolean(),
});
export type Dataset = z.output<typeof datasetSchema>;

/** A column as it was found, every value of it held against its kind. */
export const datasetColumnSchema = z.object({
  name: z.string(),
  /** Of engine/normalise/column-kind.ts: amount, date, phone, account, credit-code, … */
  kind: z.string(),
  filled: z.int(),
  blank: z.int(),
  /** The sum of an amount column in yuan; null in others. */
  total: yuanSchema.nullable(),
  /** Values that are nothing of the column's kind: not in the total. With the first lines. */
  doubtful: z.array(z.object({ doubt: z.string(), count: z.int(), lines: z.array(z.int()) })),
});

/** What was understood of a dataset, for both parties to confirm. */
export const datasetDescriptionSchema = z.object({
  found: z.object({
    /** text, xlsx, xls, ods, jsonl, parquet. */
    format: z.string(),
    encoding: z.string().nullable(),
    /** given, byte-order-mark, content. */
    encodingBy: z.string().nullable(),
    separator: z.string().nullable(),
    separatorBy: z.string().nullable(),
    quote: z.string().nullable(),
    /** Null where the table has none and columns are letters. */
    headerLine: z.int().nullable(),
    headerBy: z.string().nullable(),
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
  }),
  columns: z.array(datasetColumnSchema),
  /** What is odd about the table as a whole; words: `doubt.<code>`. */
  doubts: z.array(failureSchema),
  /** What is odd about rows and cells, counted, with the first places; `column` is the place among `columns`. */
  marks: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['fault', 'doubt']),
      count: z.int(),
      places: z.array(
        z.object({ line: z.int(), column: z.int().nullable(), facts: z.record(z.string(), z.unknown()) }),
      ),
    }),
  ),
});
export type DatasetDescription = z.output<typeof datasetDescriptionSchema>;

export const wholeDatasetSchema = datasetSchema.extend({
  reading: datasetReadingSchema,
  /** Null until it was read once. */
  description: datasetDescriptionSchema.nullable(),
  /** The first rows as written; null for who may not reveal sensitive values of every client of the batch. */
  preview: z.array(z.array(z.string())).nullable(),
  /** The side on which the reader would confirm; null for others. */
  mySide: z.enum(confirmingSides).nullable(),
});
export type WholeDataset = z.output<typeof wholeDatasetSchema>;

const one = z.object({ dataset: idOf('dataset') });

export const confirmDatasetInput = one.extend({
  sha256,
  rows: z.int(),
  /** Every amount column with its total in yuan, as shown; when any is another one by now, nothing is confirmed. */
  totals: z.record(z.string(), yuanSchema),
});
export type ConfirmDataset = z.output<typeof confirmDatasetInput>;

/** Two columns that mean the same, and how their values are made comparable. */
export const mappedPairSchema = z.object({
  left: z.string().min(1).max(500),
  right: z.string().min(1).max(500),
  /** Only for comparing, always shown; `toleranceFen` of an amount is never above what the playbook allows. */
  normaliser: writtenNormaliserSchema,
});
export type MappedPair = z.output<typeof mappedPairSchema>;

const sides = z.object({ left: idOf('dataset'), right: idOf('dataset') });

export const mappingProposalSchema = z.object({
  pairs: z.array(
    mappedPairSchema.extend({
      /** From 0 to 1; below one half a person should look twice. 1 for a pair that was confirmed before. */
      score: z.number(),
      /** `by`: kept, name, name-bare, synonym (`field`), pinyin, end, content (`shared` of `of`). */
      reasons: z.array(z.looseObject({ by: z.string() })),
      kinds: z.tuple([z.string(), z.string()]),
    }),
  ),
  leftAlone: z.array(z.string()),
  rightAlone: z.array(z.string()),
  /** Columns of the left that seem to say which row it is. */
  key: z.array(z.string()),
  /** The most that two amounts may be apart and count as only written differently, in yuan, by the playbook. */
  mostTolerance: yuanSchema,
  /** The mapping was confirmed before for tables with these headers. */
  kept: z.boolean(),
});
export type MappingProposal = z.output<typeof mappingProposalSchema>;

export const startComparisonInput = sides.extend({
  pairs: z.array(mappedPairSchema).min(1).max(1000),
  /** Columns of the left, by name: what says which row it is. */
  key: z.array(z.string()).min(1).max(8),
  /** Rows that are only written differently: each cell listed, or counted by row. */
  equivalent: z.enum(['list', 'count']).default('list'),
  /** Compares bytes instead of 128-bit hashes. */
  exact: z.boolean().default(false),
});
export type StartComparison = z.output<typeof startComparisonInput>;

/** How far a comparison is. */
export const progressSchema = z.object({
  /** reading (both files), comparing, finding (rows of the differences), linking. */
  step: z.string(),
  /** Rows of both sides. */
  rowsRead: z.number(),
  rowsTotal: z.number(),
  rowsPerSecond: z.number(),
  /** Null while nothing can be said. */
  secondsLeft: z.number().nullable(),
});

export const comparisonSchema = z.object({
  id: idOf('comparison'),
  handover: idOf('handover'),
  batch: idOf('batch'),
  /** Counts up within the firm. */
  number: z.int(),
  left: z.object({ id: idOf('dataset'), name: z.string(), sha256, origin: z.enum(datasetOrigins) }),
  right: z.object({ id: idOf('dataset'), name: z.string(), sha256, origin: z.enum(datasetOrigins) }),
  state: z.enum(comparisonStates),
  progress: progressSchema.nullable(),
  failure: failureSchema.nullable(),
  /** Both datasets are confirmed by both sides; without that it is a trial, and nothing of it flows to checks and issues. */
  confirmed: z.boolean(),
  /** SHA-256 of the result, which is its name; null until it is done. */
  result: sha256.nullable(),
  counts: z
    .object({
      added: z.int(),
      removed: z.int(),
      changed: z.int(),
      /** Null where rows were counted instead. */
      equivalent: z.int().nullable(),
      duplicate: z.int(),
    })
    .nullable(),
  startedBy: someone,
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type Comparison = z.output<typeof comparisonSchema>;

const sideCounts = z.object({
  rows: z.int(),
  blankLines: z.int(),
  rowsWithoutKey: z.int(),
  shortRows: z.int(),
  longRows: z.int(),
});

export const wholeComparisonSchema = comparisonSchema.extend({
  pairs: z.array(mappedPairSchema),
  key: z.array(z.string()),
  exact: z.boolean(),
  /** Null until it is done. */
  summary: z
    .object({
      left: sideCounts,
      right: sideCounts,
      /** What became of rows that have a partner. */
      rows: z.object({
        same: z.int(),
        equivalent: z.int(),
        changed: z.int(),
        surplusLeft: z.int(),
        surplusRight: z.int(),
      }),
      /** In yuan: right − left = difference = added − removed + changed + surplus + unexplained. */
      totals: z.array(
        z.object({
          column: z.string(),
          left: yuanSchema,
          right: yuanSchema,
          difference: yuanSchema,
          added: yuanSchema,
          removed: yuanSchema,
          changed: yuanSchema,
          surplus: yuanSchema,
          unexplained: yuanSchema,
        }),
      ),
      /** Columns that have no partner and were not compared. */
      alone: z.object({ left: z.array(z.string()), right: z.array(z.string()) }),
      seed: z.string(),
      /** The most that the chance of a missed difference can be; null when bytes were compared. */
      missed: z.string().nullable(),
    })
    .nullable(),
  /** How many lines of the result are open, accepted, or issues. */
  settled: z.object({ open: z.int(), accepted: z.int(), issue: z.int() }).nullable(),
  /** Pairs of rows that may be the same firm. */
  links: z.object({ proposed: z.int(), accepted: z.int(), refused: z.int(), unsure: z.int() }).nullable(),
  /** When its differences were taken into checks and issues; null when not. */
  checkedAt: z.date().nullable(),
  /** May see values: differences, rows, links, exports. */
  mayReveal: z.boolean(),
  /** By the playbook, in yuan: what may be accepted in bulk. */
  mostTolerance: yuanSchema,
});
export type WholeComparison = z.output<typeof wholeComparisonSchema>;

const of = z.object({ comparison: idOf('comparison') });

export const settlementSchema = z.object({
  id: idOf('settlement'),
  as: z.enum(settlementKinds),
  /** How many lines of the result were settled at once. */
  lines: z.int(),
  reason: z.string(),
  issue: z.object({ id: idOf('issue'), number: z.int(), state: z.string() }).nullable(),
  by: someone,
  at: z.date(),
});
export type Settlement = z.output<typeof settlementSchema>;

/** What became of the issue that a settlement had opened; null where it had none. */
export const undoneSettlementSchema = z.object({ issue: z.enum(['withdrawn', 'kept']).nullable() });
export type UndoneSettlement = z.output<typeof undoneSettlementSchema>;

/** A line of the result. */
export const differenceSchema = z.object({
  /** Its place in the result, from 0. */
  line: z.int(),
  kind: z.enum(differenceKinds),
  /** Cells of the key as written. */
  key: z.array(z.string()),
  /** As the left names it; null where the line is about a row. */
  column: z.string().nullable(),
  /** As written; of a `duplicate`: how many rows have the key. */
  left: z.string().nullable(),
  right: z.string().nullable(),
  /** Right − left in yuan where both are amounts. */
  amount: yuanSchema.nullable(),
  settlement: settlementSchema.nullable(),
  /** The client of the batch that the key names; null when it names none. */
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }).nullable(),
});
export type DifferenceLine = z.output<typeof differenceSchema>;

export const differenceFilterSchema = z.object({
  kinds: z.array(z.enum(differenceKinds)).optional(),
  /** As the left names it. */
  column: z.string().max(500).optional(),
  /** Text within the key; letter case does not count. */
  key: z.string().max(200).optional(),
  /** Of the absolute difference of two amounts, in yuan. */
  least: yuanSchema.optional(),
  most: yuanSchema.optional(),
  state: z.enum(['open', 'accepted', 'issue']).optional(),
});
export type DifferenceFilter = z.output<typeof differenceFilterSchema>;

export const listDifferencesInput = of.extend({
  filter: differenceFilterSchema.default({}),
  order: z.enum(differenceOrders).default('file'),
  descending: z.boolean().default(false),
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(100),
});
export type ListDifferences = z.output<typeof listDifferencesInput>;

/** The three-column view of a row: every column of both sides, with the verdict on each. */
export const openedRowSchema = z.object({
  difference: differenceSchema,
  /** Compared columns in the order of the left, then those of the left alone, then those of the right alone. */
  fields: z.array(
    z.object({
      left: z.string().nullable(),
      right: z.string().nullable(),
      isKey: z.boolean(),
      /** Null where the column was not compared. */
      normaliser: writtenNormaliserSchema.nullable(),
    }),
  ),
  /** One for each row that has the key: several where it is doubled. A side that has no such row is null. */
  rows: z.array(
    z.object({
      left: z.array(z.string().nullable()).nullable(),
      right: z.array(z.string().nullable()).nullable(),
      /** By field. */
      verdicts: z.array(z.enum(cellVerdicts)),
    }),
  ),
  /** Rows of this key beyond those shown. */
  more: z.int(),
  /** Lines of the result about the same key. */
  lines: z.array(differenceSchema),
});
export type OpenedRow = z.output<typeof openedRowSchema>;

export const acceptDifferenceInput = of.extend({ line: z.int().min(0), reason });
export type AcceptDifference = z.output<typeof acceptDifferenceInput>;

export const openIssueInput = of.extend({
  line: z.int().min(0),
  reason,
  /** A party of the handover; who hands over where nobody is named. */
  owner: idOf('person').optional(),
  /** By the playbook where no day is named. */
  dueOn: localDateSchema.optional(),
});
export type OpenDifferenceIssue = z.output<typeof openIssueInput>;

/** What accepting all open differences of a filter would mean. */
export const acceptPreviewSchema = z.object({
  /** Lines that would be accepted: amounts within the tolerance, and what is only written differently. */
  lines: z.int(),
  /** The sum of their absolute differences in yuan. */
  sum: yuanSchema,
  /** Lines of the filter that keep all of them from being accepted. */
  refused: z.array(z.object({ code: z.enum(['beyond-tolerance', 'no-amount', 'settled']), lines: z.int() })),
});
export type AcceptPreview = z.output<typeof acceptPreviewSchema>;

export const acceptAllInput = of.extend({
  filter: differenceFilterSchema,
  reason,
  /** How many lines the preview named; refused when it is another number by now. */
  lines: z.int().min(1),
});
export type AcceptAll = z.output<typeof acceptAllInput>;

/** What taking a comparison into checks did. */
export const takenIntoChecksSchema = z.object({
  clients: z.int(),
  checked: z.int(),
  same: z.int(),
  writtenDifferently: z.int(),
  different: z.int(),
  /** Clients of the batch that the held dataset does not name, names twice, or in a row with a fault; by number. */
  missing: z.array(z.string()),
  doubled: z.array(z.string()),
  faulty: z.array(z.string()),
  /** Keys of the held dataset that are no client of the batch: how many, and the first hundred. */
  others: z.int(),
  strangers: z.array(z.string()),
  issues: z.array(
    z.object({ issue: idOf('issue'), number: z.int(), client: z.string(), field: z.string().nullable() }),
  ),
});
export type TakenIntoChecks = z.output<typeof takenIntoChecksSchema>;

const linkedRow = z.array(z.object({ column: z.string(), value: z.string() }));

/** Two rows without a partner that may be the same firm. Nothing is merged. */
export const linkSchema = z.object({
  id: idOf('link'),
  left: linkedRow,
  right: linkedRow,
  probability: z.number(),
  /** Why: `part` stands so (`level`), and the bits that this adds or takes; words: `link.<part>.<level>`. */
  reasons: z.array(z.object({ part: z.string(), level: z.string(), bits: z.number() })),
  decision: z.enum(linkDecisions).nullable(),
  decidedBy: someone.nullable(),
  decidedAt: z.date().nullable(),
  /** Decided in an earlier comparison of the batch and taken over. */
  carried: z.boolean(),
});
export type Link = z.output<typeof linkSchema>;

/**
 * Datasets of a batch and their comparisons. All of it is seen by parties of the handover, and by checkers, whose access to every
 * client of the batch has begun and not ended; values by those of them who may reveal. Pages hear of each change by `/events`
 * (verbs `comparison.…`), of progress by the verb `comparison.progress`.
 */
export const comparisonContract = {
  listDatasets: oc
    .route({ method: 'GET', path: '/batches/{batch}/datasets', summary: 'The datasets of a batch, newest first' })
    .input(datasetPlace)
    .output(z.array(datasetSchema)),
  readDataset: oc
    .route({ method: 'GET', path: '/datasets/{dataset}', summary: 'What was understood of a dataset' })
    .input(one)
    .output(wholeDatasetSchema),
  readOtherwise: oc
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/reading',
      summary: 'Have a dataset read otherwise, before anyone has confirmed or compared it',
    })
    .input(one.extend({ reading: datasetReadingSchema }))
    .output(datasetSchema),
  takeRecords: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/records-dataset',
      summary: 'Make a dataset of what the records of the clients of a batch said on the cut-off date',
    })
    .input(datasetPlace)
    .output(datasetSchema),
  confirmDataset: oc
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/confirmation',
      summary: 'Agree as the outgoing or incoming side on hash, rows and totals',
    })
    .input(confirmDatasetInput)
    .output(wholeDatasetSchema),
  discardDataset: oc
    .route({
      method: 'DELETE',
      path: '/datasets/{dataset}',
      summary: 'Drop a dataset that was not compared; its key is destroyed',
    })
    .input(one)
    .output(z.object({})),
  proposeMapping: oc
    .route({
      method: 'GET',
      path: '/dataset-mappings',
      summary: 'Which columns of two datasets seem to mean the same, or were confirmed to before',
    })
    .input(sides)
    .output(mappingProposalSchema),
  start: oc
    .route({ method: 'POST', path: '/comparisons', summary: 'Compare two datasets by a confirmed mapping' })
    .input(startComparisonInput)
    .output(comparisonSchema),
  list: oc
    .route({ method: 'GET', path: '/batches/{batch}/comparisons', summary: 'The comparisons of a batch, newest first' })
    .input(datasetPlace)
    .output(z.array(comparisonSchema)),
  read: oc
    .route({ method: 'GET', path: '/comparisons/{comparison}', summary: 'A comparison: progress, totals, counts' })
    .input(of)
    .output(wholeComparisonSchema),
  cancel: oc
    .route({ method: 'POST', path: '/comparisons/{comparison}/cancellation', summary: 'End a comparison that runs' })
    .input(of)
    .output(comparisonSchema),
  listDifferences: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/differences',
      summary: 'Differences, filtered, sorted, paged; the opening of the first page is journalled',
    })
    .input(listDifferencesInput)
    .output(z.object({ total: z.int(), rows: z.array(differenceSchema) })),
  openRow: oc
    .route({
      method: 'GET',
      path: '/comparisons/{comparison}/differences/{line}',
      summary: 'The whole row of a difference: all columns of both sides',
    })
    .input(of.extend({ line: z.int().min(0) }))
    .output(openedRowSchema),
  accept: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/accepted-differences',
      summary: 'Accept one difference as it is, with the reason',
    })
    .input(acceptDifferenceInput)
    .output(settlementSchema),
  acceptAll: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/accepted-filters',
      summary: 'Accept all open differences of a filter; refused when any is beyond the tolerance of the playbook',
    })
    .input(acceptAllInput)
    .output(settlementSchema),
  previewAcceptAll: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/accepted-filters-preview',
      summary: 'What accepting all open differences of a filter would mean',
    })
    .input(of.extend({ filter: differenceFilterSchema }))
    .output(acceptPreviewSchema),
  openIssue: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/issues',
      summary: 'Open an issue on one difference that concerns a line of the inventory',
    })
    .input(openIssueInput)
    .output(settlementSchema),
  undo: oc
    .route({ method: 'POST', path: '/settlements/{settlement}/undoing', summary: 'Take a settlement back' })
    .input(z.object({ settlement: idOf('settlement') }))
    .output(undoneSettlementSchema),
  listSettlements: oc
    .route({ method: 'GET', path: '/comparisons/{comparison}/settlements', summary: 'What was settled, newest first' })
    .input(of)
    .output(z.array(settlementSchema)),
  takeIntoChecks: oc
    .route({
      method: 'POST',
      path: '/comparisons/{comparison}/checks',
      summary: 'Check the clients of the batch against the right dataset as a second source; differences open issues',
    })
    .input(of)
    .output(takenIntoChecksSchema),
  listLinks: oc
    .route({
      method: 'GET',
      path: '/comparisons/{comparison}/links',
      summary: 'Rows without a partner that may be the same firm, likeliest first',
    })
    .input(
      of.extend({
        /** `open`: nobody has decided. */
        decision: z.enum([...linkDecisions, 'open']).optional(),
        from: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(linkSchema) })),
  decideLink: oc
    .route({
      method: 'POST',
      path: '/links/{link}/decision',
      summary: 'Accept or refuse that two rows are the same, or say that one is not sure; null takes it back',
    })
    .input(z.object({ link: idOf('link'), decision: z.enum(linkDecisions).nullable() }))
    .output(z.object({})),
};

/** `GET /comparisons/{comparison}/export/{format}?language=zh`: the result as a download; journalled. */
export const exportPlace = z.object({
  comparison: idOf('comparison'),
  format: z.enum(exportFormats),
  language: z.enum(['zh', 'en']).default('zh'),
});
export type ExportPlace = z.output<typeof exportPlace>;
