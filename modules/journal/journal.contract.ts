import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';

/** An entry as the tree holds it; `leafBytes` (leaf.ts) gives its bytes. */
export const journalLeafSchema = z.strictObject({
  id: z.uuid(),
  /** ISO instant with milliseconds, UTC. */
  at: z.string(),
  actor: z.uuid().nullable(),
  by: z.enum(['person', 'job']),
  verb: z.string(),
  client: z.uuid().nullable(),
  handover: z.uuid().nullable(),
  subject: z.string().nullable(),
  /** SHA-256 over salt and facts, hex. */
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalLeaf = z.output<typeof journalLeafSchema>;

/** One line of a journal extract: the leaf, its place in the tree, the salted facts behind the commitment, and the proof. */
export const journalProofSchema = z.strictObject({
  index: z.int().min(0),
  leaf: journalLeafSchema,
  /** base64url; null with `facts` when they were erased. */
  salt: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()).nullable(),
  /** RFC 6962 audit path against the extract's checkpoint, hex, from the leaf upward. */
  path: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type JournalProof = z.output<typeof journalProofSchema>;

export const journalFilter = z.object({
  actor: idOf('person').optional(),
  client: idOf('client').optional(),
  handover: idOf('handover').optional(),
  /** The beginning of a verb, such as `client.`. */
  verb: z.string().max(60).optional(),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  /** The id of the last entry of the page before. */
  before: z.uuid().optional(),
  limit: z.int().min(1).max(500).default(100),
});
export type JournalFilter = z.output<typeof journalFilter>;

export const exportFilter = journalFilter.omit({ before: true, limit: true });
export type ExportFilter = z.output<typeof exportFilter>;

const exportSchema = z.object({
  /** JSON lines: the checkpoint and verifier key, then one `JournalProof` each. */
  text: z.string(),
  entries: z.int(),
  /** Entries that fit the filter and have no place in the log yet; they are not in the text. */
  waiting: z.int(),
});
export type JournalExport = z.output<typeof exportSchema>;

const entrySchema = z.object({
  id: z.uuid(),
  at: z.date(),
  actor: idOf('person').nullable(),
  by: z.enum(['person', 'job']),
  verb: z.string(),
  client: idOf('client').nullable(),
  handover: idOf('handover').nullable(),
  subject: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()).nullable(),
  /** Place in the log; null for the moment until the sequencer has placed it. */
  index: z.number().nullable(),
});
export type JournalEntry = z.output<typeof entrySchema>;

const consistencySchema = z.object({
  checkpoint: z.string(),
  verifierKey: z.string(),
  /** RFC 6962 §2.1.2, hex. */
  path: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
});
export type Consistency = z.output<typeof consistencySchema>;

export const journalContract = {
  listEntries: oc
    .route({ method: 'GET', path: '/journal', summary: 'What happened, newest first' })
    .input(journalFilter)
    .output(z.object({ entries: z.array(entrySchema), more: z.boolean() })),
  status: oc
    .route({
      method: 'GET',
      path: '/journal/status',
      summary: 'Size of the log, its newest checkpoint, and the verifier key to give to an auditor',
    })
    .output(
      z.object({
        size: z.number(),
        waiting: z.number(),
        checkpoint: z.string().nullable(),
        at: z.date().nullable(),
        verifierKey: z.string(),
        fingerprint: z.string(),
        /** The last checkpoint that went outward; null when the firm has set up no place for them. */
        anchored: z.object({ size: z.number(), at: z.date() }).nullable(),
      }),
    ),
  proveConsistency: oc
    .route({
      method: 'GET',
      path: '/journal/consistency',
      summary: 'The proof that the log only appended to what it was at a size, against the newest checkpoint',
    })
    .input(z.object({ size: z.coerce.number().int().min(0) }))
    .output(consistencySchema),
  verify: oc
    .route({
      method: 'POST',
      path: '/journal/verification',
      summary: 'Recompute the whole tree from the stored entries and compare it with the signed checkpoint',
    })
    .output(z.object({ size: z.number(), intact: z.boolean(), firstFault: z.number().nullable() })),
  exportEntries: oc
    .route({
      method: 'POST',
      path: '/journal/exports',
      summary: 'Entries with inclusion proofs as JSON lines; the export is journalled',
    })
    .input(exportFilter)
    .output(exportSchema),
};
