import { eq, inArray, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { person } from '#modules/people/people.table.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Client, ListClients } from './client.contract.ts';
import { client } from './client.table.ts';
import { directoryColumns } from './directory.ts';
import { exactHash } from './lookups.ts';
import { searchQuery } from './search-terms.ts';

export interface ListedClients {
  rows: (Client & { ownerName: string })[];
  total?: number;
  next: string | null;
}

/** What `access.search_clients` is asked for; see migrations/…_ground. */
type Wanted = Record<string, unknown>;

/**
 * The clients that the actor may list: their own and granted ones, and to a manager the whole directory. `total` comes with
 * the first page, unless there are more than ten thousand, or more than a thousand found by a search. A whole phone or account number finds the clients whose records have it, among one's own and granted ones.
 * Journalled as `client.list-read`, summed for each minute.
 */
export function listClients(context: Context, input: ListClients): Promise<ListedClients> {
  return transact(context, async (inside) => {
    const wanted = await wantedBy(inside, input);
    const ids = await search(inside, { ...wanted, ...pageOf(input), most: input.limit + 1 });
    const rows = await readInOrder(inside, ids.slice(0, input.limit));
    const next = ids.length > input.limit ? nextOf(input, rows) : null;
    await journal.noteReading(inside, { verb: 'client.list-read', lines: rows.length });
    if (input.after) return { rows, next };
    return { rows, next, ...(await totalOf(inside, wanted, next, rows.length)) };
  });
}

async function wantedBy(inside: Inside, input: ListClients): Promise<Wanted> {
  const filters: Wanted = {
    ...(input.owner ? { owner: input.owner } : {}),
    ...(input.states ? { states: input.states } : {}),
    ...(input.contractEnded ? { contractEndedBefore: localDateOf(inside.now) } : {}),
    ...(input.paidBefore ? { paidBefore: input.paidBefore } : {}),
    sort: input.sort,
    descending: input.descending,
  };
  if (!input.search) return filters;
  const hash = exactHash(deriveHashKey(inside.ground.keys, inside.firm), input.search);
  if (hash) {
    const byNumber = { ...filters, hash: hash.toString('hex') };
    if ((await search(inside, { ...byNumber, most: 1 })).length > 0) return byNumber;
  }
  return { ...filters, ...searchQuery(input.search) };
}

async function search(inside: Inside, wanted: Wanted): Promise<ClientId[]> {
  const { rows } = await inside.db.execute<{ id: ClientId }>(
    sql`select id from access.search_clients(${JSON.stringify(wanted)}::jsonb) with ordinality as found (id, place) order by place`,
  );
  return rows.map(({ id }) => id);
}

/** Counting costs more than a page; who has so many will say more of what is wanted. */
const counted = { found: 1000, listed: 10_000 };

async function totalOf(
  inside: Inside,
  wanted: Wanted,
  next: string | null,
  shown: number,
): Promise<{ total?: number }> {
  if (next === null) return { total: shown };
  const most = 'terms' in wanted ? counted.found : counted.listed;
  const { rows } = await inside.db.execute<{ counted: string }>(
    sql`select access.count_clients(${JSON.stringify({ ...wanted, most: most + 1 })}::jsonb) as counted`,
  );
  const total = Number(rows[0]!.counted);
  return total > most ? {} : { total };
}

/** The rows under the person's own policies: an id that they may not see gives none. */
async function readInOrder(inside: Inside, ids: ClientId[]): Promise<ListedClients['rows']> {
  if (ids.length === 0) return [];
  const rows = await inside.db
    .select({ ...directoryColumns, ownerName: person.name })
    .from(client)
    .innerJoin(person, sql`${person.firmId} = ${client.firmId} and ${person.id} = ${client.ownerId}`)
    .where(sql`${eq(client.firmId, inside.firm)} and ${inArray(client.id, ids)}`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** By number a page begins after the last number; in any other order after as many rows as were shown. */
function pageOf({ after, sort }: ListClients): Wanted {
  if (!after) return {};
  if (sort === 'number') return { after };
  if (!/^\d{1,7}$/.test(after)) throw new Refusal('client.list-moved', {});
  return { skip: Number(after) };
}

function nextOf({ after, sort, limit }: ListClients, rows: ListedClients['rows']): string {
  return sort === 'number' ? rows.at(-1)!.number : String(Number(after ?? 0) + limit);
}
