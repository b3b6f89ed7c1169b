import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import type { ReadingFault, ReadingState } from './content/content.contract.ts';
import { storedFile } from './stored-file.table.ts';

/**
 * What was read of a kept content, so that it is found by its words. Made from the content alone: no row of a backup, and made anew
 * where it is missing.
 */
export const fileText = firmTable(
  'file_text',
  {
    firmId: firmColumn(),
    storedFileId: idColumn('stored-file'),
    /** Those of the stored file, for the wall. */
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    state: text().$type<ReadingState>().notNull(),
    fault: text().$type<ReadingFault>(),
    /** The end of a very long text was left out. */
    cut: boolean().notNull().default(false),
    /** How often it was begun. */
    tries: integer().notNull(),
    begunAt: instant().notNull(),
    /** The words, sealed under the key of the file; plain text is never stored, logged or journalled. */
    words: bytes(),
    /** One hash for each pair of neighbouring characters, keyed for this client or handover (decision 0015). */
    grams: integer().array(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.storedFileId] }),
    foreignKey({ columns: [t.firmId, t.storedFileId], foreignColumns: [storedFile.firmId, storedFile.id] }),
    index('file_text_grams').using('gin', t.grams).with({ fastupdate: false }),
    index('file_text_client').on(t.firmId, t.clientId, t.state),
    index('file_text_handover').on(t.firmId, t.handoverId),
    ...firmPolicies('file_text', t.firmId, {
      reads: sql`case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end`,
      answers: true,
    }),
  ],
);
