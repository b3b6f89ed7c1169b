import { sql } from 'drizzle-orm';
import { customType, date, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { FirmId, Id } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';

/** The primary id of a row: a UUIDv7 made by the application or, failing that, by the database. */
export function idColumn<Kind extends string>(_kind: Kind) {
  return uuid()
    .$type<Id<Kind>>()
    .default(sql`uuidv7()`)
    .notNull();
}

/** A reference to a row of another kind; the foreign key itself is declared with `firm_id` in the table's extras. */
export function idRef<Kind extends string>(_kind: Kind) {
  return uuid().$type<Id<Kind>>();
}

/** The firm that a row belongs to: first in keys and policies of every table of the modules. */
export function firmColumn() {
  return uuid().$type<FirmId>().notNull();
}

/** An instant of the database clock. */
export function instant() {
  return timestamp({ withTimezone: true, mode: 'date', precision: 6 });
}

/** A day without time or zone. */
export function day() {
  return date({ mode: 'string' }).$type<LocalDate>();
}

/** Bytes; in the type a Buffer. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** Words for full-text search, as PostgreSQL writes them; never read back. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
