import { and, eq, lt, sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { journalReading } from './journal.table.ts';
import { record } from './record.ts';

/**
 * Notes that a page of a list is read, in the transaction that reads it: one row more, which the application can neither
 * change nor take away. An entry for each page would drown the journal; `sumReadings` makes one for each minute.
 */
export async function noteReading(inside: Inside, { verb, lines }: { verb: string; lines: number }): Promise<void> {
  const personId = personOf(inside.actor);
  if (!personId) return;
  await inside.db
    .insert(journalReading)
    .values({ firmId: inside.firm, personId, at: sql`now()`, verb, lines, from: inside.from ?? null });
}

/**
 * Sums what was read in minutes that are over: one entry for each person, place they read from, and minute, with the
 * number of pages and lines. A page that commits late is summed by the next run, in an entry of its own.
 *
 * @returns how many entries were written.
 */
export function sumReadings(context: Context): Promise<number> {
  return transact(context, async (inside) => {
    const taken = await inside.db
      .delete(journalReading)
      .where(and(eq(journalReading.firmId, inside.firm), lt(journalReading.at, sql`date_trunc('minute', now())`)))
      .returning();
    const sums = new Map<string, typeof taken>();
    for (const reading of taken) {
      const key = JSON.stringify([reading.verb, reading.personId, minuteOf(reading.at), reading.from]);
      sums.set(key, [...(sums.get(key) ?? []), reading]);
    }
    for (const readings of sums.values()) {
      const { verb, personId, at, from } = readings[0]!;
      const lines = readings.reduce((sum, one) => sum + one.lines, 0);
      await record(onBehalfOf(inside, personId, from), {
        verb,
        facts: { minute: minuteOf(at), pages: readings.length, lines },
      });
    }
    return sums.size;
  });
}

function onBehalfOf(inside: Inside, person: PersonId, from: Inside['from'] | null): Inside {
  return { ...inside, actor: { kind: 'worker', firm: inside.firm, onBehalfOf: person }, from: from ?? undefined };
}

/** The minute of an instant, such as 2026-11-23T14:12Z. */
function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}
