import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fieldValueSchema } from '#modules/client/client.contract.ts';
import { idOf } from '#platform/kernel/id.ts';
import { channels, voices } from './voices.ts';

const someone = z.object({ id: idOf('person'), name: z.string() });

/** What one source says. The record's own value stands first, under the voice `record`; a check counts as what it was made on. */
export const answerSchema = z.object({
  /** Null for what the record itself says and for what a check found. */
  testimony: idOf('testimony').nullable(),
  voice: z.enum(['record', ...voices]),
  channel: z.enum(['record', ...channels]),
  /** Masked unless revealed; null where the source was asked and has nothing. */
  value: fieldValueSchema.nullable(),
  remark: z.string().nullable(),
  document: z.object({ id: idOf('document'), name: z.string() }).nullable(),
  by: someone.nullable(),
  at: z.date().nullable(),
  /** The value in the record changed since this was said, and this is not what it says now: it counts no more. */
  stale: z.boolean(),
});
export type Answer = z.output<typeof answerSchema>;

/** What the sources come to by the rule of the playbook, and what is still needed. */
export const agreementSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agreed') }),
  /** Enough say the same, and others contradict them. */
  z.object({ kind: z.literal('contradicted'), by: z.array(z.string()) }),
  z.object({ kind: z.literal('too-few'), have: z.int(), least: z.int() }),
  z.object({ kind: z.literal('too-few-channels'), have: z.int(), least: z.int() }),
  z.object({ kind: z.literal('needed-missing'), voices: z.array(z.string()) }),
  /** As many say the one as the other. */
  z.object({ kind: z.literal('split') }),
]);
export type AgreementVerdict = z.output<typeof agreementSchema>;

export const crossCheckSchema = z.object({
  item: idOf('item'),
  title: z.string(),
  record: z.string(),
  field: z.string(),
  type: z.string(),
  rule: z.object({ least: z.int(), leastChannels: z.int(), needed: z.array(z.string()) }),
  answers: z.array(answerSchema),
  verdict: agreementSchema,
  /** The issue on the field, while there is one. */
  issue: z.object({ id: idOf('issue'), number: z.int(), state: z.string() }).nullable(),
});
export type CrossCheck = z.output<typeof crossCheckSchema>;

export const recordTestimonyInput = z.object({
  item: idOf('item'),
  field: z.string().min(1).max(200),
  voice: z.enum(voices),
  channel: z.enum(channels),
  /** As it was said; null where the source was asked and has nothing. */
  value: fieldValueSchema.nullable(),
  document: idOf('document').optional(),
  /** Who said it, where it was looked up, which number was called and where that is known from. */
  remark: z.string().trim().min(2).max(500).optional(),
});
export type RecordTestimony = z.output<typeof recordTestimonyInput>;

export const crossCheckContract = {
  readCrossChecks: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/clients/{client}/cross-checks',
      summary: 'The fields that several sources must agree on, what each says, and what is still needed',
    })
    .input(z.object({ handover: idOf('handover'), client: idOf('client'), reveal: z.boolean().default(false) }))
    .output(z.array(crossCheckSchema)),
  recordTestimony: oc
    .route({
      method: 'POST',
      path: '/items/{item}/testimonies',
      summary: 'Record as the receiver what a source says of a field; sources that disagree open an issue',
    })
    .input(recordTestimonyInput)
    .output(
      z.object({
        testimony: idOf('testimony'),
        verdict: agreementSchema,
        issue: z.object({ id: idOf('issue'), number: z.int() }).nullable(),
      }),
    ),
};
