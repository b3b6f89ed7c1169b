import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { contentContract } from './content/content.contract.ts';
import { previewContract } from './preview/preview.contract.ts';
import { retentionContract } from './retention/retention.contract.ts';

export {
  type AddKind,
  type ArchiveClass,
  type DirectoryRow,
  type FiledDocument,
  type FilingSuggestion,
  type Keeping,
  type PaperPlace,
  type PurposeOpening,
  type RetentionKind,
  retentionRules,
  type Safeguard,
  type Term,
} from './retention/retention.contract.ts';

export { type FoundDocument, type FoundPlace, type Reading, type SearchDocuments } from './content/content.contract.ts';

export { type Preview, type Shown } from './preview/preview.contract.ts';

export { disagreesWithName } from './media-type-names.ts';
export { largestDocument, largestInOneGo, partSize } from './upload-limits.ts';
import { largestDocument } from './upload-limits.ts';

export const documentSchema = z.object({
  id: idOf('document'),
  client: idOf('client').nullable(),
  handover: idOf('handover').nullable(),
  name: z.string(),
  /** The folders that it was in where it came from, such as `2026/银行`; empty where there were none. */
  folder: z.string(),
  /** Found from the content, such as `application/pdf`. */
  mediaType: z.string(),
  /** In bytes. */
  size: z.int(),
  /** SHA-256 of the content, hex. */
  sha256: z.string(),
  /** What was found wrong with the kept content and is not mended yet. */
  fault: z.enum(['missing', 'damaged', 'destroyed']).nullable(),
  addedBy: idOf('person'),
  addedAt: z.date(),
});
export type Document = z.output<typeof documentSchema>;

/**
 * Where a document belongs. Its content comes back by `GET /documents/{document}`. A small one goes at once by
 * `POST /documents?client=…&handover=…` with the bytes as body and the name, percent-encoded, in the header `x-document-name`; any
 * other in parts, see `beginUpload`.
 */
export const documentPlace = z.object({ client: idOf('client').optional(), handover: idOf('handover').optional() });
export type DocumentPlace = z.output<typeof documentPlace>;

export const uploadSchema = z.object({
  /** Also the id of the document that it becomes. */
  id: idOf('document'),
  name: z.string(),
  folder: z.string(),
  size: z.int(),
  /** How many bytes the server has; the next part begins there. */
  received: z.int(),
  startedAt: z.date(),
  /** When it is thrown away unless it goes on. */
  expiresAt: z.date(),
});
export type Upload = z.output<typeof uploadSchema>;

export const beginUpload = documentPlace.extend({
  name: z.string().min(1).max(400),
  folder: z.string().max(1000).default(''),
  size: z.int().min(0).max(largestDocument),
  /** What tells this file from others where it lies, such as a hash of path, size and date: with the same one an upload goes on. */
  identity: z.string().min(8).max(200),
});
export type BeginUpload = z.output<typeof beginUpload>;

export const documentContract = {
  ...contentContract,
  ...previewContract,
  ...retentionContract,
  listDocuments: oc
    .route({ method: 'GET', path: '/documents', summary: 'The files of a client, or of a handover as a whole' })
    .input(documentPlace)
    .output(z.array(documentSchema)),
  beginUpload: oc
    .route({
      method: 'POST',
      path: '/uploads',
      summary:
        'Begin to send a file, or go on with one that was cut off; its parts go by PUT /uploads/{upload}?from={received}, each of 4 MiB but the last',
    })
    .input(beginUpload)
    .output(uploadSchema),
  listUploads: oc
    .route({ method: 'GET', path: '/uploads', summary: 'Own files that have not arrived whole' })
    .input(documentPlace)
    .output(z.array(uploadSchema)),
  finishUpload: oc
    .route({ method: 'POST', path: '/uploads/{upload}/finish', summary: 'Keep a file that has arrived whole' })
    .input(z.object({ upload: idOf('document') }))
    .output(documentSchema),
  cancelUpload: oc
    .route({ method: 'DELETE', path: '/uploads/{upload}', summary: 'Throw away what has arrived of a file' })
    .input(z.object({ upload: idOf('document') }))
    .output(z.void()),
};
