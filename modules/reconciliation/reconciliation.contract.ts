import { oc } from '@orpc/contract';
import { z } from 'zod';
import { arrangementSchema, columnUseSchema, fieldValueSchema } from '#modules/client/client.contract.ts';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { crossCheckContract } from './cross-check/cross-check.contract.ts';
import { samplingContract } from './sampling/sampling.contract.ts';
import { checkVerdicts, correctionStates, heldSources } from './terms.ts';

export type { AgreementVerdict, Answer, CrossCheck, RecordTestimony } from './cross-check/cross-check.contract.ts';
export { channels, type Channel, type Voice, voices } from './cross-check/voices.ts';
export type {
  Inspected,
  InspectLine,
  Lot,
  RuleInspection,
  SampleLine,
  SampleLineFields,
} from './sampling/sampling.contract.ts';
export { outcomes, type Outcome, type SwitchDecision } from './sampling/words.ts';
export type { CheckVerdict, CorrectionState, HeldSource } from './terms.ts';
export {
  type AcceptAll,
  type AcceptDifference,
  type AcceptPreview,
  type Comparison,
  comparisonContract,
  type ConfirmDataset,
  type Dataset,
  type DatasetDescription,
  datasetPlace,
  type DatasetReading,
  type DifferenceFilter,
  type DifferenceLine,
  type ExportPlace,
  exportPlace,
  type Link,
  type ListDifferences,
  type MappedPair,
  type MappingProposal,
  type OpenDifferenceIssue,
  type OpenedRow,
  type Settlement,
  type StartComparison,
  type TakenIntoChecks,
  type WholeComparison,
  type WholeDataset,
} from './comparison/comparison-contract.ts';
export {
  type CellVerdict,
  type ComparisonState,
  type ConfirmingSide,
  type DatasetOrigin,
  type DatasetState,
  type DifferenceOrder,
  type ExportFormat,
  exportFormats,
  type LinkDecision,
  type SettlementKind,
} from './comparison/comparison-terms.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const someone = z.object({ id: idOf('person'), name: z.string() });
const itemStateSchema = z.enum(['open', 'received', 'missing', 'unreadable', 'different', 'none', 'dropped']);
const methodSchema = z.enum(['physical', 'file', 'rebind', 'secret', 'knowledge', 'balance', 'obligation']);
const sideSchema = z.enum(['outgoing', 'incoming', 'supervisor', 'proxy', 'witness']);
const verdictSchema = z.enum(checkVerdicts);
const sourceSchema = z.enum(heldSources);
const remark = z.string().trim().min(2).max(500);

/** A field of a line: what was handed over, what was held against it, on which evidence, and what came of it. */
export const fieldRowSchema = z.object({
  field: z.string(),
  type: z.string(),
  class: z.enum(['ordinary', 'sensitive']),
  /** Choice set of a choice, whose words are the locale text `choice.<set>.<value>`. */
  choices: z.string().nullable(),
  /** Masked when the field is sensitive and the sheet was not asked to reveal; null when empty. */
  handed: fieldValueSchema.nullable(),
  held: fieldValueSchema.nullable(),
  /** Held minus handed in yuan, where both are amounts that differ and the sheet reveals them. */
  difference: z.string().nullable(),
  source: sourceSchema.nullable(),
  document: z.object({ id: idOf('document'), name: z.string() }).nullable(),
  /** SHA-256 of the register that it was compared with. */
  comparedWith: z.string().nullable(),
  remark: z.string().nullable(),
  /** Null while it is unchecked. */
  verdict: verdictSchema.nullable(),
  /** The value changed after the check: the verdict no longer holds. */
  stale: z.boolean(),
  checkedBy: someone.nullable(),
  checkedAt: z.date().nullable(),
  issue: z
    .object({ id: idOf('issue'), number: z.int(), state: z.string(), owner: someone, dueOn: localDateSchema })
    .nullable(),
  /** The correction that waits for a second person. */
  correction: z
    .object({
      id: idOf('correction'),
      /** Masked like the values of the row. */
      value: fieldValueSchema.nullable(),
      reason: z.string(),
      proposedBy: someone,
      proposedAt: z.date(),
    })
    .nullable(),
});
export type FieldRow = z.output<typeof fieldRowSchema>;

