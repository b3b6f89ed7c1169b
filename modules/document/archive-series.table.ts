import { sql } from 'drizzle-orm';
import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { firmColumn } from '#platform/database/columns.ts';
import { firmPolicies, firmTable } from '#platform/database/firm-table.ts';

/**
 * The last number that was given in a series of archive codes. It only grows: whatever is filed elsewhere or destroyed, no code is
 * given twice. Counted by `access.next_archive_numbers` alone.
 */
export const archiveSeries = firmTable(
  'archive_series',
  {
    firmId: firmColumn(),
    /** What the codes of the series begin with, such as `KH00001-2026-PZ-`. */
    beginning: text().notNull(),
    last: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.beginning] }),
    ...firmPolicies('archive_series', t.firmId, { reads: sql`false`, answers: true }),
  ],
);
