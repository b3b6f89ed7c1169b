import { toHex } from '#platform/crypto/bytes.ts';
import type { JournalLeaf } from './journal.contract.ts';
import type { journalEntry } from './journal.table.ts';

/** The leaf of a stored entry. */
export function leafOf(entry: typeof journalEntry.$inferSelect): JournalLeaf {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    actor: entry.actorId,
    by: entry.by,
    verb: entry.verb,
    client: entry.clientId,
    handover: entry.handoverId,
    subject: entry.subjectId,
    commitment: toHex(entry.commitment),
  };
}
