import { and, desc, eq } from 'drizzle-orm';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Anchor, Anchored } from '#platform/anchor/anchor.ts';
import { parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { journalAnchor, journalCheckpoint } from './journal.table.ts';
import { verifierKey } from './log.ts';

/**
 * Hands the newest checkpoint of the firm over to each place that has not got it yet, and registers that it went there. No entry is
 * written: each would make a checkpoint, which would have to go outward again. A place that does not take it is tried again with the
 * next call, and does not keep it from the others.
 *
 * @returns the places that did not take it, with what they said.
 */
export async function keepAnchors(
  context: Context,
  anchors: readonly Anchor[],
): Promise<{ place: Anchor['place']; error: unknown }[]> {
  const failed: { place: Anchor['place']; error: unknown }[] = [];
  for (const anchor of anchors) {
    const newest = await read(context, (inside) => newestFor(inside, anchor.place));
    if (!newest) continue;
    try {
      await anchor.put(newest);
      await transact(context, ({ db, firm, now }) =>
        db
          .insert(journalAnchor)
          .values({ firmId: firm, place: anchor.place, origin: newest.origin, size: newest.size, at: now })
          .onConflictDoNothing(),
      );
    } catch (error) {
      failed.push({ place: anchor.place, error });
    }
  }
  return failed;
}

/** The newest checkpoint when it has not gone to the place. */
async function newestFor(inside: Inside, place: Anchor['place']): Promise<Anchored | null> {
  const [newest] = await inside.db
    .select({ size: journalCheckpoint.size, note: journalCheckpoint.note })
    .from(journalCheckpoint)
    .where(eq(journalCheckpoint.firmId, inside.firm))
    .orderBy(desc(journalCheckpoint.size))
    .limit(1);
  if (!newest) return null;
  const origin = parseVerifierKey(await verifierKey(inside))!.name;
  const [there] = await inside.db
    .select({ size: journalAnchor.size })
    .from(journalAnchor)
    .where(
      and(
        eq(journalAnchor.firmId, inside.firm),
        eq(journalAnchor.place, place),
        eq(journalAnchor.origin, origin),
        eq(journalAnchor.size, newest.size),
      ),
    );
  return there ? null : { origin, ...newest };
}

/** The last checkpoint that went outward, to any place; null when none ever did. */
export async function lastAnchor(inside: Inside): Promise<{ size: number; at: Date } | null> {
  const [last] = await inside.db
    .select({ size: journalAnchor.size, at: journalAnchor.at })
    .from(journalAnchor)
    .where(eq(journalAnchor.firmId, inside.firm))
    .orderBy(desc(journalAnchor.at))
    .limit(1);
  return last ?? null;
}
