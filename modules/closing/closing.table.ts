import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { foreignKey, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { sql } from 'drizzle-orm';
import { batch } from '#modules/handover/handover.table.ts';

/**
 * A version of a batch's inventory made for signing: the canonical JSON with every line, under the master key, and its
 * hash, which is what the three signatures name.
 */
export const inventory = firmTable(
  'inventory',
  {
    firmId: firmColumn(),
    id: idColumn('inventory'),
    batchId: idRef('batch').notNull(),
    handoverId: idRef('handover').notNull(),
    version: integer().notNull(),
    /** The batch's revision that it was made at; a later revision makes it void. */
    revision: integer().notNull(),
    sealed: bytes().notNull(),
    /** SHA-256 of the canonical JSON, hex. */
    hash: text().notNull(),
    lines: integer().notNull(),
    madeBy: idRef('person').notNull(),
    madeAt: instant().notNull().defaultNow(),
    /** Random value that each signature of this version names, so that none can be replayed. */
    challenge: text().notNull(),
    voidedAt: instant(),
    voidedFor: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    uniqueIndex('inventory_version').on(t.firmId, t.batchId, t.version),
    uniqueIndex('inventory_present')
      .on(t.firmId, t.batchId)
      .where(sql`voided_at is null`),
    ...firmPolicies('inventory', t.firmId, { reads: sql`access.in_handover(${t.handoverId})` }),
  ],
);
