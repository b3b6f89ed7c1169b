import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, index, primaryKey } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, presentPerson } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { handover } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';

/** A file on its way in; gone when it is kept, cancelled or expired. What has arrived lies sealed beside the file store. */
export const upload = firmTable(
  'upload',
  {
    firmId: firmColumn(),
    /** Also the id of the document that it becomes. */
    id: idColumn('document'),
    personId: idRef('person').notNull(),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** Name and folder, sealed by the key of the file. */
    name: bytes().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    /** Keyed hash of what the browser knows the file by, to find it again after a reload. */
    identity: bytes().notNull(),
    /** The key of the file, wrapped by the master key. */
    wrapped: bytes().notNull(),
    startedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.handoverId], foreignColumns: [handover.firmId, handover.id] }),
    index('upload_person').on(t.firmId, t.personId),
    check('belongs_to_something', sql`client_id is not null or handover_id is not null`),
    ...firmPolicies('upload', t.firmId, { reads: sql`person_id = ${presentPerson}` }),
  ],
);
