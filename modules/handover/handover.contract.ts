import { oc } from '@orpc/contract';
import { z } from 'zod';
import { positionSchema } from '#platform/context/actor.ts';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { handoverKinds, itemStates, manners, sides, transferMethods } from './terms.ts';

export {
  type HandoverKind,
  type HandoverManner,
  type ItemState,
  type Side,
  type TransferMethod,
  sides,
} from './terms.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const someone = z.object({ id: idOf('person'), name: z.string() });
const reason = z.string().trim().min(2).max(500);
const facts = z.record(z.string(), z.unknown());
const sideSchema = z.enum(sides);
const stateSchema = z.enum(['planned', 'running', 'closed', 'cancelled']);
const batchStateSchema = z.enum(['preparing', 'checking', 'signing', 'signed', 'sealing', 'sealed', 'withdrawn']);
const one = z.object({ handover: idOf('handover') });

/** What a plan or a handover is warned of; the words are the locale text `plan.<code>`. */
export const warningSchema = z.object({ code: z.string(), facts });
export type Warning = z.output<typeof warningSchema>;

export const plannedStageSchema = z.object({ stage: z.string(), startsOn: localDateSchema, endsOn: localDateSchema });

export const planInput = z.object({
  startsOn: localDateSchema,
  /** 交接基准日. */
  cutOff: localDateSchema,
  playbookVersion: idOf('playbook-version').optional(),
});
export type PlanInput = z.output<typeof planInput>;

/** With who takes part, the plan is compared with the days on which they are away. */
export const previewPlanInput = planInput.extend({ parties: z.array(idOf('person')).max(5).optional() });
export type PreviewPlan = z.output<typeof previewPlanInput>;

export const planSchema = z.object({
  stages: z.array(plannedStageSchema.extend({ name: words, owner: sideSchema, proof: words, days: z.int() })),
  warnings: z.array(warningSchema),
});
export type Plan = z.output<typeof planSchema>;

export const startHandoverInput = planInput.extend({
  kind: z.enum(handoverKinds),
  outgoing: idOf('person'),
  incoming: idOf('person'),
  supervisor: idOf('person'),
  /** Who does the work between cut-off and sign-off. */
  meanwhile: idOf('person'),
  reason: reason.optional(),
  /** The clients of each batch. */
  batches: z
    .array(z.array(idOf('client')).min(1).max(2000))
    .min(1)
    .max(100),
});
export type StartHandover = z.output<typeof startHandoverInput>;

const startedSchema = z.object({
  handover: idOf('handover'),
  number: z.string(),
  batches: z.array(idOf('batch')),
  warnings: z.array(warningSchema),
});
export type Started = z.output<typeof startedSchema>;

/** A person of the firm as the form of a new handover shows them. */
export const candidateSchema = someone.extend({
  title: z.string(),
  positions: z.array(positionSchema),
  state: z.enum(['active', 'suspended', 'left']),
  /** How many clients the person is in charge of now. */
  clients: z.int(),
  /** In how many planned or running handovers the person stands on a side. */
  handovers: z.int(),
  /** Whether the person may supervise by 会计法 Art. 39: the reason, or why not. */
  supervision: z.discriminatedUnion('may', [
    z.object({ may: z.literal(true), basis: z.string() }),
    z.object({ may: z.literal(false), code: z.string(), facts }),
  ]),
});
export type Candidate = z.output<typeof candidateSchema>;

export const partySchema = z.object({
  side: sideSchema,
  person: someone,
  title: z.string(),
  /** By which rule the person supervises; for a proxy, who approved it. */
  basis: z.string().nullable(),
  answer: z.enum(['waiting', 'accepted', 'declined']),
  declinedFor: z.string().nullable(),
});

const countsSchema = z.partialRecord(z.enum(itemStates), z.int());

export const handoverLineSchema = z.object({
  id: idOf('handover'),
  number: z.string(),
  kind: z.enum(handoverKinds),
  manner: z.enum(manners),
  state: stateSchema,
  startsOn: localDateSchema,
  cutOff: localDateSchema,
  /** The last day of the plan. */
  endsOn: localDateSchema,
  parties: z.array(partySchema),
  clients: z.int(),
  batches: z.int(),
  signedBatches: z.int(),
  /** Lines of the inventory that were proved, and all that must be. */
  done: z.int(),
  total: z.int(),
  /** The stage it stands in, and whether its last day has passed. */
  stage: z.object({ key: z.string(), name: words, late: z.boolean() }).nullable(),
  /** On which side the reader stands. */
  mySide: sideSchema.nullable(),
});
export type HandoverLine = z.output<typeof handoverLineSchema>;