/** A line of the inventory on the sheet. */
export const sheetLineSchema = z.object({
  item: idOf('item'),
  kind: z.string(),
  method: methodSchema,
  title: z.string(),
  state: itemStateSchema,
  critical: z.boolean(),
  evidence: z.array(z.string()),
  line: z.record(z.string(), z.string()),
  afterCutOff: z.boolean(),
  secret: idOf('secret').nullable(),
  record: z.object({ id: idOf('client-record'), kind: z.string(), version: z.int() }).nullable(),
  /** The record has a newer version than the line: take it up first. */
  movedOn: z.boolean(),
  /** `fields`: verdicts of all fields are its proof. `proof`: it needs the proof of its method. */
  provedBy: z.enum(['fields', 'proof']),
  proof: z.record(z.string(), z.unknown()).nullable(),
  provedAt: z.date().nullable(),
  issue: z.object({ id: idOf('issue'), number: z.int(), state: z.string() }).nullable(),
  rows: z.array(fieldRowSchema),
});
export type SheetLine = z.output<typeof sheetLineSchema>;

/** A heading of the inventory with how far it is. Counts fields of lines that fields prove, and lines that a proof does. */
export const sheetGroupSchema = z.object({
  kind: z.string(),
  name: words,
  done: z.int(),
  total: z.int(),
  differs: z.int(),
  stale: z.int(),
  sealed: z.boolean(),
  /**
   * Amounts that were checked, added up: what is not checked is named, never counted as zero, and differences are added up
   * by absolute amount. Null without amounts; the sums are null until revealed.
   */
  sums: z
    .object({
      handed: z.string().nullable(),
      held: z.string().nullable(),
      difference: z.string().nullable(),
      differing: z.int(),
      unchecked: z.int(),
    })
    .nullable(),
});
export type SheetGroup = z.output<typeof sheetGroupSchema>;

export const sheetSchema = z.object({
  handover: z.object({ id: idOf('handover'), number: z.string() }),
  batch: z.object({ id: idOf('batch'), number: z.int(), state: z.string() }),
  client: z.object({
    id: idOf('client'),
    number: z.string(),
    name: z.string(),
    uscc: z.string().nullable(),
    taxpayerType: z.string().nullable(),
  }),
  /** On which side the reader stands. */
  mySide: sideSchema.nullable(),
  parties: z.array(z.object({ side: sideSchema, person: someone })),
  capabilities: z.array(z.string()),
  revealed: z.boolean(),
  groups: z.array(sheetGroupSchema),
  lines: z.array(sheetLineSchema),
});
export type Sheet = z.output<typeof sheetSchema>;

const oneField = z.object({ item: idOf('item'), field: z.string().min(1).max(200) });

/** On what the receiver saw it: a document of the client, or a note that names it. */
const onEvidence = {
  source: sourceSchema.exclude(['second-source']),
  document: idOf('document').optional(),
  /** The paper or the call that was looked at, such as `10 月对账单 第 2 页`. */
  remark: remark.optional(),
};

export const recordCheckInput = oneField.extend({
  ...onEvidence,
  /** What the receiver found, as written; null when nothing was found. The verdict is computed from it. */
  held: fieldValueSchema.nullable(),
});
export type RecordCheck = z.output<typeof recordCheckInput>;

export const agreeInput = oneField.extend({
  ...onEvidence,
  /** The version of the record that the receiver looked at. */
  version: z.int().min(1),
});
export type Agree = z.output<typeof agreeInput>;

export const checkedSchema = z.object({
  check: idOf('check'),
  verdict: verdictSchema,
  /** What was opened or found again, when it differs. */
  issue: z.object({ id: idOf('issue'), number: z.int() }).nullable(),
});
export type Checked = z.output<typeof checkedSchema>;

export const proposeCorrectionInput = z.object({
  issue: idOf('issue'),
  /** The right value, as written; null empties the field. */
  value: fieldValueSchema.nullable(),
  reason: remark,
  document: idOf('document').optional(),
});
export type ProposeCorrection = z.output<typeof proposeCorrectionInput>;

