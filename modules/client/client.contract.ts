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

export const clientContract = {
  addClient: oc
    .route({ method: 'POST', path: '/clients', summary: 'Take a client in, with its owner in charge and its records' })
    .input(addClientInput)
    .output(clientSchema),
};
