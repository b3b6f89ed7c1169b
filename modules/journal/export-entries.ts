import { and, count, desc, eq, isNull, lt } from 'drizzle-orm';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { toBase64url, toHex } from '#platform/crypto/bytes.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { entriesWanted } from './entries-wanted.ts';
import type { ExportFilter, JournalExport, JournalProof } from './journal.contract.ts';
import { canExportJournal } from './journal.policy.ts';
import { journalCheckpoint, journalEntry, journalFact, journalLeaf } from './journal.table.ts';
import { verifierKey } from './log.ts';
import { record } from './record.ts';
import { leafOf } from './stored-leaf.ts';
import { proofPaths } from './tree.ts';

/** The most entries of one export. */
const most = 10_000;

/**
 * Entries with their inclusion proofs as JSON lines: first `{ checkpoint, verifierKey, filter }`, then one `JournalProof`
 * each, in the order of the log. Whoever has the firm's fingerprint checks them without the program. The export is an
 * entry itself. Entries without a place yet are left out and counted.
 *
 * Refused with `journal.nothing-to-export`, and `journal.export-too-large` when the filter leaves more than 10,000.
 */
export function exportEntries(context: Context, filter: ExportFilter): Promise<JournalExport> {
  return transact(context, async (inside) => {
    allow(canExportJournal(inside.actor));
    const [checkpoint] = await inside.db
      .select()
      .from(journalCheckpoint)
      .where(eq(journalCheckpoint.firmId, inside.firm))
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    const rows = checkpoint ? await selectPlaced(inside, filter, checkpoint.size) : [];
    if (rows.length === 0) throw new Refusal('journal.nothing-to-export', {}, 'conflict');
    if (rows.length > most) throw new Refusal('journal.export-too-large', { most });
    const paths = await proofPaths(
      inside,
      rows.map(({ index }) => index),
      checkpoint!.size,
    );
    const lines = rows.map(({ entry, index, salt, facts }, at): JournalProof => ({
      index,
      leaf: leafOf(entry),
      salt: salt ? toBase64url(salt) : null,
      facts,
      path: paths[at]!.map(toHex),
    }));
    const head = { checkpoint: checkpoint!.note, verifierKey: await verifierKey(inside), filter };
    const waiting = await countWaiting(inside, filter);
    await record(inside, { verb: 'journal.exported', facts: { entries: rows.length, size: checkpoint!.size, filter } });
    const text = [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    return { text, entries: rows.length, waiting };
  });
}

function selectPlaced(inside: Inside, filter: ExportFilter, size: number) {
  return inside.db
    .select({ entry: journalEntry, index: journalLeaf.index, salt: journalFact.salt, facts: journalFact.facts })
    .from(journalEntry)
    .innerJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
    .leftJoin(journalFact, and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)))
    .where(and(entriesWanted(inside, filter), lt(journalLeaf.index, size)))
    .orderBy(journalLeaf.index)
    .limit(most + 1);
}

async function countWaiting(inside: Inside, filter: ExportFilter): Promise<number> {
  const [counted] = await inside.db
    .select({ waiting: count() })
    .from(journalEntry)
    .leftJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
    .where(and(entriesWanted(inside, filter), isNull(journalLeaf.index)));
  return counted!.waiting;
}
