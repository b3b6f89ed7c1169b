import { and, count, eq, gte, sql } from 'drizzle-orm';
import { journalEntry } from '#modules/journal/journal.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** How many files one person may download in a day of Beijing; whoever carries off a register is stopped, not who works. */
export const downloadsADay = 200;

/**
 * Refuses with `document.downloads-used-up` when the actor has downloaded as many files today as one may. Of two downloads at once one
 * waits for the other, so that both count.
 */
export async function refuseBeyondQuota(inside: Inside): Promise<void> {
  const me = personOf(inside.actor)!;
  await inside.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`download ${me}`}, 0))`);
  const [row] = await inside.db
    .select({ number: count() })
    .from(journalEntry)
    .where(
      and(
        eq(journalEntry.firmId, inside.firm),
        gte(journalEntry.at, new Date(`${localDateOf(inside.now)}T00:00:00+08:00`)),
        eq(journalEntry.actorId, me),
        eq(journalEntry.verb, 'document.downloaded'),
      ),
    );
  if (row!.number >= downloadsADay)
    throw new Refusal('document.downloads-used-up', { most: downloadsADay }, 'too-many');
}
