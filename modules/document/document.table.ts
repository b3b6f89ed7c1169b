import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { handover } from '#modules/handover/handover.table.ts';

/**
 * A file of a client, or of a handover as a whole such as the scan of a paper that was signed in ink. The bytes lie in the file
 * store, encrypted under the data key of the client, or under one of the document's own.
 */
export const document = firmTable(
  'document',
  {
    firmId: firmColumn(),
    id: idColumn('document'),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** The name is sealed: a file's name often says more than it should. */
    name: bytes().notNull(),
    /** Type found from the content, not from the name. */
    mediaType: text().notNull(),
    size: integer().notNull(),
    /** SHA-256 of the content, hex: what the inventory and the package cite. */
    sha256: text().notNull(),
    /** Keyed hash of the content: the address in the file store, the same within a client and never across clients. */
    address: text().notNull(),
    /** The data key of a document without a client, wrapped by the master key. */
    ownKey: bytes(),
    addedBy: idRef('person').notNull(),
    addedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    index('document_client').on(t.firmId, t.clientId),
    index('document_handover').on(t.firmId, t.handoverId),
    check('belongs_to_something', sql`client_id is not null or (handover_id is not null and own_key is not null)`),
    ...firmPolicies('document', t.firmId, {
      reads: sql`case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end`,
    }),
  ],
);
