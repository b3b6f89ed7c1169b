import { bigint, foreignKey, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { sql } from 'drizzle-orm';
import { batch } from '#modules/handover/handover.table.ts';

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