export const correctionSchema = z.object({
  id: idOf('correction'),
  issue: idOf('issue'),
  state: z.enum(correctionStates),
  /** Whether the check, made again against the new version, agrees by now. */
  settled: z.boolean(),
});
export type Correction = z.output<typeof correctionSchema>;

/** A step in the course of a field (过程), newest last. */
export const courseStepSchema = z.object({
  /** Its words are the locale text `course.<what>`. */
  what: z.string(),
  /** Which field of the line it is about; null when about the whole line. */
  field: z.string().nullable(),
  by: z.string().nullable(),
  at: z.date(),
  verdict: verdictSchema.nullable(),
  /** Old and new value, masked unless revealed. */
  from: fieldValueSchema.nullable(),
  to: fieldValueSchema.nullable(),
  said: z.string().nullable(),
});
export type CourseStep = z.output<typeof courseStepSchema>;

const file = z.file().max(32 * 1024 * 1024);

/** How a second register is read: proposed by the program, confirmed by the receiver. */
export const sourceReadingSchema = arrangementSchema.shape.options.extend({
  /** Use of each column by its header; proposed where it is left out. */
  columns: z.record(z.string(), columnUseSchema).optional(),
  /** Columns that are not in yuan; proposed together with `columns`. */
  units: arrangementSchema.shape.mapping.shape.units,
  /** 截至日期 of balances whose row gives none. */
  balanceAsOf: localDateSchema.optional(),
});
export type SourceReading = z.output<typeof sourceReadingSchema>;

export const secondSourceInput = z.object({ batch: idOf('batch'), file, reading: sourceReadingSchema.default({}) });
export type SecondSource = z.output<typeof secondSourceInput>;

const problemSchema = z.object({
  severity: z.enum(['fault', 'warning']),
  code: z.string(),
  line: z.int(),
  column: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});

export const sourcePreviewSchema = z.object({
  fileHash: z.string(),
  found: z.object({
    format: z.string(),
    encoding: z.string().nullable(),
    separator: z.string().nullable(),
    sheet: z.string().nullable(),
    headerLine: z.int().nullable(),
    rows: z.int(),
  }),
  /** Every column of the file in its order. */
  columns: z.array(z.object({ column: z.string(), use: columnUseSchema })),
  units: z.record(z.string(), z.int()),
  balanceAsOf: localDateSchema.nullable(),
  /** Balances of the file that nothing dates: give `balanceAsOf`. */
  undated: z.int(),
  /** Clients of the batch that the file names once, not at all, twice, or in a row with a fault. */
  clients: z.int(),
  matched: z.int(),
  missing: z.array(z.string()),
  doubled: z.array(z.string()),
  faulty: z.array(z.string()),
  /** Rows of clients that are not in the batch: read, and left alone. */
  others: z.int(),
  /** Control totals over the matched clients: the records' amounts beside the file's, by column. */
  totals: z.array(
    z.object({ column: z.string(), handed: z.string(), held: z.string(), handedFilled: z.int(), heldFilled: z.int() }),
  ),
  /** How many fields would be checked. */
  fields: z.int(),
  problems: z.array(problemSchema),
  problemCount: z.int(),
});
export type SourcePreview = z.output<typeof sourcePreviewSchema>;

export const comparedSchema = z.object({
  secondSource: idOf('second-source'),
  fileHash: z.string(),
  clients: z.int(),
  checked: z.int(),
  same: z.int(),
  writtenDifferently: z.int(),
  different: z.int(),
  /** Absent from the file, doubled in it, or in a row with a fault: checked as nothing. By client number. */
  missing: z.array(z.string()),
  doubled: z.array(z.string()),
  faulty: z.array(z.string()),
  differences: z.array(
    z.object({
      issue: idOf('issue'),
      number: z.int(),
      client: z.string(),
      item: idOf('item'),
      record: z.string(),
      field: z.string().nullable(),
    }),
  ),
});
export type Compared = z.output<typeof comparedSchema>;

export const listChecksInput = z.object({
  handover: idOf('handover'),
  client: idOf('client').optional(),
  verdict: verdictSchema.optional(),
  by: idOf('person').optional(),
  /** `next` of the page before. */
  after: z.uuid().optional(),
  limit: z.int().min(1).max(1000).default(200),
});
export type ListChecks = z.output<typeof listChecksInput>;

