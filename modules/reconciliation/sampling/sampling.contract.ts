import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fieldValueSchema } from '#modules/client/client.contract.ts';
import { idOf } from '#platform/kernel/id.ts';
import { lotStates, outcomes, severities, switchDecisions } from './words.ts';

const someone = z.object({ id: idOf('person'), name: z.string() });
const words = z.object({ zh: z.string(), en: z.string() });

/** Lines handed in to be inspected together: how many, by which plan, by whom, and how far it is. No line of a client. */
export const lotSchema = z.object({
  id: idOf('sampling-lot'),
  handover: z.object({ id: idOf('handover'), number: z.string() }),
  batch: z.object({ id: idOf('batch'), number: z.int(), state: z.string() }),
  /** The key of the playbook's lot, or `critical`. */
  rule: z.string(),
  /** Its name in the playbook; null for `critical`. */
  name: words.nullable(),
  parties: z.array(z.object({ side: z.string(), person: idOf('person') })),
  transferor: someone,
  submittedBy: someone,
  submittedAt: z.date(),
  /** Lines of the lot. */
  lines: z.int(),
  /** Acceptance quality limit in percent; null where each line is inspected. */
  limit: z.string().nullable(),
  severity: z.enum(severities),
  letter: z.string().nullable(),
  /** How many lines are drawn, and with how many nonconforming ones the lot is still accepted. */
  sampleSize: z.int(),
  accept: z.int(),
  state: z.enum(lotStates),
  checker: someone.nullable(),
  /** Root of the journal's first checkpoint after the lot was handed in, hex, and the size of that log. */
  seed: z.string().nullable(),
  seedSize: z.int().nullable(),
  drawnAt: z.date().nullable(),
  decidedAt: z.date().nullable(),
  /** Lines to be inspected, inspected, and found nonconforming and not put right yet. */
  toInspect: z.int(),
  inspected: z.int(),
  nonconforming: z.int(),
});
export type Lot = z.output<typeof lotSchema>;

/** A drawn line, without what anybody found of it before its checker has. */
export const sampleLineSchema = z.object({
  item: idOf('item'),
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }),
  kind: z.string(),
  title: z.string(),
  method: z.string(),
  listed: z.record(z.string(), z.string()),
  byFields: z.boolean(),
  /** Inspected whatever the draw says. */
  always: z.boolean(),
  conforms: z.boolean().nullable(),
  /** Once it is inspected: the fields that are otherwise than the first check says, and the issues of it. */
  differing: z.array(z.string()),
  issues: z.array(z.object({ id: idOf('issue'), number: z.int(), state: z.string() })),
});
export type SampleLine = z.output<typeof sampleLineSchema>;

export const sampleLineFieldsSchema = z.object({
  record: z.string().nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      type: z.string(),
      choices: z.string().nullable(),
      /** As it was handed over; masked when sensitive unless revealed. */
      handed: fieldValueSchema.nullable(),
    }),
  ),
});
export type SampleLineFields = z.output<typeof sampleLineFieldsSchema>;

export const inspectLineInput = z.object({
  lot: idOf('sampling-lot'),
  item: idOf('item'),
  /** What is there of the line. */
  outcome: z.enum(outcomes),
  /** What was found for each field of a line that is there: the value as written, or that it is as handed over. */
  fields: z
    .array(
      z.object({
        field: z.string().min(1).max(200),
        found: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('as-handed') }),
          /** Null where nothing was found. */
          z.object({ kind: z.literal('value'), value: fieldValueSchema.nullable() }),
        ]),
      }),
    )
    .max(100)
    .default([]),
  /** What was looked at, such as `10 月对账单 第 2 页`. */
  remark: z.string().trim().min(2).max(500),
});
export type InspectLine = z.output<typeof inspectLineInput>;

export const inspectedSchema = z.object({
  conforms: z.boolean(),
  differing: z.array(z.string()),
  issues: z.array(z.object({ id: idOf('issue'), number: z.int() })),
  /** The lot, decided with its last line. */
  lot: z.enum(lotStates),
  remaining: z.int(),
});
export type Inspected = z.output<typeof inspectedSchema>;

