import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Context, Inside } from '#platform/context/context.ts';
import { transact } from '#platform/context/context.ts';
import { leafHash } from '#platform/crypto/merkle.ts';
import { parseVerifierKey, signCheckpoint } from '#platform/crypto/signed-note.ts';
import { openLogKey } from '#platform/envelope/log-key.ts';
import { journalCheckpoint, journalEntry, journalKey, journalLeaf, journalUnsequenced } from './journal.table.ts';
import { leafBytes } from './leaf.ts';
import { leafOf } from './stored-leaf.ts';
import { frontierOf, storeNodes } from './tree.ts';

const mostAtOnce = 5000;

/**
 * Places the waiting entries of a firm in its tree and signs a checkpoint over it. One at a time for each firm, by a
 * lock; entries are taken from the table of the waiting, never by a watermark of ids, because a transaction that began
 * earlier may commit later.
 *
 * @returns how many entries were placed; 0 when none waited or another server is at it.
 */
export function sequence(context: Context): Promise<number> {
  return transact(context, async (inside) => {
    const { rows } = await inside.db.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`baton log ${inside.firm}`}, 0)) as mine`,
    );
    return rows[0]!.mine ? placeWaiting(inside) : 0;
  });
}

async function placeWaiting(inside: Inside): Promise<number> {
  const taken = await inside.db.execute<{ entry_id: string }>(sql`
    delete from ${journalUnsequenced} where (firm_id, entry_id) in (
      select firm_id, entry_id from ${journalUnsequenced} where firm_id = ${inside.firm} order by entry_id limit ${mostAtOnce} for update skip locked
    ) returning entry_id`);
  if (taken.rows.length === 0) return 0;
  const ids = taken.rows.map((row) => row.entry_id as (typeof journalEntry.$inferSelect)['id']);
  const entries = await inside.db
    .select()
    .from(journalEntry)
    .where(inArray(journalEntry.id, ids))
    .orderBy(journalEntry.id);
  const [last] = await inside.db
    .select({ size: journalCheckpoint.size })
    .from(journalCheckpoint)
    .where(eq(journalCheckpoint.firmId, inside.firm))
    .orderBy(desc(journalCheckpoint.size))
    .limit(1);
  const before = last?.size ?? 0;
  const frontier = await frontierOf(inside, before);
  const completed = entries.flatMap((entry) => frontier.append(leafHash(leafBytes(leafOf(entry)))));
  await inside.db
    .insert(journalLeaf)
    .values(entries.map((entry, i) => ({ firmId: inside.firm, index: before + i, entryId: entry.id })));
  await storeNodes(inside, completed);
  await signTree(inside, frontier.size, frontier.root());
  return entries.length;
}

async function signTree(inside: Inside, size: number, root: Uint8Array): Promise<void> {
  const [key] = await inside.db.select().from(journalKey).where(eq(journalKey.firmId, inside.firm));
  const { signingSecret } = openLogKey(inside.ground.keys, inside.firm, key!.sealedKey);
  const note = signCheckpoint({ size, root }, { name: parseVerifierKey(key!.verifierKey)!.name, signingSecret });
  await inside.db.insert(journalCheckpoint).values({ firmId: inside.firm, size, root: Buffer.from(root), note });
}
