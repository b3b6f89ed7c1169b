import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, index, integer, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { handover } from '#modules/handover/handover.table.ts';

/** Whoever sees the client, or is in the handover that has none. */
const seesHolder = sql`case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end`;

/** A content that is kept, once for each client, or for each handover as a whole. Its block lies in the file store under its id. */
export const storedFile = firmTable(
  'stored_file',
  {
    firmId: firmColumn(),
    id: idColumn('stored-file'),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** Keyed hash of the content: the same within a client and never across clients. */
    address: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    /** SHA-256 of the content, hex. */
    sha256: text().notNull(),
    keptAt: instant().notNull().defaultNow(),
    /** When all of it was last read back and compared with its hash. */
    checkedAt: instant(),
    /** What was found wrong, until it is mended. */
    fault: text().$type<StoredFault>(),
    faultAt: instant(),
    /** When its second copy was last seen whole; null while there is none. */
    secondAt: instant(),
    /** When its key was destroyed: nothing opens it any more. */
    destroyedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    uniqueIndex('stored_file_address')
      .on(t.firmId, t.address)
      .where(sql`destroyed_at is null`),
    index('stored_file_checked')
      .on(t.firmId, t.checkedAt)
      .where(sql`destroyed_at is null`),
    index('stored_file_fault')
      .on(t.firmId, t.fault)
      .where(sql`fault is not null`),
    check('belongs_to_something', sql`client_id is not null or handover_id is not null`),
    ...firmPolicies('stored_file', t.firmId, { reads: seesHolder }),
  ],
);

/** What can be wrong with a kept file: its block is not there, or is not what was written. */
export type StoredFault = 'missing' | 'damaged';

/** The key of a year over the files that a client, or a handover, had kept in it; wrapped by the master key. Backups keep it apart. */
export const fileYearKey = firmTable(
  'file_year_key',
  {
    firmId: firmColumn(),
    id: idColumn('file-year-key'),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    year: integer().notNull(),
    wrapped: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    unique('file_year_key_of').on(t.firmId, t.clientId, t.handoverId, t.year).nullsNotDistinct(),
    ...firmPolicies('file_year_key', t.firmId, { reads: seesHolder }),
  ],
);

/** The key of one kept file under a key of a year. When the row is gone, so is the file, in every copy. Backups keep it apart. */
export const fileKey = firmTable(
  'file_key',
  {
    firmId: firmColumn(),
    storedFileId: idColumn('stored-file'),
    yearKeyId: idRef('file-year-key').notNull(),
    wrapped: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.storedFileId] }),
    foreignKey({ columns: [t.firmId, t.storedFileId], foreignColumns: [storedFile.firmId, storedFile.id] }),
    foreignKey({ columns: [t.firmId, t.yearKeyId], foreignColumns: [fileYearKey.firmId, fileYearKey.id] }),
    index('file_key_year').on(t.firmId, t.yearKeyId),
    ...firmPolicies('file_key', t.firmId, {
      reads: sql`exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id)`,
    }),
  ],
);
