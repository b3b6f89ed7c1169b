import { sql } from 'drizzle-orm';
import { check, foreignKey, index, primaryKey, text } from 'drizzle-orm/pg-core';
import { firmColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';
import { document } from './document.table.ts';

const placesPaper = sql`(select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id)`;

/** Where the paper of a file stands: 柜, 架, 盒. A file without a row has no paper here. What stood before is in the journal. */
export const paperPlace = firmTable(
  'paper_place',
  {
    firmId: firmColumn(),
    documentId: idRef('document').notNull(),
    cabinet: text().notNull(),
    /** Empty where the cabinet has none, and so the box. */
    shelf: text().notNull(),
    box: text().notNull(),
    placedBy: idRef('person').notNull(),
    placedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.documentId] }),
    foreignKey({ columns: [t.firmId, t.documentId], foreignColumns: [document.firmId, document.id] }),
    check('stands_somewhere', sql`cabinet <> ''`),
    index('paper_place_shelf').on(t.firmId, t.cabinet, t.shelf, t.box),
    index('paper_place_box').on(t.firmId, t.box),
    ...firmPolicies('paper_place', t.firmId, { reads: placesPaper, answers: true }),
  ],
);
