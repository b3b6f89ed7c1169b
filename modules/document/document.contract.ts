import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { retentionContract } from './retention/retention.contract.ts';

export {
  type AddKind,
  type DirectoryRow,
  directoryStates,
  type FiledDocument,
  type Keeping,
  type PurposeOpening,
  purposes,
  type RetentionKind,
  retentionRules,
  type Safeguard,
  safeguardKinds,
  type Term,
} from './retention/retention.contract.ts';

/** The largest file that is taken in, in bytes. */
export const largestDocument = 64 * 1024 * 1024;

export const documentSchema = z.object({
  id: idOf('document'),
  client: idOf('client').nullable(),
  handover: idOf('handover').nullable(),
  name: z.string(),
  /** Found from the content, such as `application/pdf`. */
  mediaType: z.string(),
  /** In bytes. */
  size: z.int(),
  /** SHA-256 of the content, hex. */
  sha256: z.string(),
  addedBy: idOf('person'),
  addedAt: z.date(),
});
export type Document = z.output<typeof documentSchema>;

/**
 * Where a document belongs. Its content goes by `POST /documents?client=…&handover=…` with the bytes as body and the name,
 * percent-encoded, in the header `x-document-name`; it comes back by `GET /documents/{document}`.
 */
export const documentPlace = z.object({ client: idOf('client').optional(), handover: idOf('handover').optional() });
export type DocumentPlace = z.output<typeof documentPlace>;

export const documentContract = {
  ...retentionContract,
  listDocuments: oc
    .route({ method: 'GET', path: '/documents', summary: 'The files of a client, or of a handover as a whole' })
    .input(documentPlace)
    .output(z.array(documentSchema)),
};
