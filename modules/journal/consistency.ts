import { desc, eq } from 'drizzle-orm';
import { type Context, read } from '#platform/context/context.ts';
import { toHex } from '#platform/crypto/bytes.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Consistency } from './journal.contract.ts';
import { canReadJournal } from './journal.policy.ts';
import { journalCheckpoint } from './journal.table.ts';
import { verifierKey } from './log.ts';
import { consistencyPath } from './tree.ts';

/**
 * The proof that the log as it stands only appended to what it was at `size` (RFC 6962 §2.1.2), against the newest checkpoint. Who has
 * a checkpoint of that size from elsewhere checks by it that nothing before was rewritten. Refused with `journal.log-shorter` when
 * the log has never been as long.
 */
export function proveConsistency(context: Context, { size }: { size: number }): Promise<Consistency> {
  return read(context, async (inside) => {
    allow(canReadJournal(inside.actor));
    const [newest] = await inside.db
      .select({ size: journalCheckpoint.size, note: journalCheckpoint.note })
      .from(journalCheckpoint)
      .where(eq(journalCheckpoint.firmId, inside.firm))
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    const present = newest?.size ?? 0;
    if (size > present) throw new Refusal('journal.log-shorter', { size, present }, 'conflict');
    const path = await consistencyPath(inside, size, present);
    return { checkpoint: newest!.note, verifierKey: await verifierKey(inside), path: path.map(toHex) };
  });
}
