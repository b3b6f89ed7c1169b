import { sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Item } from './lookup.ts';
import { bumpRevision } from './revision.ts';
import type { ItemState } from './terms.ts';

/** What a line came to. */
export interface Outcome {
  item: Item;
  state: Extract<ItemState, 'open' | 'received' | 'different'>;
  /** Null while it is open. */
  proof: Record<string, unknown> | null;
}

/**
 * Writes the outcomes of many lines of one batch in one statement, as part of a deed whose own policy let only the receiver
 * do it. Raises the revision once; journals one entry for each client.
 */
export async function markItems(inside: Inside, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const me = personOf(inside.actor);
  const rows = outcomes.map(({ item: { id }, state, proof }) => ({ id, state, proof }));
  await inside.db.execute(sql`
    update item set state = r.state, proof = r.proof,
      proved_by = case when r.state = 'open' then null else ${me}::uuid end,
      proved_at = case when r.state = 'open' then null else now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, state text, proof jsonb)
    where item.firm_id = ${inside.firm} and item.id = r.id`);
  await bumpRevision(inside, outcomes[0]!.item.batchId);
  const byClient = Map.groupBy(outcomes, ({ item }) => item.clientId);
  await journal.record(
    inside,
    [...byClient].map(([client, of]) => ({
      verb: 'handover.items-proved',
      handover: of[0]!.item.handoverId,
      client,
      facts: {
        received: of.filter(({ state }) => state === 'received').length,
        different: of.filter(({ state }) => state === 'different').length,
        open: of.filter(({ state }) => state === 'open').length,
      },
    })),
  );
}
