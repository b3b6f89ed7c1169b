import { and, desc, eq, gte, like, lt, sql } from 'drizzle-orm';
import { type Actor, personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, asJob, read, transact } from '#platform/context/context.ts';
import { randomBytes, toBase64url, toHex } from '#platform/crypto/bytes.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { newId } from '#platform/kernel/id.ts';
import type { Facts, Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { JournalEntry, JournalFilter, JournalProof } from './journal.contract.ts';
import { canReadJournal } from './journal.policy.ts';
import {
  journalCheckpoint,
  journalEntry,
  journalFact,
  journalKey,
  journalLeaf,
  journalUnsequenced,
} from './journal.table.ts';
import { commitmentOf } from './leaf.ts';
import { leafOf } from './stored-leaf.ts';
import { proofPaths } from './tree.ts';

export { openLog, verifierKey } from './log.ts';
export { sequence } from './sequencer.ts';
export { verifyLog as verify } from './verify-log.ts';

/** What happened, for the journal. Facts hold ids, counts and field names; they are erasable, the leaf is not. */
export interface Happening {
  /** Module and past participle: `client.record-corrected`. */
  verb: string;
  client?: ClientId | undefined;
  handover?: Id<'handover'> | undefined;
  /** The thing it is about, when neither client nor handover says it. */
  subject?: string | undefined;
  facts: Facts;
}

/**
 * Writes what happened, in the transaction of the change: when the journal cannot be written, the change does not
 * happen. Many happenings go in one statement each table.
 */
export async function record(inside: Inside, happened: Happening | Happening[]): Promise<void> {
  const happenings = Array.isArray(happened) ? happened : [happened];
  const firmId = inside.firm;
  const written = happenings.map((one) => {
    const salt = randomBytes(16);
    const facts = withoutUndefined(inside.from ? { ...one.facts, from: inside.from } : one.facts);
    return { id: newId<'journal-entry'>(), one, salt, facts, commitment: commitmentOf(salt, facts) };
  });
  const by = inside.actor.kind === 'person' ? ('person' as const) : ('job' as const);
  const actorId = personOf(inside.actor);
  for (const part of chunks(written, 2000)) {
    await inside.db.insert(journalEntry).values(
      part.map(({ id, one, commitment }) => ({
        firmId,
        id,
        at: inside.now,
        actorId,
        by,
        verb: one.verb,
        clientId: one.client ?? null,
        handoverId: one.handover ?? null,
        subjectId: one.subject ?? null,
        commitment: Buffer.from(commitment, 'hex'),
      })),
    );
    await inside.db
      .insert(journalFact)
      .values(part.map(({ id, salt, facts }) => ({ firmId, entryId: id, salt: Buffer.from(salt), facts })));
    await inside.db.insert(journalUnsequenced).values(part.map(({ id }) => ({ firmId, entryId: id })));
  }
  const touched = new Set(happenings.flatMap(({ handover }) => handover ?? []));
  await inside.db.execute(
    sql`select pg_notify('baton_journal', ${JSON.stringify({ firm: firmId, verb: happenings[0]?.verb, handovers: [...touched] })})`,
  );
}

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
      .where(
        and(
          eq(journalEntry.firmId, inside.firm),
          filter.actor && eq(journalEntry.actorId, filter.actor),
          filter.client && eq(journalEntry.clientId, filter.client),
          filter.handover && eq(journalEntry.handoverId, filter.handover),
          filter.verb ? like(journalEntry.verb, `${filter.verb.replaceAll(/[%_\\]/g, '\\$&')}%`) : undefined,
          filter.from && gte(journalEntry.at, filter.from),
          filter.until && lt(journalEntry.at, filter.until),
          filter.before ? lt(journalEntry.id, filter.before as Id<'journal-entry'>) : undefined,
        ),
      )
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
    };
  });
}

/**
 * The entries of a handover that are already sequenced, each with its inclusion proof against the newest checkpoint.
 * Null while an entry of the handover still waits for its place.
 */
export async function extract(
  inside: Inside,
  handover: Id<'handover'>,
): Promise<{ checkpoint: string; proofs: JournalProof[] } | null> {
  const rows = await inside.db
    .select({ entry: journalEntry, index: journalLeaf.index, salt: journalFact.salt, facts: journalFact.facts })
    .from(journalEntry)
    .leftJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
    .leftJoin(journalFact, and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)))
    .where(and(eq(journalEntry.firmId, inside.firm), eq(journalEntry.handoverId, handover)))
    .orderBy(journalLeaf.index);
  const [checkpoint] = await inside.db
    .select()
    .from(journalCheckpoint)
    .where(eq(journalCheckpoint.firmId, inside.firm))
    .orderBy(desc(journalCheckpoint.size))
    .limit(1);
  if (!checkpoint || rows.some(({ index }) => index === null || index >= checkpoint.size)) return null;
  const paths = await proofPaths(
    inside,
    rows.map(({ index }) => index!),
    checkpoint.size,
  );
  const proofs = rows.map(({ entry, index, salt, facts }, i) => ({
    index: index!,
    leaf: leafOf(entry),
    salt: salt ? toBase64url(salt) : null,
    facts,
    path: paths[i]!.map(toHex),
  }));
  return { checkpoint: checkpoint.note, proofs };
}

function withoutUndefined(facts: Facts): Facts {
  return JSON.parse(JSON.stringify(facts)) as Facts;
}

function* chunks<T>(list: T[], size: number): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
