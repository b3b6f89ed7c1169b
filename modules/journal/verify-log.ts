import { and, desc, eq, gt } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import { equalBytes, toHex } from '#platform/crypto/bytes.ts';
import { MerkleFrontier, leafHash } from '#platform/crypto/merkle.ts';
import { openCheckpoint, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canReadJournal } from './journal.policy.ts';
import { journalCheckpoint, journalEntry, journalFact, journalLeaf } from './journal.table.ts';
import { commitmentOf, leafBytes } from './leaf.ts';
import { verifierKey } from './log.ts';
import { leafOf } from './stored-leaf.ts';

const pageSize = 5000;

/**
 * Recomputes the firm's tree from the stored entries and compares its root with the newest signed checkpoint; checks
 * each entry's facts against its commitment on the way.
 *
 * @returns the first index whose facts do not fit their commitment, or the size when only the root differs; null when intact.
 */
export function verifyLog(context: Context): Promise<{ size: number; intact: boolean; firstFault: number | null }> {
  return read(context, async (inside) => {
    allow(canReadJournal(inside.actor));
    const [newest] = await inside.db
      .select()
      .from(journalCheckpoint)
      .where(eq(journalCheckpoint.firmId, inside.firm))
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    if (!newest) return { size: 0, intact: true, firstFault: null };
    const frontier = new MerkleFrontier();
    for (
      let page = await pageAfter(inside, -1);
      page.length > 0 && frontier.size < newest.size;
      page = await pageAfter(inside, frontier.size - 1)
    ) {
      for (const { entry, index, salt, facts } of page) {
        const fits = !salt || !facts || commitmentOf(salt, facts) === toHex(entry.commitment);
        if (!fits || index !== frontier.size) return { size: newest.size, intact: false, firstFault: frontier.size };
        frontier.append(leafHash(leafBytes(leafOf(entry))));
      }
    }
    const signed = openCheckpoint(newest.note, parseVerifierKey(await verifierKey(inside))!);
    const intact =
      signed.state === 'signed' &&
      frontier.size === newest.size &&
      equalBytes(frontier.root(), newest.root) &&
      equalBytes(signed.checkpoint.root, newest.root);
    return { size: newest.size, intact, firstFault: intact ? null : newest.size };
  });
}

function pageAfter(inside: Inside, index: number) {
  return inside.db
    .select({ entry: journalEntry, index: journalLeaf.index, salt: journalFact.salt, facts: journalFact.facts })
    .from(journalLeaf)
    .innerJoin(journalEntry, and(eq(journalEntry.firmId, journalLeaf.firmId), eq(journalEntry.id, journalLeaf.entryId)))
    .leftJoin(journalFact, and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)))
    .where(and(eq(journalLeaf.firmId, inside.firm), gt(journalLeaf.index, index)))
    .orderBy(journalLeaf.index)
    .limit(pageSize);
}
