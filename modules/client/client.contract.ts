import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { yuanSchema } from '#platform/kernel/money-schema.ts';
import { recordKindSchema } from './fields/catalogue.ts';
import { choicesOf } from './fields/choice-sets.ts';
import { amountUnits, type ColumnUse, registerColumns, registerFields } from './register/columns.ts';

export { amountUnits, type ColumnUse, registerColumns, registerFields };

export {
  type AnyRecord,
  type FieldName,
  fieldOf,
  fieldsOf,
  type RecordKind,
  recordKinds,
  type RecordOf,
} from './fields/catalogue.ts';
export { type Choice, type ChoiceSet, choicesOf } from './fields/choice-sets.ts';
export { type Comparison, compareValues } from './fields/compare-values.ts';
export { extraField } from './fields/extra-field.ts';
export type { Field, FieldClass, FieldType, FieldValue, KindOfRecord, Mask } from './fields/field.ts';
export { maskOf, maskValue } from './fields/mask.ts';
export { valueSchema } from './fields/record-schema.ts';
export { plainValue, readValue } from './fields/written-value.ts';

/** read the record · reveal sensitive values · write · check · open sealed secrets · seal new ones · supervise · inspect a sample. */
export const capabilities = [
  'read',
  'reveal',
  'write',
  'check',
  'open',
  'seal',
  'supervise',
  'inspect',
  'download',
] as const;
export const capabilitySchema = z.enum(capabilities);
export type Capability = z.output<typeof capabilitySchema>;

/** 正常 / 停业 / 注销中 / 非正常户. */
export const clientStateSchema = z.enum(choicesOf('client-state'));

/** A line of the directory: what managers see of every client of the firm. Nothing in it is sensitive. */
export const clientSchema = z.object({
  id: idOf('client'),
  number: z.string(),
  name: z.string(),
  uscc: z.string().nullable(),
  state: clientStateSchema,
  owner: idOf('person'),
  ownerSince: z.date(),
  contractEnd: localDateSchema.nullable(),
  /** The last day that is paid for. */
  paidThrough: localDateSchema.nullable(),
  createdAt: z.date(),
});
export type Client = z.output<typeof clientSchema>;

export const fieldValueSchema = z.union([z.string(), z.number(), z.boolean()]);

/** A record as it is written: its kind, and the fields that are filled. The kind's own schema checks them. */
export const recordDraftSchema = z.object({ kind: recordKindSchema, fields: z.record(z.string(), fieldValueSchema) });
export type RecordDraft = z.output<typeof recordDraftSchema>;

export const addClientInput = z.object({
  owner: idOf('person'),
  /** Exactly one of them is `basic`; its number is given by the firm where it has none. */
  records: z.array(recordDraftSchema).min(1).max(500),
});
export type AddClient = z.output<typeof addClientInput>;