const stageSchema = plannedStageSchema.extend({
  name: words,
  proof: words,
  /** The one side that answers for the stage (RACI: A), who does it (R), who is asked (C), who is told (I). */
  accountable: sideSchema,
  responsible: z.array(sideSchema),
  consulted: z.array(sideSchema),
  informed: z.array(sideSchema),
  state: z.enum(['done', 'now', 'ahead']),
  done: z.int(),
  total: z.int(),
  /** Its last day has passed and it is not done. */
  late: z.boolean(),
});

const batchSchema = z.object({
  id: idOf('batch'),
  number: z.int(),
  state: batchStateSchema,
  revision: z.int(),
  clients: z.int(),
  items: countsSchema,
  inventoryMadeAt: z.date().nullable(),
  signedAt: z.date().nullable(),
  sealedAt: z.date().nullable(),
});

export const handoverSchema = handoverLineSchema.omit({ batches: true }).extend({
  mannerReason: z.string().nullable(),
  reason: z.string().nullable(),
  playbookVersion: idOf('playbook-version'),
  meanwhile: someone,
  createdBy: someone,
  createdAt: z.date(),
  closedAt: z.date().nullable(),
  stages: z.array(stageSchema),
  batches: z.array(batchSchema),
  earlierPlans: z.array(
    z.object({
      version: z.int(),
      stages: z.array(plannedStageSchema),
      reason: z.string(),
      askedBy: someone,
      approvedBy: someone,
      replacedAt: z.date(),
    }),
  ),
  warnings: z.array(warningSchema),
});
export type HandoverView = z.output<typeof handoverSchema>;

export const batchClientSchema = z.object({
  client: idOf('client'),
  batch: idOf('batch'),
  number: z.string(),
  name: z.string(),
  state: z.string(),
  contractEnd: localDateSchema.nullable(),
  items: countsSchema,
});
export type BatchClient = z.output<typeof batchClientSchema>;

/** A statutory deadline that falls inside the change, and who holds it that day. */
export const deadlineSchema = z.object({
  item: idOf('item'),
  client: idOf('client'),
  number: z.string(),
  name: z.string(),
  what: z.string(),
  due: localDateSchema,
  holder: someone,
});

/** What the receiver shows that a line was received, by its method. Nobody shows it for another. */
export const proofSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('physical'),
    /** How many were counted, face to face. */
    counted: z.int().min(0).max(1_000_000),
    /** Number or serial as read from the object. */
    serial: z.string().trim().min(1).max(100).optional(),
    /** Both were there and saw the same. */
    both: z.literal(true),
    document: idOf('document').optional(),
  }),
  z.object({
    method: z.literal('file'),
    /** The receiver opened it and found it readable. */
    opened: z.literal(true),
    /** SHA-256 of the file that was opened, hex. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    document: idOf('document').optional(),
    /** For a line that stands for a record of the client: the version that was opened. */
    recordVersion: z.int().min(1).optional(),
    /** Number of the filing receipt or proof of payment, where there is no file of it. */
    receipt: z.string().trim().min(2).max(100).optional(),
    /** The receiver signed in and saw it working. */
    signedIn: z.boolean().default(false),
  }),
  z.object({
    method: z.literal('rebind'),
    /** The day on which the transferor was unbound and the receiver bound. */
    boundOn: localDateSchema,
    /** Receipt or screenshot. */
    document: idOf('document').optional(),
    /** Number of the receipt, where there is no picture of it. */
    receipt: z.string().trim().min(2).max(100).optional(),
    /** The receiver signed in with the new binding. */
    signedIn: z.boolean().default(false),
    clientConfirmed: z.boolean().default(false),
  }),
  z.object({
    method: z.literal('secret'),
    /** The receiver signed in with it. */
    signedIn: z.literal(true),
  }),
  z.object({
    method: z.literal('knowledge'),
    /** What the receiver told back, without names, numbers or amounts. */
    toldBack: z.string().trim().min(10).max(2000),
  }),
  z.object({
    method: z.literal('balance'),
    asOf: localDateSchema,
    document: idOf('document').optional(),
    /** Statement or page of the books that it was compared with. */
    statement: z.string().trim().min(2).max(200).optional(),
  }),
  z.object({
    method: z.literal('obligation'),
    /** Until when the receiver has taken it on. */
    dueOn: localDateSchema,
  }),
]);
export type Proof = z.output<typeof proofSchema>;

