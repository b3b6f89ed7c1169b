import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { type Capability, type Client, capabilities } from './client.contract.ts';
import { client } from './client.table.ts';

/** The columns of a directory line. */
export const directoryColumns = {
  id: client.id,
  number: client.number,
  name: client.name,
  uscc: client.uscc,
  state: client.state,
  owner: client.ownerId,
  ownerSince: client.ownerSince,
  contractEnd: client.contractEnd,
  paidThrough: client.paidThrough,
  createdAt: client.createdAt,
};

/** The directory line of a client; refuses with `client.not-found` when there is none or the actor may not know of it. */
export async function findClient(inside: Inside, id: ClientId): Promise<Client> {
  const [found] = await clientsByIds(inside, [id]);
  if (!found) throw notFound('client', { client: id });
  return found;
}

/** The directory lines of those clients that there are and that the actor may know of, by number. */
export async function clientsByIds(inside: Inside, ids: readonly ClientId[]): Promise<Client[]> {
  if (ids.length === 0) return [];
  return inside.db
    .select(directoryColumns)
    .from(client)
    .where(and(eq(client.firmId, inside.firm), inArray(client.id, [...ids])))
    .orderBy(client.number);
}

/** Every client of the firm that the actor may know of, by number. */
export async function allClients(inside: Inside): Promise<ClientId[]> {
  const rows = await inside.db
    .select({ id: client.id })
    .from(client)
    .where(eq(client.firmId, inside.firm))
    .orderBy(client.number);
  return rows.map(({ id }) => id);
}

/** What the actor may do with the client now; the program itself may do all. Empty for a client that is none of theirs. */
export async function capabilitiesOn(inside: Inside, id: ClientId): Promise<Capability[]> {
  if (inside.actor.kind === 'worker') return [...capabilities];
  const { rows } = await inside.db.execute<{ held: Capability[] }>(sql`select access.capabilities(${id}) as held`);
  return rows[0]!.held;
}

/**
 * Gives the clients to their new owner in one statement and tells open streams of the former owners that their access
 * changed; gives the number of clients that changed hands. The caller journals, since it knows what for.
 */
export async function changeOwner(inside: Inside, ids: readonly ClientId[], to: PersonId): Promise<number> {
  const { rows } = await inside.db.execute<{ former: PersonId }>(sql`
    update client set owner_id = ${to}, owner_since = now()
    where firm_id = ${inside.firm} and id = any (${sql.param([...ids])}::uuid[]) and owner_id <> ${to}
    returning old.owner_id as former`);
  for (const former of new Set(rows.map((row) => row.former)))
    await inside.db.execute(sql`select pg_notify('baton_access', ${`${inside.firm}:${former}`})`);
  return rows.length;
}
