import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { disposalStates, heldBackReasons, saidReasons, seatNames, stages } from './seats.ts';

export type { HeldBackReason, SeatName, Stage } from './seats.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.string().trim().min(2).max(1000);
const someone = z.object({ id: idOf('person'), name: z.string() });

/** The most files that one list takes. */
export const largestList = 2000;

/** A line of the 销毁清册 (79号令 Art. 18); 销毁时间 stands on the certificate, since it is not known when the list is signed. */
export const listLineSchema = z.strictObject({
  position: z.int(),
  document: z.uuid(),
  client: z.strictObject({ number: z.string(), name: z.string() }).nullable(),
  /** 会计档案名称. */
  name: z.string(),
  /** 卷号; null: an electronic file that belongs to no volume. */
  volume: z.string().nullable(),
  /** 册数. */
  copies: z.int(),
  /** 起止年度. */
  from: z.int(),
  to: z.int(),
  /** 档案编号; null while none was given. */
  code: z.string().nullable(),
  /** 应保管期限. */
  keepFor: z.string(),
  /** 已保管期限. */
  keptFor: z.string(),
  mayGoFrom: z.string(),
  sha256: hash,
  bytes: z.number(),
  /** Due, and not to be destroyed (Art. 19). */
  heldBack: z.strictObject({ reason: z.enum(heldBackReasons), note: z.string().nullable() }).nullable(),
});
export type ListLine = z.output<typeof listLineSchema>;

/** 鉴定意见书 and 销毁清册 as everybody signs them. */
export const disposalListSchema = z.strictObject({
  format: z.literal('baton/disposal-list/v1'),
  firm: z.strictObject({ id: z.uuid(), name: z.string() }),
  number: z.string(),
  madeAt: z.iso.datetime(),
  /** The version of the retention rules that the dates were reckoned by. */
  rules: z.string(),
  /** 鉴定意见. */
  appraisal: z.string(),
  lines: z.array(listLineSchema),
});
export type DisposalList = z.output<typeof disposalListSchema>;

/** What each of them signs with the own key. */
export const disposalStatementSchema = z.strictObject({
  purpose: z.literal('baton/disposal/v1'),
  firm: z.uuid(),
  disposal: z.uuid(),
  number: z.string(),
  listHash: hash,
  stage: z.enum(stages),
  seat: z.enum(seatNames),
  person: z.uuid(),
  agrees: z.boolean(),
  remark: z.string().max(500),
  /** After the destruction: when it was, and how many files. Null before it. */
  result: z.strictObject({ destroyedAt: z.iso.datetime(), documents: z.int() }).nullable(),
});
export type DisposalStatement = z.output<typeof disposalStatementSchema>;

export const signedDisposalSchema = z.object({
  statement: disposalStatementSchema,
  /** Ed25519 over the canonical JSON of the statement, base64url. */
  signature: z.string().max(100),
  publicKey: z.string().max(100),
  fingerprint: hash,
});

const seatSchema = z.object({
  stage: z.enum(stages),
  seat: z.enum(seatNames),
  person: someone,
  agrees: z.boolean().nullable(),
  remark: z.string().nullable(),
  signedAt: z.date().nullable(),
});
export type Seat = z.output<typeof seatSchema>;

const disposalSchema = z.object({
  id: idOf('disposal'),
  number: z.string(),
  state: z.enum(disposalStates),
  documents: z.int(),
  heldBack: z.int(),
  preparedBy: someone,
  preparedAt: z.date(),
  destructionAt: z.date().nullable(),
  certifiedAt: z.date().nullable(),
  endedFor: z.string().nullable(),
});
export type Disposal = z.output<typeof disposalSchema>;

export const wholeDisposalSchema = disposalSchema.extend({
  /** Canonical JSON; the hash of what is shown is what is signed. */
  list: z.string(),
  listHash: hash,
  seats: z.array(seatSchema),
  stoppedFor: z.enum(heldBackReasons).nullable(),
  certificateHash: hash.nullable(),
  /** What I would sign now; null when it is not my turn. */
  toSign: disposalStatementSchema.nullable(),
});
export type WholeDisposal = z.output<typeof wholeDisposalSchema>;

export const prepareDisposalInput = z.object({
  /** Null for everything that is due, `largestList` at most. */
  documents: z.array(idOf('document')).min(1).max(largestList).nullable(),
  /** 鉴定意见. */
  appraisal: words,
  /** What the appraiser holds back although it is due (Art. 19). */
  heldBack: z
    .array(z.object({ document: idOf('document'), reason: z.enum(saidReasons), note: words }))
    .max(largestList)
    .default([]),
  /** Who signs; the same person checks before and signs after. */
  seats: z
    .array(
      z.object({ stage: z.enum(['appraisal', 'opinion', 'check']), seat: z.enum(seatNames), person: idOf('person') }),
    )
    .max(20),
});
export type PrepareDisposal = z.output<typeof prepareDisposalInput>;

const one = z.object({ disposal: idOf('disposal') });

export const previewSchema = z.object({
  /** What would stand on the list. */
  lines: z.array(
    z.object({
      document: idOf('document'),
      client: z.object({ number: z.string(), name: z.string() }).nullable(),
      kind: z.string(),
      year: z.int(),
      mayGoFrom: localDateSchema,
      heldBack: z.enum(heldBackReasons).nullable(),
    }),
  ),
  /** Whoever holds a position of the seat, by stage and seat. */
  candidates: z.array(z.object({ stage: z.enum(stages), seat: z.enum(seatNames), people: z.array(someone) })),
});

export const disposalContract = {
  listDisposals: oc
    .route({ method: 'GET', path: '/disposals', summary: 'Disposals of archives, newest first' })
    .output(z.array(disposalSchema)),
  previewDisposal: oc
    .route({
      method: 'GET',
      path: '/disposals/due',
      summary: 'What is due and would be destroyed, what of it is held back and why, and who could sign',
    })
    .output(previewSchema),
  prepareDisposal: oc
    .route({
      method: 'POST',
      path: '/disposals',
      summary: 'Draw up appraisal and disposal list of what is due, and name who signs',
    })
    .input(prepareDisposalInput)
    .output(wholeDisposalSchema),
  readDisposal: oc
    .route({ method: 'GET', path: '/disposals/{disposal}', summary: 'A disposal with its list and signatures' })
    .input(one)
    .output(wholeDisposalSchema),
  signDisposal: oc
    .route({
      method: 'POST',
      path: '/disposals/{disposal}/signatures',
      summary: 'Sign at my seat: the appraisal, an opinion, the check before or the watching after',
    })
    .input(one.extend({ signed: signedDisposalSchema }))
    .output(wholeDisposalSchema),
  withdrawDisposal: oc
    .route({
      method: 'POST',
      path: '/disposals/{disposal}/withdrawal',
      summary: 'End a disposal before anything is destroyed, with the reason',
    })
    .input(one.extend({ reason: words }))
    .output(wholeDisposalSchema),
  destroy: oc
    .route({
      method: 'POST',
      path: '/disposals/{disposal}/destruction',
      summary: 'Destroy what is on the list, once five agreed and the watchers have checked',
    })
    .input(one)
    .output(wholeDisposalSchema),
};