/** What did not arrive as it should is reported to reconciliation, which opens an issue of it. */
export const proveItemInput = z.object({ item: idOf('item'), proof: proofSchema });
export type ProveItem = z.output<typeof proveItemInput>;

export const itemSchema = z.object({
  id: idOf('item'),
  handover: idOf('handover'),
  batch: idOf('batch'),
  client: idOf('client'),
  kind: z.string(),
  method: z.enum(transferMethods),
  title: z.string(),
  record: idOf('client-record').nullable(),
  recordVersion: z.int().nullable(),
  secret: idOf('secret').nullable(),
  serves: z.string().nullable(),
  statutory: z.string().nullable(),
  secrecy: z.enum(['ordinary', 'sensitive', 'sealed']),
  evidence: z.array(z.string()),
  line: z.record(z.string(), z.string()),
  critical: z.boolean(),
  mandatory: z.boolean(),
  state: z.enum(itemStates),
  /** The one side that answers for the line: whoever hands over until it is received, then the receiver. */
  accountable: sideSchema,
  proof: z.record(z.string(), z.unknown()).nullable(),
  provedBy: idOf('person').nullable(),
  provedAt: z.date().nullable(),
  droppedFor: z.string().nullable(),
  position: z.int(),
  afterCutOff: z.boolean(),
});
export type ItemView = z.output<typeof itemSchema>;

export const addItemInput = z.object({
  batch: idOf('batch'),
  client: idOf('client'),
  /** A heading of the playbook: one of the fourteen kinds, or a mandatory line with a heading of its own. */
  kind: z.string().min(1).max(60),
  method: z.enum(transferMethods),
  title: z.string().trim().min(2).max(120),
  line: z
    .partialRecord(
      z.enum([
        'number',
        'from',
        'until',
        'quantity',
        'unit',
        'medium',
        'original',
        'place',
        'retention',
        'due',
        'note',
      ]),
      z.string().trim().min(1).max(120),
    )
    .default({}),
  /** The mandatory line that it stands for. */
  serves: z.string().max(60).optional(),
  /** The kind named by law that it fills; its 无 then falls away. */
  statutory: z.string().max(60).optional(),
});
export type AddItem = z.output<typeof addItemInput>;

const madeSchema = z.object({ added: z.int(), refreshed: z.int() });