/** Which clients a list shows, and from where on. */
export const listClientsInput = z.object({
  /** A piece of the name, pinyin, initials, 统一社会信用代码 or number; or a whole phone or account number. */
  search: z.string().trim().max(60).optional(),
  owner: idOf('person').optional(),
  states: z.array(clientStateSchema).max(4).optional(),
  /** Only clients whose contract has ended. */
  contractEnded: z.boolean().optional(),
  /** Only clients paid for up to a day before this one. */
  paidBefore: localDateSchema.optional(),
  sort: z.enum(['number', 'name', 'contractEnd', 'paidThrough']).default('number'),
  descending: z.boolean().default(false),
  /** `next` of the page before. */
  after: z.string().max(80).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListClients = z.output<typeof listClientsInput>;

/** A record as it is shown: sensitive values stand under their mask, and `masked` names them. */
export const shownRecordSchema = z.object({
  id: idOf('client-record'),
  kind: recordKindSchema,
  version: z.number(),
  fields: z.record(z.string(), fieldValueSchema),
  masked: z.array(z.string()),
  label: z.string(),
  changedAt: z.date(),
  ended: z.boolean(),
});
export type ShownRecord = z.output<typeof shownRecordSchema>;

/** What warns of a client; its words are the locale text `client.warning.<code>`. */
export const warningSchema = z.object({
  code: z.enum([
    'contract-ended',
    'no-contract',
    'arrears',
    'paid-behind',
    'state',
    'filing-overdue',
    'matter-overdue',
  ]),
  record: idOf('client-record').nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Warning = z.output<typeof warningSchema>;

export const wholeClientSchema = z.object({
  client: clientSchema.extend({ ownerName: z.string() }),
  capabilities: z.array(capabilitySchema),
  records: z.array(shownRecordSchema),
  warnings: z.array(warningSchema),
});
export type WholeClient = z.output<typeof wholeClientSchema>;

/** A version of a record that was replaced, or stands. */
export const recordVersionSchema = shownRecordSchema.pick({ version: true, fields: true, masked: true }).extend({
  changedAt: z.date(),
  changedBy: idOf('person').nullable(),
  /** Why it was replaced; null for the version that stands. */
  reason: z.string().nullable(),
});

/** What becomes of a column: a field, kept beside the record under its header (`extra`), or not imported (`left-out`). */
export const columnUseSchema: z.ZodType<ColumnUse, ColumnUse> = z.enum([...registerFields, 'extra', 'left-out']);

/** How a register is read; see `Arrangement`. */
export const arrangementSchema = z.object({
  options: z.object({
    sheet: z.string().max(200).optional(),
    encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']).optional(),
    separator: z.enum([',', ';', '\t', '|']).optional(),
    headerLine: z.int().min(0).max(1000).optional(),
  }),
  mapping: z.object({
    columns: z.record(z.string(), columnUseSchema),
    units: z.record(z.string(), z.literal(amountUnits)).optional(),
    balanceAsOf: z.iso.date().optional(),
  }),
  owners: z.record(z.string(), idOf('person')),
  withoutFaulty: z.boolean(),
});

const codeAndFacts = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

/** A register import as lists and progress show it; no cell of the file. */
export const importSchema = z.object({
  id: idOf('register-import'),
  fileName: z.string(),
  state: z.enum(['proposed', 'running', 'done', 'failed', 'taken-back', 'discarded']),
  /** rows, added, changed, unchanged, missing, faulty; done, total and startedAt (milliseconds since 1970) while it runs. */
  counts: z.record(z.string(), z.number()),
  failure: codeAndFacts.nullable(),
  createdBy: idOf('person'),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type RegisterImport = z.output<typeof importSchema>;

const totalSchema = z.object({
  column: z.string(),
  field: z.enum(['balance', 'monthlyFee', 'arrears']),
  /** Over all clients of the file, and over those that are imported. */
  sum: yuanSchema,
  imported: yuanSchema,
  filled: z.number(),
  blank: z.number(),
  unreadable: z.number(),
});

/** What was understood of a register, for a person to confirm. Holds cells of the file: only who brought it sees it. */
export const importReadingSchema = z.object({
  import: importSchema,
  arrangement: arrangementSchema,
  found: z.object({
    format: z.enum(['csv', 'xlsx', 'xls', 'ods']),
    bytes: z.number(),
    encoding: z.string().nullable(),
    encodingBy: z.string().nullable(),
    separator: z.string().nullable(),
    separatorBy: z.string().nullable(),
    quote: z.string().nullable(),
    headerLine: z.number().nullable(),
    headerBy: z.string(),
    sheet: z.string().nullable(),
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
    rows: z.number(),
    blankLines: z.number(),
  }),
  doubts: z.array(codeAndFacts),
  columns: z.array(
    z.object({
      column: z.string(),
      use: columnUseSchema,
      by: z.enum(['name', 'synonym', 'content']).nullable(),
      certainty: z.enum(['certain', 'likely', 'guess']).nullable(),
      unit: z.literal(amountUnits),
      /** The first cells that are filled. */
      sample: z.array(z.string()),
    }),
  ),
  /** The first 50 rows. */
  preview: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
  /** Why the file cannot be read by this mapping; all below is then empty. */
  refusal: codeAndFacts.nullable(),
  /** Rows with a balance of which nobody said up to which day it goes. */
  undated: z.int(),
  gaps: z.array(z.enum(['no-owner', 'no-name', 'no-number', 'no-balance-date'])),
  owners: z.array(
    z.object({
      written: z.string(),
      rows: z.number(),
      outcome: z.enum(['exact', 'written-differently', 'several', 'unknown']),
      people: z.array(idOf('person')),
    }),
  ),
  totals: z.array(totalSchema),
  restyled: z.array(
    z.object({ column: z.string(), cells: z.number(), line: z.number(), written: z.string(), read: z.string() }),
  ),
  faults: z.number(),
  warnings: z.number(),
  /** Rows that a fault keeps from being imported. */
  faultyRows: z.number(),
  /** The first 500, faults before warnings. */
  problems: z.array(
    z.object({
      severity: z.enum(['fault', 'warning']),
      code: z.string(),
      line: z.number(),
      column: z.string().nullable(),
      written: z.string().nullable(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type ImportReading = z.output<typeof importReadingSchema>;

/** What an import would do to the clients of the firm. Values that are known already stand under their mask. */
export const importEffectsSchema = z.object({
  /** Give it back to confirm just this. */
  digest: z.string(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  missing: z.number(),
  /** Clients of whom only the way of writing differs: they keep theirs. */
  onlyWrittenDifferently: z.number(),
  /** Rows that name another owner than the client has; an import changes no owner. */
  otherOwners: z.number(),
  faultyRows: z.number(),
  totals: z.array(totalSchema),
  /** The first 200. */
  changes: z.array(
    z.object({
      number: z.string(),
      name: z.string(),
      fields: z.array(
        z.object({
          field: z.enum([...registerFields, 'extra']),
          column: z.string().nullable(),
          old: z.string().nullable(),
          new: z.string().nullable(),
          writtenDifferently: z.boolean(),
        }),
      ),
    }),
  ),
  missingNumbers: z.array(z.string()),
  otherOwnerNumbers: z.array(z.string()),
});
export type ImportEffects = z.output<typeof importEffectsSchema>;

const oneImport = z.object({ import: idOf('register-import') });
const reason = z.string().trim().min(2).max(200);
const oneClient = z.object({ client: idOf('client') });
const oneRecord = z.object({ record: idOf('client-record') });

export const changeRecordInput = oneRecord.extend({
  /** The version that the change was made upon. */
  version: z.int().min(1),
  /** Null empties a field. */
  changes: z.record(z.string(), fieldValueSchema.nullable()),
  reason,
});
export type ChangeRecord = z.output<typeof changeRecordInput>;

export const clientContract = {
  listClients: oc
    .route({ method: 'GET', path: '/clients', summary: 'The clients that I may list, page by page' })
    .input(listClientsInput)
    .output(
      z.object({
        rows: z.array(clientSchema.extend({ ownerName: z.string() })),
        /** On the first page only, up to ten thousand; of what a search finds up to a thousand. */
        total: z.number().optional(),
        next: z.string().nullable(),
      }),
    ),
  readClient: oc
    .route({
      method: 'GET',
      path: '/clients/{client}',
      summary: 'Everything of one client, sensitive values masked; journalled',
    })
    .input(oneClient)
    .output(wholeClientSchema),
  addClient: oc
    .route({ method: 'POST', path: '/clients', summary: 'Take a client in, with its owner in charge and its records' })
    .input(addClientInput)
    .output(clientSchema),
  changeState: oc
    .route({
      method: 'PUT',
      path: '/clients/{client}/state',
      summary: 'Set the state of a client: 正常 停业 注销中 非正常户',
    })
    .input(oneClient.extend({ state: clientStateSchema, reason }))
    .output(shownRecordSchema),
  addRecord: oc
    .route({ method: 'POST', path: '/clients/{client}/records', summary: 'Add a record to a client' })
    .input(oneClient.extend(recordDraftSchema.shape))
    .output(shownRecordSchema),
  changeRecord: oc
    .route({
      method: 'PATCH',
      path: '/client-records/{record}',
      summary: 'Change a record; the version before stays, with the reason',
    })
    .input(changeRecordInput)
    .output(shownRecordSchema),
  endRecord: oc
    .route({
      method: 'POST',
      path: '/client-records/{record}/end',
      summary: 'Take a record out of force; it stays on record',
    })
    .input(oneRecord.extend({ version: z.int().min(1), reason }))
    .output(shownRecordSchema),
  revealField: oc
    .route({
      method: 'POST',
      path: '/client-records/{record}/revealed-fields',
      summary: 'Show one masked value; journalled',
    })
    .input(oneRecord.extend({ field: z.string().max(200) }))
    .output(z.object({ value: fieldValueSchema, version: z.number() })),
  listVersions: oc
    .route({
      method: 'GET',
      path: '/client-records/{record}/versions',
      summary: 'Every version of a record, newest first, masked',
    })
    .input(oneRecord)
    .output(z.array(recordVersionSchema)),
  listImports: oc
    .route({ method: 'GET', path: '/client-imports', summary: 'The register imports of the firm, newest first' })
    .output(z.array(importSchema)),
  readImport: oc
    .route({
      method: 'GET',
      path: '/client-imports/{import}',
      summary: 'What was understood of an uploaded register: columns, owners, problems, totals',
    })
    .input(oneImport)
    .output(importReadingSchema),
  arrangeImport: oc
    .route({
      method: 'PUT',
      path: '/client-imports/{import}/arrangement',
      summary: 'Say how the register is to be read, and who each owner is',
    })
    .input(oneImport.extend({ arrangement: arrangementSchema }))
    .output(importReadingSchema),
  previewImport: oc
    .route({
      method: 'POST',
      path: '/client-imports/{import}/effects',
      summary: 'What the import would add and change, before it is confirmed',
    })
    .input(oneImport)
    .output(importEffectsSchema),
  confirmImport: oc
    .route({
      method: 'POST',
      path: '/client-imports/{import}/confirmation',
      summary: 'Import the register: just what was shown, whole or not at all',
    })
    .input(oneImport.extend({ digest: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(importSchema),
  importProgress: oc
    .route({ method: 'GET', path: '/client-imports/{import}/progress', summary: 'How far a running import has come' })
    .input(oneImport)
    .output(importSchema),
  takeBackImport: oc
    .route({
      method: 'POST',
      path: '/client-imports/{import}/undoing',
      summary: 'Take an import back: clients that it added go, values that it changed are as before',
    })
    .input(oneImport)
    .output(importSchema),
  discardImport: oc
    .route({ method: 'DELETE', path: '/client-imports/{import}', summary: 'Drop an upload that was not imported' })
    .input(oneImport)
    .output(importSchema),
};