/** How strictly a transferor's next lots of a rule are inspected (GB/T 2828.1, 9.3 and 9.4). */
export const ruleInspectionSchema = z.object({
  rule: z.string(),
  name: words,
  severity: z.enum(severities),
  /** The switching score; at 30 inspection may be reduced. Null but under normal inspection. */
  score: z.int().nullable(),
  /** What a manager who is no party may decide now. */
  may: z.array(z.enum(switchDecisions)),
  /** What was decided last. */
  last: z.object({ decision: z.enum(switchDecisions), reason: z.string(), by: someone, at: z.date() }).nullable(),
});
export type RuleInspection = z.output<typeof ruleInspectionSchema>;

export const switchInspectionInput = z.object({
  handover: idOf('handover'),
  rule: z.string().min(1).max(100),
  decision: z.enum(switchDecisions),
  reason: z.string().trim().min(2).max(500),
});
export type SwitchInspection = z.output<typeof switchInspectionInput>;

export const samplingContract = {
  submitLots: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/lots',
      summary: 'Hand in as the receiver what is checked: the lists are frozen, the plans of GB/T 2828.1 fixed',
    })
    .input(z.object({ batch: idOf('batch') }))
    .output(z.array(idOf('sampling-lot'))),
  listLots: oc
    .route({
      method: 'GET',
      path: '/lots',
      summary:
        'Lots that the reader sees: a checker those of the firm that they may inspect, a party those of the handover',
    })
    .input(z.object({ handover: idOf('handover').optional(), batch: idOf('batch').optional() }))
    .output(z.array(lotSchema)),
  drawSample: oc
    .route({
      method: 'POST',
      path: '/lots/{lot}/draw',
      summary: 'Draw the sample of a lot as its checker, by a seed from the journal that nobody could choose',
    })
    .input(z.object({ lot: idOf('sampling-lot') }))
    .output(z.object({ drawn: z.int() })),
  readSample: oc
    .route({ method: 'GET', path: '/lots/{lot}/sample', summary: 'The drawn lines, for the checker who inspects them' })
    .input(z.object({ lot: idOf('sampling-lot') }))
    .output(z.array(sampleLineSchema)),
  readSampleLine: oc
    .route({
      method: 'GET',
      path: '/lots/{lot}/sample/{item}',
      summary: 'What was handed over in a drawn line, field by field; journalled',
    })
    .input(z.object({ lot: idOf('sampling-lot'), item: idOf('item'), reveal: z.boolean().default(false) }))
    .output(sampleLineFieldsSchema),
  inspectLine: oc
    .route({
      method: 'POST',
      path: '/lots/{lot}/sample/{item}',
      summary:
        'Say as the checker what was found; the server compares it with the first check and decides the lot at the end',
    })
    .input(inspectLineInput)
    .output(inspectedSchema),
  readDraw: oc
    .route({
      method: 'GET',
      path: '/lots/{lot}/draw',
      summary: 'Seed, frozen list and drawn lines of a decided lot, so that anyone can draw it again',
    })
    .input(z.object({ lot: idOf('sampling-lot') }))
    .output(
      z.object({
        seed: z.string(),
        seedSize: z.int(),
        listHash: z.string(),
        always: z.array(idOf('item')),
        list: z.array(idOf('item')),
        drawn: z.array(idOf('item')),
      }),
    ),
  listInspections: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/inspections',
      summary: 'How strictly what the transferor hands over is inspected next, rule by rule',
    })
    .input(z.object({ handover: idOf('handover') }))
    .output(z.array(ruleInspectionSchema)),
  switchInspection: oc
    .route({
      method: 'POST',
      path: '/handovers/{handover}/inspections/{rule}',
      summary: 'Resume sampling after its stop, begin reduced inspection, or end it, as a manager who is no party',
    })
    .input(switchInspectionInput)
    .output(z.array(ruleInspectionSchema)),
};
