import { z } from 'zod';

/** How far an import of an export has come. */
export const importStates = [
  'arriving',
  'checking',
  'checked',
  'unsound',
  'taking-in',
  'done',
  'failed',
  'discarded',
] as const;
export type ImportState = (typeof importStates)[number];

/** A client of an export that is to be taken in, and why it cannot be as it is. */
export const foundClientSchema = z.object({
  client: z.uuid(),
  number: z.string(),
  name: z.string(),
  uscc: z.string().nullable(),
  records: z.int(),
  versions: z.int(),
  /** Files with their content; those without one are left out. */
  files: z.int(),
  withoutContent: z.int(),
  /** Sealed secrets, which stay in the bag: nobody here has a key that opens them. */
  secrets: z.int(),
  /**
   * `client-there`: this very client is here; `uscc-taken`: another client has the 统一社会信用代码; `number-taken`: another one has the
   * number, so that a new one must be given.
   */
  conflict: z.enum(['client-there', 'uscc-taken', 'number-taken']).nullable(),
});
export type FoundClient = z.output<typeof foundClientSchema>;

/** What a sound export holds, for whoever decides whether to take it in. */
export const foundExportSchema = z.object({
  firm: z.string(),
  name: z.string(),
  sealedAt: z.string(),
  /** SHA-256 of the tag manifest, hex. */
  hash: z.string(),
  /** SHA-256 of the verifier key that vouches for it, to be compared with what the firm says by another way. */
  keyFingerprint: z.string(),
  requester: z.string(),
  approver: z.string(),
  entries: z.int(),
  clients: z.array(foundClientSchema),
});
export type FoundExport = z.output<typeof foundExportSchema>;