export const handoverContract = {
  list: oc
    .route({ method: 'GET', path: '/handovers', summary: 'The handovers that I may see, newest first' })
    .input(z.object({ state: stateSchema.optional(), mine: z.boolean().default(false) }))
    .output(z.array(handoverLineSchema)),
  read: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}',
      summary: 'One handover: plan, parties, batches, progress, warnings',
    })
    .input(one)
    .output(handoverSchema),
  previewPlan: oc
    .route({ method: 'GET', path: '/handover-plan', summary: 'Stage dates on working days for a start, with warnings' })
    .input(previewPlanInput)
    .output(planSchema),
  listCandidates: oc
    .route({
      method: 'GET',
      path: '/handover-candidates',
      summary: 'Who may stand on which side of a handover of this person, with load and the rule of supervision',
    })
    .input(z.object({ outgoing: idOf('person'), incoming: idOf('person').optional() }))
    .output(z.array(candidateSchema)),
  listClientsOf: oc
    .route({
      method: 'GET',
      path: '/handover-clients',
      summary: 'Every client that a person is in charge of, with the open batch it already stands in',
    })
    .input(z.object({ outgoing: idOf('person') }))
    .output(
      z.array(
        z.object({
          id: idOf('client'),
          number: z.string(),
          name: z.string(),
          state: z.string(),
          contractEnd: localDateSchema.nullable(),
          /** H-2026-0001 when it cannot be taken. */
          inHandover: z.string().nullable(),
        }),
      ),
    ),
  start: oc
    .route({
      method: 'POST',
      path: '/handovers',
      summary: 'Start a handover: parties are asked, clients are kept in its batches',
    })
    .input(startHandoverInput)
    .output(startedSchema),
  answer: oc
    .route({ method: 'POST', path: '/handovers/{handover}/answer', summary: 'Accept or decline my side of a handover' })
    .input(
      z.discriminatedUnion('answer', [
        one.extend({ answer: z.literal('accept') }),
        one.extend({ answer: z.literal('decline'), reason }),
      ]),
    )
    .output(z.object({ state: stateSchema })),
  replaceParty: oc
    .route({
      method: 'PUT',
      path: '/handovers/{handover}/parties/{side}',
      summary: 'Ask somebody else for a side before the handover runs',
    })
    .input(one.extend({ side: z.enum(['incoming', 'supervisor']), person: idOf('person') }))
    .output(z.object({})),
  changeManner: oc
    .route({
      method: 'PUT',
      path: '/handovers/{handover}/manner',
      summary: 'Hand over by proxy (委托代办) or one-sided (拒签、失联) where the leaver cannot or will not',
    })
    .input(
      z.discriminatedUnion('manner', [
        one.extend({ manner: z.literal('proxy'), proxy: idOf('person'), reason }),
        one.extend({ manner: z.literal('one-sided'), witness: idOf('person'), reason }),
      ]),
    )
    .output(z.object({})),
  replan: oc
    .route({
      method: 'PUT',
      path: '/handovers/{handover}/plan',
      summary: 'Move stage dates; the earlier plan stays with reason and approver',
    })
    .input(
      one.extend({
        stages: z.array(plannedStageSchema).min(1).max(40),
        reason,
        /** Who asked for it; the actor approves. */
        askedBy: idOf('person').optional(),
      }),
    )
    .output(z.object({ warnings: z.array(warningSchema) })),
  cancel: oc
    .route({
      method: 'POST',
      path: '/handovers/{handover}/cancellation',
      summary: 'Cancel a handover of which nothing is signed yet',
    })
    .input(one.extend({ reason }))
    .output(z.object({})),
  withdrawBatch: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/withdrawal',
      summary: 'Take a batch out of a handover; its clients stay where they are',
    })
    .input(z.object({ batch: idOf('batch'), reason }))
    .output(z.object({})),
  listBatchClients: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/clients',
      summary: 'Clients of a handover by batch, with the progress of each',
    })
    .input(one)
    .output(z.array(batchClientSchema)),
  listDeadlines: oc
    .route({
      method: 'GET',
      path: '/handovers/{handover}/deadlines',
      summary: 'Filings and open matters due within the change, and who holds each',
    })
    .input(one)
    .output(z.array(deadlineSchema)),
  listItems: oc
    .route({
      method: 'GET',
      path: '/batches/{batch}/items',
      summary: 'Lines of the inventory of a batch, or of one client in it',
    })
    .input(z.object({ batch: idOf('batch'), client: idOf('client').optional() }))
    .output(z.array(itemSchema)),
  makeInventory: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/inventory',
      summary: 'Make the lines that are missing from records and playbook, and take up what changed since',
    })
    .input(z.object({ batch: idOf('batch') }))
    .output(madeSchema),
  refreshItem: oc
    .route({
      method: 'POST',
      path: '/items/{item}/refresh',
      summary: 'Take up the newest version of the record behind a line, marked 期后事项 after the cut-off date',
    })
    .input(z.object({ item: idOf('item') }))
    .output(itemSchema),
  addItem: oc
    .route({ method: 'POST', path: '/batches/{batch}/items', summary: 'Add a line to the inventory' })
    .input(addItemInput)
    .output(itemSchema),
  dropItem: oc
    .route({ method: 'POST', path: '/items/{item}/drop', summary: 'Drop a line from the inventory, with the reason' })
    .input(z.object({ item: idOf('item'), reason }))
    .output(itemSchema),
  proveItem: oc
    .route({
      method: 'POST',
      path: '/items/{item}/proof',
      summary: 'Show as the receiver that a line was received, by the proof of its method',
    })
    .input(proveItemInput)
    .output(itemSchema),
  undoProof: oc
    .route({
      method: 'DELETE',
      path: '/items/{item}/proof',
      summary: 'Take back as the receiver what I showed of a line',
    })
    .input(z.object({ item: idOf('item') }))
    .output(itemSchema),
};
