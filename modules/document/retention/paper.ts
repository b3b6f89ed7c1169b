import { and, eq, inArray } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { paperPlace } from '../paper-place.table.ts';
import { directoryRows } from './directory.ts';
import type { DirectoryRow, PlacePaper } from './retention.contract.ts';
import { canPlacePaper } from './retention.policy.ts';

/**
 * Says where the paper of files stands: 柜, 架, 盒; or, with null, that none stands here any more. The journal keeps each place
 * that a paper had. Refused with `document.not-found`, and as the policy does.
 */
export function placePaper(context: Context, { documents, place }: PlacePaper): Promise<void> {
  return transact(context, async (inside) => {
    const wanted = [...new Set(documents)];
    const rows = await directoryRows(inside, { documents: wanted });
    const missing = wanted.find((id) => !rows.some((row) => row.document === id));
    if (missing) throw notFound('document', { document: missing });
    await mayPlace(inside, rows);
    const moved = rows.filter((row) => placeWords(row.place) !== placeWords(place));
    if (moved.length === 0) return;
    const ids = moved.map((row) => row.document);
    if (place)
      await inside.db
        .insert(paperPlace)
        .values(
          ids.map((documentId) => ({
            firmId: inside.firm,
            documentId,
            ...place,
            placedBy: personOf(inside.actor)!,
            placedAt: inside.now,
          })),
        )
        .onConflictDoUpdate({
          target: [paperPlace.firmId, paperPlace.documentId],
          set: { ...place, placedBy: personOf(inside.actor)!, placedAt: inside.now },
        });
    else
      await inside.db
        .delete(paperPlace)
        .where(and(eq(paperPlace.firmId, inside.firm), inArray(paperPlace.documentId, ids)));
    await journal.record(
      inside,
      moved.map((row) => ({
        verb: place ? 'document.paper-placed' : 'document.paper-taken-out',
        client: row.client?.id,
        subject: row.document,
        facts: { place: placeWords(place), formerPlace: placeWords(row.place) },
      })),
    );
  });
}

async function mayPlace(inside: Inside, rows: readonly DirectoryRow[]): Promise<void> {
  const clients = new Set(rows.flatMap((row) => row.client?.id ?? []));
  if (clients.size === 0) allow(canPlacePaper(inside.actor));
  for (const of of clients)
    allow(canPlacePaper(inside.actor, { client: of, capabilities: await client.capabilitiesOn(inside, of) }));
}

/** `3-2-15`: cabinet, shelf and box as they are searched and printed; null for no place. */
function placeWords(place: DirectoryRow['place']): string | null {
  return place && [place.cabinet, place.shelf, place.box].filter(Boolean).join('-');
}
