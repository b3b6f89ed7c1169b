import { foreignKey, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, seesClient } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';

/** A file of a client: evidence, a scan, a photo. The bytes lie in the file store, encrypted under the client's data key. */
export const document = firmTable(
  'document',
  {
    firmId: firmColumn(),
    id: idColumn('document'),
    clientId: idRef('client').notNull(),
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
    addedBy: idRef('person').notNull(),
    addedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    index('document_client').on(t.firmId, t.clientId),
    ...firmPolicies('document', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);
