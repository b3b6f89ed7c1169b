import { sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';

/** Number and name of clients, for who is charged with the archives: the directory names whose a file is. */
export async function clientsOfArchive(
  inside: Inside,
  clients: readonly ClientId[],
): Promise<Map<ClientId, { id: ClientId; number: string; name: string }>> {
  if (clients.length === 0) return new Map();
  const { rows } = await inside.db.execute<{ id: ClientId; number: string; name: string }>(
    sql`select * from access.archive_clients(${sql.param([...new Set(clients)])}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
