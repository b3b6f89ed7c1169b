import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, index, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { handover } from '#modules/handover/handover.table.ts';
import { storedFile } from './stored-file.table.ts';

/**
 * A file of a client, or of a handover as a whole such as the scan of a paper that was signed in ink: its name, and the content
 * that is kept of it, which may be that of other documents too.
 */
export const document = firmTable(
  'document',
  {
    firmId: firmColumn(),
    id: idColumn('document'),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** Name and folder, sealed under the data key of the client or, without one, by the key of the file: names often say too much. */
    name: bytes().notNull(),
    /** Type found from the content, not from the name. */
    mediaType: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    /** SHA-256 of the content, hex: what the inventory and the package cite. */
    sha256: text().notNull(),
    storedFileId: idRef('stored-file'),
    /** Of a document from the time before files had keys of their own, until `rehouse-documents.ts` has given it one. */
    address: text(),
    ownKey: bytes(),
    addedBy: idRef('person').notNull(),
    addedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    foreignKey({ columns: [t.firmId, t.storedFileId], foreignColumns: [storedFile.firmId, storedFile.id] }),
    index('document_stored_file').on(t.firmId, t.storedFileId),
    index('document_client').on(t.firmId, t.clientId),
    index('document_handover').on(t.firmId, t.handoverId),
    check('belongs_to_something', sql`client_id is not null or handover_id is not null`),
    ...firmPolicies('document', t.firmId, {
      reads: sql`case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end`,
    }),
  ],
);
