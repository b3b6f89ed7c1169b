import { and, count, eq, gt, sql } from 'drizzle-orm';
import { journalEntry } from '#modules/journal/journal.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';

/**
 * How many entries of the verb the actor has in the journal from the last `seconds`. Holds what the actor does of that verb
 * to one at a time until the transaction ends, so that a limit cannot be passed by asking twice at once.
 */
export async function countOwnEntries(
  inside: Inside,
  { verb, seconds, client }: { verb: string; seconds: number; client?: ClientId },
): Promise<number> {
  const me = personOf(inside.actor);
  if (me === null) return 0;
  await inside.db.execute(sql`select pg_advisory_xact_lock(hashtext(${`${verb} ${me}`}))`);
  const [row] = await inside.db
    .select({ entries: count() })
    .from(journalEntry)
    .where(
      and(
        eq(journalEntry.firmId, inside.firm),
        eq(journalEntry.actorId, me),
        eq(journalEntry.verb, verb),
        gt(journalEntry.at, new Date(inside.now.getTime() - seconds * 1000)),
        client ? eq(journalEntry.clientId, client) : undefined,
      ),
    );
  return row!.entries;
}
