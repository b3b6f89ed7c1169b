import { and, eq, inArray } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { clientDataKey } from './client.table.ts';

/** The client's data key; refuses with `client.not-found` when the actor does not see the client. */
export async function dataKeyOf(inside: Inside, client: ClientId): Promise<DataKey> {
  const key = (await dataKeysOf(inside, [client])).get(client);
  if (!key) throw notFound('client', { client });
  return key;
}

/** The data keys of those clients that the actor sees. */
export async function dataKeysOf(inside: Inside, clients: readonly ClientId[]): Promise<Map<ClientId, DataKey>> {
  if (clients.length === 0) return new Map();
  const rows = await inside.db
    .select({ client: clientDataKey.clientId, wrapped: clientDataKey.wrapped })
    .from(clientDataKey)
    .where(and(eq(clientDataKey.firmId, inside.firm), inArray(clientDataKey.clientId, [...new Set(clients)])));
  return new Map(
    rows.map(({ client, wrapped }) => [
      client,
      unwrapDataKey(inside.ground.keys, { firm: inside.firm, client }, wrapped),
    ]),
  );
}
