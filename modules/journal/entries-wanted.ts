import { type SQL, and, eq, gte, like, lt } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { JournalFilter } from './journal.contract.ts';
import { journalEntry } from './journal.table.ts';

/** The condition on `journal_entry` that a filter stands for, within the firm. */
export function entriesWanted(inside: Inside, filter: Omit<JournalFilter, 'limit'>): SQL {
  return and(
    eq(journalEntry.firmId, inside.firm),
    filter.actor && eq(journalEntry.actorId, filter.actor),
    filter.client && eq(journalEntry.clientId, filter.client),
    filter.handover && eq(journalEntry.handoverId, filter.handover),
    filter.verb ? like(journalEntry.verb, `${filter.verb.replaceAll(/[%_\\]/g, '\\$&')}%`) : undefined,
    filter.from && gte(journalEntry.at, filter.from),
    filter.until && lt(journalEntry.at, filter.until),
    filter.before ? lt(journalEntry.id, filter.before as Id<'journal-entry'>) : undefined,
  )!;
}
