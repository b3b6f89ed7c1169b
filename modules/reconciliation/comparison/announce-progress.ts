import { sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';

/** What open pages hear, as if it were a verb of the journal. */
const progressed = 'comparison.progress';

/** Tells open pages of the handover that work on a table has come further: nothing of it is journalled. */
export async function announceProgress(inside: Inside, handover: Id<'handover'>): Promise<void> {
  const told = { firm: inside.firm, verb: progressed, handovers: [handover] };
  await inside.db.execute(sql`select pg_notify('baton_journal', ${JSON.stringify(told)})`);
}

/** Does something once a second, one after the other; the answer stops it and waits for what has begun. */
export function everySecond(deed: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = deed().finally(() => (busy = false));
    running.catch(() => {});
  }, 1000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
