import { sql } from 'drizzle-orm';
import { foreignKey, integer, jsonb, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole } from '#platform/database/firm-table.ts';
import { firm } from '#modules/people/people.table.ts';

/** A way of handing over, in versions; a handover keeps to the version it began with. */
export const playbook = firmTable(
  'playbook',
  {
    firmId: firmColumn(),
    id: idColumn('playbook'),
    name: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId], foreignColumns: [firm.id] }),
    ...firmPolicies('playbook', t.firmId, { reads: sql`true`, writes: hasRole('manager', 'administrator') }),
  ],
);

/** A published version is never changed; `content` is a `PlaybookContent`. */
export const playbookVersion = firmTable(
  'playbook_version',
  {
    firmId: firmColumn(),
    id: idColumn('playbook-version'),
    playbookId: idRef('playbook').notNull(),
    number: integer().notNull(),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    publishedAt: instant().notNull().defaultNow(),
    publishedBy: idRef('person'),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.playbookId], foreignColumns: [playbook.firmId, playbook.id] }),
    uniqueIndex('playbook_version_number').on(t.firmId, t.playbookId, t.number),
    ...firmPolicies('playbook_version', t.firmId, { reads: sql`true`, writes: hasRole('manager', 'administrator') }),
  ],
);
