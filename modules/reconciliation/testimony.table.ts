import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { blindPolicy, firmPolicies, firmTable, seesAmong } from '#platform/database/firm-table.ts';
import type { Channel, Voice } from './cross-check/voices.ts';

/** What one source said of a field over one channel. A later answer of the same source takes its place; all are kept. */
export const testimony = firmTable(
  'testimony',
  {
    firmId: firmColumn(),
    id: idColumn('testimony'),
    handoverId: idRef('handover').notNull(),
    batchId: idRef('batch').notNull(),
    clientId: idRef('client').notNull(),
    itemId: idRef('item').notNull(),
    field: text().notNull(),
    /** The version of the record about which was asked; where its value changed since, the answer is about another one. */
    recordVersion: integer().notNull(),
    voice: text().$type<Voice>().notNull(),
    channel: text().$type<Channel>().notNull(),
    /** The value as it was said and the remark that names who and where, under the client's data key. */
    said: bytes().notNull(),
    documentId: idRef('document'),
    recordedBy: idRef('person').notNull(),
    recordedAt: instant().notNull(),
    replacedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.itemId], foreignColumns: [item.firmId, item.id] }),
    foreignKey({ columns: [t.firmId, t.recordedBy], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('testimony_present')
      .on(t.firmId, t.itemId, t.field, t.voice, t.channel)
      .where(sql`replaced_at is null`),
    index('testimony_batch').on(t.firmId, t.batchId, t.clientId),
    ...firmPolicies('testimony', t.firmId, { reads: seesAmong(t.clientId) }),
    blindPolicy('testimony', t.itemId),
  ],
);
