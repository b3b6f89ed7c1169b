import { sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { ItemState } from './terms.ts';

/** How many lines stand in which state. */
export type Counts = Partial<Record<ItemState, number>>;

/** Lines of one state in a batch, or of one client in it. */
export interface ProgressRow {
  handover: Id<'handover'>;
  batch: Id<'batch'>;
  client: ClientId | null;
  state: ItemState;
  lines: number;
}

/** The progress of handovers that the actor sees: counts only, also for whoever may not see the lines themselves. */
export async function progressOf(
  inside: Inside,
  handovers: Id<'handover'>[],
  { byClient = false }: { byClient?: boolean } = {},
): Promise<ProgressRow[]> {
  if (handovers.length === 0) return [];
  const { rows } = await inside.db.execute<ProgressRow & Record<string, unknown>>(sql`
    select handover_id as handover, batch_id as batch, client_id as client, state, lines
    from access.inventory_progress(${sql.param(handovers)}::uuid[], ${byClient})`);
  return rows;
}

/** The rows added up by state. */
export function countsOf(rows: ProgressRow[]): Counts {
  const counts: Counts = {};
  for (const { state, lines } of rows) counts[state] = (counts[state] ?? 0) + lines;
  return counts;
}

/** How many lines have an outcome, and how many need one. */
export function doneOf(counts: Counts): { done: number; total: number } {
  const done = (['received', 'missing', 'unreadable', 'different'] as const).reduce(
    (sum, state) => sum + (counts[state] ?? 0),
    0,
  );
  return { done, total: done + (counts.open ?? 0) };
}
