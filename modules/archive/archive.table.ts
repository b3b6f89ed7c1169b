import { sql } from 'drizzle-orm';
import { bigint, foreignKey, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
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

/** The sealed package of a batch: a BagIt bag in the archive folder, never altered afterwards. */
export const archivePackage = firmTable(
  'archive_package',
  {
    firmId: firmColumn(),
    id: idColumn('archive-package'),
    batchId: idRef('batch').notNull(),
    handoverId: idRef('handover').notNull(),
    /** Name of the bag's folder, such as H-2026-0001-1. */
    name: text().notNull(),
    inventoryVersion: integer().notNull(),
    inventoryHash: text().notNull(),
    /** SHA-256 of the bag's tag manifest: the one number that stands for the whole package. */
    packageHash: text().notNull(),
    files: integer().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    /** 移交清册: 30 years, from the year after. */
    keepUntil: text().notNull(),
    sealedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.batchId], foreignColumns: [batch.firmId, batch.id] }),
    uniqueIndex('archive_package_batch').on(t.firmId, t.batchId),
    ...firmPolicies('archive_package', t.firmId, { reads: sql`access.in_handover(${t.handoverId})` }),
  ],
);
