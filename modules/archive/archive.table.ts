import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { batch } from '#modules/handover/handover.table.ts';
import type { FoundExport, ImportState } from './import/found-export.ts';
import { secondPersonRequest } from '#modules/vault/vault.table.ts';

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

/**
 * An export that one person asked for and another one releases: of a client, of the whole firm, or of a sealed package for others than
 * its parties. asked → making → made | failed | cancelled. The row stays for ever; the file goes after a day.
 */
export const archiveExport = firmTable(
  'archive_export',
  {
    firmId: firmColumn(),
    id: idColumn('archive-export'),
    requestId: idRef('second-person-request').notNull(),
    scope: text().$type<'client' | 'firm' | 'package'>().notNull(),
    clientId: idRef('client'),
    packageId: idRef('archive-package'),
    /** Name of the bag's folder, such as KH00013-20261124. */
    name: text().notNull(),
    /** `age1…`: who can open it. */
    recipients: text().array().notNull(),
    askedBy: idRef('person').notNull(),
    askedAt: instant().notNull().defaultNow(),
    state: text().$type<'asked' | 'making' | 'made' | 'failed' | 'cancelled'>().notNull().default('asked'),
    /** Key of the parts that are made already, under the master key; destroyed when they are put together or given up. */
    partKey: bytes(),
    /** Who is at work on it: whoever begins later ends the one before. */
    turn: uuid(),
    /** Parts made and parts in all. */
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    /** SHA-256 of the bag's tag manifest, hex. */
    packageHash: text(),
    files: integer(),
    /** Of the age file. */
    bytes: bigint({ mode: 'number' }),
    failure: jsonb().$type<{ code: string; facts: Record<string, unknown> }>(),
    finishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({
      columns: [t.firmId, t.requestId],
      foreignColumns: [secondPersonRequest.firmId, secondPersonRequest.id],
    }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.packageId], foreignColumns: [archivePackage.firmId, archivePackage.id] }),
    uniqueIndex('archive_export_request').on(t.firmId, t.requestId),
    check(
      'exports_one_thing',
      sql`(client_id is not null) = (scope = 'client') and (package_id is not null) = (scope = 'package')`,
    ),
    ...firmPolicies('archive_export', t.firmId, {
      reads: sql`asked_by = ${presentPerson} or ${hasRole('manager', 'auditor', 'administrator')}`,
      writes: sql`asked_by = ${presentPerson} or ${hasRole('administrator')}`,
    }),
  ],
);

/**
 * An export of another firm, or of this one, that is to be taken in: the age file as it came, what was found of it, and what became of
 * it. arriving → checking → checked | unsound; checked → taking-in → done | failed; or discarded.
 */
export const archiveImport = firmTable(
  'archive_import',
  {
    firmId: firmColumn(),
    id: idColumn('archive-import'),
    fileName: text().notNull(),
    /** Of the age file. */
    size: bigint({ mode: 'number' }).notNull(),
    /** The key of the age file's payload under the master key; destroyed when the import is over. */
    fileKey: bytes(),
    state: text().$type<ImportState>().notNull().default('arriving'),
    /** What was found: whose export, which clients; names and numbers of the directory, nothing sensitive. */
    found: jsonb().$type<FoundExport>(),
    /** The fault of an unsound bag, or the refusal of what failed. */
    failure: jsonb().$type<{ code: string; facts: Record<string, unknown> }>(),
    /** Who has charge of the clients, and the numbers that they get instead of their own; as confirmed. */
    wish: jsonb().$type<{ owner: string; numbers: Record<string, string> }>(),
    createdBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    ...firmPolicies('archive_import', t.firmId, {
      reads: hasRole('administrator'),
      writes: sql`created_by = ${presentPerson} and ${hasRole('administrator')}`,
    }),
  ],
);
