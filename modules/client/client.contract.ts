import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date.ts';
import { recordKindSchema } from './fields/catalogue.ts';
import { choicesOf } from './fields/choice-sets.ts';

export {
  type AnyRecord,
  type FieldName,
  fieldOf,
  fieldsOf,
  kindOf,
  type RecordKind,
  recordKinds,
  recordKindSchema,
  type RecordOf,
} from './fields/catalogue.ts';
export { type Choice, type ChoiceSet, choiceSets, choicesOf } from './fields/choice-sets.ts';
export { type Comparison, compareValues } from './fields/compare-values.ts';
export type { Field, FieldClass, FieldType, FieldValue, KindOfRecord, Mask } from './fields/field.ts';
export { maskOf, maskRecord, maskValue } from './fields/mask.ts';
export { recordLabel } from './fields/record-label.ts';
export { periodPattern, recordSchema, valueSchema } from './fields/record-schema.ts';
export { splitByClass } from './fields/split-by-class.ts';
export { narrow, plainValue, readValue } from './fields/written-value.ts';

/** read the record · reveal sensitive values · write · check · open sealed secrets · seal new ones · supervise. */
export const capabilities = ['read', 'reveal', 'write', 'check', 'open', 'seal', 'supervise'] as const;
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
        /** On the first page only. */
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
};