export const checkLineSchema = z.object({
  id: idOf('check'),
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }),
  item: z.object({ id: idOf('item'), title: z.string() }),
  field: z.string(),
  recordVersion: z.int(),
  verdict: verdictSchema,
  source: sourceSchema,
  document: idOf('document').nullable(),
  checkedBy: someone,
  checkedAt: z.date(),
  replacedAt: z.date().nullable(),
});
export type CheckLine = z.output<typeof checkLineSchema>;

export const reconciliationContract = {
  ...crossCheckContract,
  ...samplingContract,
  readSheet: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/clients/{client}/sheet',
      summary: 'The checking sheet of one client: handed, held, evidence, verdict; journalled',
    })
    .input(
      z.object({
        handover: idOf('handover'),
        client: idOf('client'),
        /** Shows sensitive values in the open; journalled as revealed. */
        reveal: z.boolean().default(false),
      }),
    )
    .output(sheetSchema),
  readCourse: oc
    .route({
      method: 'GET',
      path: '/items/{item}/course',
      summary: 'What happened to a line or to one field of it (过程)',
    })
    .input(
      z.object({
        item: idOf('item'),
        field: z.string().max(200).optional(),
        reveal: z.boolean().default(false),
      }),
    )
    .output(z.array(courseStepSchema)),
  recordCheck: oc
    .route({
      method: 'POST',
      path: '/items/{item}/checks',
      summary: 'Give as the receiver the value that was found; the server compares and gives the verdict',
    })
    .input(recordCheckInput)
    .output(checkedSchema),
  agree: oc
    .route({
      method: 'POST',
      path: '/items/{item}/agreements',
      summary: 'State as the receiver that the named evidence shows the handed value',
    })
    .input(agreeInput)
    .output(checkedSchema),
  skipCheck: oc
    .route({ method: 'POST', path: '/items/{item}/skips', summary: 'Skip a field that is not critical, and say why' })
    .input(oneField.extend({ remark }))
    .output(checkedSchema),
  undoCheck: oc
    .route({
      method: 'POST',
      path: '/items/{item}/undone-checks',
      summary: 'Take a verdict back; its issue is withdrawn',
    })
    .input(oneField)
    .output(z.object({})),
  reportItem: oc
    .route({
      method: 'POST',
      path: '/items/{item}/shortage',
      summary: 'Report as the receiver that a line is missing, unreadable or different; opens an issue',
    })
    .input(z.object({ item: idOf('item'), state: z.enum(['missing', 'unreadable', 'different']), remark }))
    .output(z.object({ issue: idOf('issue'), number: z.int() })),
  proposeCorrection: oc
    .route({
      method: 'POST',
      path: '/issues/{issue}/corrections',
      summary: 'Propose the right value of a field; a second person confirms it',
    })
    .input(proposeCorrectionInput)
    .output(correctionSchema),
  confirmCorrection: oc
    .route({
      method: 'POST',
      path: '/corrections/{correction}/confirmation',
      summary: 'Confirm as the second person; the client record has the new value at once, the old version stays',
    })
    .input(z.object({ correction: idOf('correction') }))
    .output(correctionSchema),
  returnCorrection: oc
    .route({ method: 'POST', path: '/corrections/{correction}/return', summary: 'Return a correction with the reason' })
    .input(z.object({ correction: idOf('correction'), reason: remark }))
    .output(correctionSchema),
  previewSource: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/second-source-preview',
      summary: 'Read a second register and show what it would check: columns, matched clients, control totals',
    })
    .input(secondSourceInput)
    .output(sourcePreviewSchema),
  checkAgainstSource: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/second-source',
      summary: 'Check every client of a batch against a second register, field by field; differences open issues',
    })
    .input(secondSourceInput)
    .output(comparedSchema),
  listChecks: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/checks',
      summary: 'Every check of a handover: who, when, how, result',
    })
    .input(listChecksInput)
    .output(z.object({ rows: z.array(checkLineSchema), next: z.uuid().nullable() })),
};
