import { oc } from '@orpc/contract';
import { z } from 'zod';
import { inkAcceptanceSchema, signOffStatementSchema } from '#modules/archive/archive.contract.ts';
import { sides } from '#modules/handover/handover.contract.ts';
import { idOf } from '#platform/kernel/id.ts';

const sideSchema = z.enum(sides);
const ofBatch = z.object({ batch: idOf('batch') });

const gateSchema = z.object({
  /** The check's name in the playbook; the words are the locale text `gate.<id>`. */
  id: z.string(),
  stage: z.string(),
  force: z.enum(['must', 'warn']),
  ok: z.boolean(),
  done: z.int(),
  total: z.int(),
  missing: z.array(
    z.object({
      code: z.string(),
      facts: z.record(z.string(), z.unknown()),
      client: idOf('client').optional(),
      item: idOf('item').optional(),
    }),
  ),
  /** What it found, as the locale text `gate.report.<code>` tells it. */
  report: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }).optional(),
});
export type GateState = z.output<typeof gateSchema>;

/** What the last signature brings about, counted before anybody signs. */
const effectsSchema = z.object({
  clients: z.int(),
  /** Clients whose key gets a new version. */
  newKeys: z.int(),
  /** Grants and ownerships of the outgoing person that end. */
  accessEnding: z.int(),
  secretsToChange: z.int(),
  changeBy: z.string(),
});
export type Effects = z.output<typeof effectsSchema>;

const signatureSchema = z.object({
  side: sideSchema,
  person: idOf('person'),
  name: z.string(),
  title: z.string(),
  /** Null while it is awaited. */
  signedAt: z.date().nullable(),
  manner: z.enum(['electronic', 'wet-ink']).nullable(),
  fingerprint: z.string().nullable(),
});

const totalsSchema = z.object({
  kind: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  lines: z.int(),
  agreed: z.int(),
  corrected: z.int(),
  noted: z.int(),
  none: z.boolean(),
});

const signOffSchema = z.object({
  handover: idOf('handover'),
  handoverNumber: z.string(),
  batch: idOf('batch'),
  batchNumber: z.int(),
  firm: z.string(),
  cutOff: z.string(),
  state: z.enum(['preparing', 'checking', 'signing', 'signed', 'sealing', 'sealed', 'withdrawn']),
  clients: z.int(),
  /** The inventory that is being signed; null while there is none, or after what it was made from changed. */
  inventory: z
    .object({
      id: idOf('inventory'),
      version: z.int(),
      hash: z.string(),
      lines: z.int(),
      madeAt: z.date(),
      challenge: z.string(),
      current: z.boolean(),
    })
    .nullable(),
  /** Whether I see every client of the batch; if not, there are no totals, no remarks, and no gates about clients. */
  sees: z.boolean(),
  totals: z.array(totalsSchema),
  remarks: z.array(z.string()),
  gates: z.array(gateSchema),
  /** In the order of signing. */
  signatures: z.array(signatureSchema),
  effects: effectsSchema,
  /** Whose turn it is; null when nobody may sign now. */
  next: sideSchema.nullable(),
  /** The statement that the actor would sign now; null when it is not their turn. */
  toSign: signOffStatementSchema.nullable(),
  /** What the supervisor would state over the scan of the paper that is awaited now; null for everybody else. */
  inkToAccept: inkAcceptanceSchema.omit({ purpose: true, key: true, scanHash: true, acceptedBy: true }).nullable(),
});
export type SignOff = z.output<typeof signOffSchema>;

function signed<S extends z.ZodType>(statement: S) {
  return z.object({ statement, signature: z.string(), publicKey: z.string(), fingerprint: z.string() });
}

export const signInput = ofBatch.extend({ signed: signed(signOffStatementSchema) });
export type Sign = z.output<typeof signInput>;
export const acceptInkInput = ofBatch.extend({ scan: idOf('document'), signed: signed(inkAcceptanceSchema) });
export type AcceptInk = z.output<typeof acceptInkInput>;

export const closingContract = {
  readSignOff: oc
    .route({
      method: 'GET',
      path: '/batches/{batch}/sign-off',
      summary: 'Gates, inventory, signatures and effects of a batch, and what I would sign',
    })
    .input(ofBatch)
    .output(signOffSchema),
  makeInventory: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/sign-off/inventory',
      summary: 'Make the inventory that the parties sign; every gate must be green',
    })
    .input(ofBatch)
    .output(signOffSchema),
  readInventory: oc
    .route({
      method: 'GET',
      path: '/batches/{batch}/sign-off/inventory',
      summary: 'The canonical JSON whose hash is signed',
    })
    .input(ofBatch)
    .output(z.object({ json: z.string(), hash: z.string() })),
  sign: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/signatures',
      summary: 'Sign the inventory; the last signature hands the clients over',
    })
    .input(signInput)
    .output(signOffSchema),
  acceptInk: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/ink',
      summary: 'The supervisor accepts the scan of a paper that a party signed in ink',
    })
    .input(acceptInkInput)
    .output(signOffSchema),
  refuse: oc
    .route({
      method: 'POST',
      path: '/batches/{batch}/refusal',
      summary: 'Do not sign: back to checking, and the others are told why',
    })
    .input(ofBatch.extend({ reason: z.string().trim().min(2).max(400) }))
    .output(signOffSchema),
};
