import { sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { type Context, read } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { canAddDocument } from '../document.policy.ts';
import type { ArchiveClass, ReadClasses } from './retention.contract.ts';

/**
 * 类目树: the clients with the number of their files and how these stand; of one client (or of `none`, the handovers as a whole) by
 * fiscal year and kind. Whoever is not charged with the archives finds the clients that they see. `mayFile` says whether the actor may
 * file what the named client has.
 */
export function readClasses(
  context: Context,
  input: ReadClasses,
): Promise<{ classes: ArchiveClass[]; mayFile: boolean }> {
  return read(context, async (inside) => {
    const of = input.client === 'none' ? null : input.client;
    const wanted = { ...(of === undefined ? {} : { client: of }), today: localDateOf(inside.now) };
    const { rows } = await inside.db.execute<{
      client: ClientId | null;
      client_number: string | null;
      client_name: string | null;
      fiscal_year: number | null;
      kind: string | null;
      files: string;
      unfiled: string;
      due: string;
      held: string;
      restricted: string;
      destroyed: string;
    }>(sql`select * from access.archive_classes(${JSON.stringify(wanted)}::jsonb)`);
    const capabilities = of ? await client.capabilitiesOn(inside, of) : [];
    return {
      classes: rows.map((row) => ({
        client:
          row.client_number === null ? null : { id: row.client!, number: row.client_number, name: row.client_name! },
        year: row.fiscal_year,
        kind: row.kind,
        files: Number(row.files),
        unfiled: Number(row.unfiled),
        due: Number(row.due),
        held: Number(row.held),
        restricted: Number(row.restricted),
        destroyed: Number(row.destroyed),
      })),
      mayFile: of ? canAddDocument({ client: of, capabilities }).allowed : false,
    };
  });
}
