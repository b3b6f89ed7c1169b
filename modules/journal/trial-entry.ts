import { and, desc, eq, isNull } from 'drizzle-orm';
import { type Context, read, transact } from '#platform/context/context.ts';
import { openCheckpoint, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { newId } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canExamine } from './journal.policy.ts';
import { journalCheckpoint, journalEntry, journalLeaf } from './journal.table.ts';
import { verifierKey } from './log.ts';
import { record } from './record.ts';

/** How far an entry has come that was ordered to try the journal. */
export type TrialState = 'waiting' | 'written' | 'placed' | 'signed';

/** Orders an entry by way of the queue, as every reaction of the program goes; gives what to ask `trialState` for. */
export function orderTrialEntry(context: Context): Promise<string> {
  return transact(context, async (inside) => {
    allow(canExamine(inside.actor));
    const subject = newId<'journal-trial'>();
    await inside.ground.enqueue(inside, 'journal.write-trial', { subject });
    return subject;
  });
}

/** The job behind it: the worker writes the entry. */
export function writeTrialEntry(context: Context, subject: string): Promise<void> {
  return transact(context, (inside) => record(inside, { verb: 'journal.tried', subject, facts: {} }));
}

/** Ordered and not worked on; written by a worker; placed in the tree; under a checkpoint whose signature was checked. */
export function trialState(context: Context, subject: string): Promise<TrialState> {
  return read(context, async (inside) => {
    allow(canExamine(inside.actor));
    const [found] = await inside.db
      .select({ index: journalLeaf.index })
      .from(journalEntry)
      .leftJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
      .where(
        and(eq(journalEntry.verb, 'journal.tried'), eq(journalEntry.subjectId, subject), isNull(journalEntry.clientId)),
      );
    if (!found) return 'waiting';
    if (found.index === null) return 'written';
    const [newest] = await inside.db
      .select({ size: journalCheckpoint.size, note: journalCheckpoint.note })
      .from(journalCheckpoint)
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    const { state } = openCheckpoint(newest!.note, parseVerifierKey(await verifierKey(inside))!);
    return state === 'signed' && newest!.size > found.index ? 'signed' : 'placed';
  });
}
