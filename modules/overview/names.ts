import { and, eq, inArray } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import { type Context, read } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';

/** Number and name of those of the clients that the actor may know of. */
export function nameClients(
  context: Context,
  input: { clients: ClientId[] },
): Promise<{ id: ClientId; number: string; name: string }[]> {
  return read(context, async (inside) => {
    if (input.clients.length === 0) return [];
    return inside.db
      .select({ id: client.id, number: client.number, name: client.name })
      .from(client)
      .where(and(eq(client.firmId, inside.firm), inArray(client.id, input.clients)));
  });
}
