import { and, desc, eq, sql } from 'drizzle-orm';
import { type Actor, personOf } from '#platform/context/actor.ts';
import { type Context, asJob, read, transact } from '#platform/context/context.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { JournalEntry, JournalFilter } from './journal.contract.ts';
import { lastAnchor } from './anchors.ts';
import { entriesWanted } from './entries-wanted.ts';
import { canReadJournal } from './journal.policy.ts';
import { journalCheckpoint, journalEntry, journalFact, journalKey, journalLeaf } from './journal.table.ts';
import { record } from './record.ts';

export { keepAnchors } from './anchors.ts';
export { proveConsistency } from './consistency.ts';
export { exportEntries } from './export-entries.ts';
export { extract, type ExtractOf, extractPart } from './extract.ts';
export { openLog, originOf, signForFirm, verifierKey } from './log.ts';
export { noteReading, sumReadings } from './readings.ts';
export { type Happening, record } from './record.ts';
export { type SignInHappening, recordSignIn } from './record-sign-in.ts';
export { sequence } from './sequencer.ts';
export { leafOf } from './stored-leaf.ts';
export { type TrialState, orderTrialEntry, trialState } from './trial-entry.ts';
export { verifyLog as verify } from './verify-log.ts';

/** Journals a refusal after the refused transaction was rolled back; who was refused what. */
export async function recordRefusal(context: Context, actor: Actor, refusal: Refusal): Promise<void> {
  const { client, handover, ...facts } = refusal.facts;
  await transact(asJob(context, actor.firm, personOf(actor)), (inside) =>
    record(inside, {
      verb: 'access.refused',
      client: client as ClientId | undefined,
      handover: handover as Id<'handover'> | undefined,
      facts: { code: refusal.code, ...facts },
    }),
  );
}

/** What happened, newest first; each reader sees what the row policies let them. */
export function listEntries(
  context: Context,
  filter: JournalFilter,
): Promise<{ entries: JournalEntry[]; more: boolean }> {
  return read(context, async (inside) => {
    const rows = await inside.db
      .select({
        id: journalEntry.id,
        at: journalEntry.at,
        actor: journalEntry.actorId,
        by: journalEntry.by,
        verb: journalEntry.verb,
        client: journalEntry.clientId,
        handover: journalEntry.handoverId,
        subject: journalEntry.subjectId,
        facts: journalFact.facts,
        index: journalLeaf.index,
      })
      .from(journalEntry)
      .leftJoin(journalFact, and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)))
      .leftJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
      .where(entriesWanted(inside, filter))
      .orderBy(desc(journalEntry.id))
      .limit(filter.limit + 1);
    return { entries: rows.slice(0, filter.limit), more: rows.length > filter.limit };
  });
}

/** Size of the log, newest checkpoint, entries waiting for their place, and the verifier key for an auditor. */
export function status(context: Context) {
  return read(context, async (inside) => {
    allow(canReadJournal(inside.actor));
    const [checkpoint] = await inside.db
      .select()
      .from(journalCheckpoint)
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    const [key] = await inside.db.select({ verifierKey: journalKey.verifierKey }).from(journalKey);
    const { rows } = await inside.db.execute<{ waiting: number }>(sql`select access.journal_waiting() as waiting`);
    return {
      size: checkpoint?.size ?? 0,
      waiting: rows[0]!.waiting,
      checkpoint: checkpoint?.note ?? null,
      at: checkpoint?.at ?? null,
      verifierKey: key!.verifierKey,
      fingerprint: verifierFingerprint(key!.verifierKey),
      anchored: await lastAnchor(inside),
    };
  });
}
