import { and, desc, eq, gt, inArray, isNotNull, lt, or, type SQL } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { toBase64url, toHex } from '#platform/crypto/bytes.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import type { JournalProof } from './journal.contract.ts';
import { journalCheckpoint, journalEntry, journalFact, journalLeaf } from './journal.table.ts';
import { leafOf } from './stored-leaf.ts';
import { proofPaths } from './tree.ts';

/** Entries of the log, each with its inclusion proof against the one checkpoint. */
export interface Extract {
  checkpoint: string;
  proofs: JournalProof[];
}

/**
 * The entries of a handover that are already sequenced, and those that introduced the keys of its signers, each with its inclusion
 * proof against the newest checkpoint. Null while an entry of the handover still waits for its place.
 */
export async function extract(inside: Inside, handover: Id<'handover'>, signers: PersonId[]): Promise<Extract | null> {
  const rows = await selectEntries(inside, or(eq(journalEntry.handoverId, handover), introductionsOf(signers)));
  const checkpoint = await newestCheckpoint(inside);
  if (!checkpoint || rows.some(({ index }) => index === null || index >= checkpoint.size)) return null;
  return { checkpoint: checkpoint.note, proofs: await proven(inside, rows, checkpoint.size) };
}

/** Which entries are taken: those of one client and those that introduced the keys of these persons, or all of the firm. */
export type ExtractOf = { client: ClientId; subject: string; signers: PersonId[] } | 'firm';

/**
 * The log of a client or of the whole firm part by part, as far as it is sequenced: at most `most` entries after the one at index
 * `after` (-1 to begin with), proven against the newest checkpoint or, for the parts after the first, against that of `size`. A part
 * without entries was the last. Null while the firm has no checkpoint.
 */
export async function extractPart(
  inside: Inside,
  of: ExtractOf,
  { after, most, size }: { after: number; most: number; size?: number | undefined },
): Promise<(Extract & { size: number }) | null> {
  const checkpoint = await newestCheckpoint(inside, size);
  if (!checkpoint) return null;
  const rows = await selectEntries(
    inside,
    and(
      isNotNull(journalLeaf.index),
      gt(journalLeaf.index, after),
      lt(journalLeaf.index, checkpoint.size),
      of === 'firm'
        ? undefined
        : or(eq(journalEntry.clientId, of.client), eq(journalEntry.subjectId, of.subject), introductionsOf(of.signers)),
    ),
    most,
  );
  const proofs = await proven(inside, rows, checkpoint.size);
  return { checkpoint: checkpoint.note, size: checkpoint.size, proofs };
}

function introductionsOf(people: PersonId[]): SQL | undefined {
  return and(eq(journalEntry.verb, 'people.keys-introduced'), inArray(journalEntry.subjectId, people));
}

function selectEntries(inside: Inside, which: SQL | undefined, most?: number) {
  const query = inside.db
    .select({ entry: journalEntry, index: journalLeaf.index, salt: journalFact.salt, facts: journalFact.facts })
    .from(journalEntry)
    .leftJoin(journalLeaf, and(eq(journalLeaf.firmId, journalEntry.firmId), eq(journalLeaf.entryId, journalEntry.id)))
    .leftJoin(journalFact, and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)))
    .where(and(eq(journalEntry.firmId, inside.firm), which))
    .orderBy(journalLeaf.index);
  return most === undefined ? query : query.limit(most);
}

async function newestCheckpoint(inside: Inside, size?: number) {
  const [found] = await inside.db
    .select()
    .from(journalCheckpoint)
    .where(
      and(eq(journalCheckpoint.firmId, inside.firm), size === undefined ? undefined : eq(journalCheckpoint.size, size)),
    )
    .orderBy(desc(journalCheckpoint.size))
    .limit(1);
  return found;
}

async function proven(
  inside: Inside,
  rows: Awaited<ReturnType<typeof selectEntries>>,
  size: number,
): Promise<JournalProof[]> {
  const paths = await proofPaths(
    inside,
    rows.map(({ index }) => index!),
    size,
  );
  return rows.map(({ entry, index, salt, facts }, i) => ({
    index: index!,
    leaf: leafOf(entry),
    salt: salt ? toBase64url(salt) : null,
    facts,
    path: paths[i]!.map(toHex),
  }));
}
