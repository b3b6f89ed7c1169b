import { and, eq, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { client, clientDataKey } from '../client.table.ts';
import type { RecordKind } from '../fields/catalogue.ts';
import { openRow, type RecordRow, type StoredRecord } from '../stored-record.ts';
import { registerKinds } from './register-records.ts';

/** A client as a register knows clients: of each kind the one record that it speaks of. */
export interface KnownClient {
  id: ClientId;
  number: string;
  owner: PersonId;
  records: Map<RecordKind, KnownRecord>;
}

export type KnownRecord = Pick<StoredRecord, 'id' | 'clientId' | 'kind' | 'version' | 'fields'>;

/**
 * The clients of the firm with the records that a register speaks of: of several of a kind the one that an import brought,
 * else the oldest. Runs as a job of the firm. Reads in parts, so that a hundred thousand clients fit.
 */
export async function* knownClients(
  inside: Inside,
  options: { ids?: readonly ClientId[]; kinds?: readonly RecordKind[] } = {},
): AsyncGenerator<KnownClient[]> {
  const kinds = options.kinds ?? registerKinds;
  for (let after: ClientId | null = null, from = 0; ; from += part) {
    const some = options.ids?.slice(from, from + part);
    if (some?.length === 0) return;
    const clients: { id: ClientId; number: string; owner: PersonId; wrapped: Buffer }[] = await inside.db
      .select({ id: client.id, number: client.number, owner: client.ownerId, wrapped: clientDataKey.wrapped })
      .from(client)
      .innerJoin(clientDataKey, and(eq(clientDataKey.firmId, client.firmId), eq(clientDataKey.clientId, client.id)))
      .where(
        and(
          eq(client.firmId, inside.firm),
          some ? sql`${client.id} = any (${sql.param(some)}::uuid[])` : undefined,
          !some && after ? sql`${client.id} > ${after}` : undefined,
        ),
      )
      .orderBy(client.id)
      .limit(part);
    if (clients.length === 0) return;
    yield await withRecords(inside, clients, kinds);
    after = clients.at(-1)!.id;
  }
}

const part = 2000;

async function withRecords(
  inside: Inside,
  clients: { id: ClientId; number: string; owner: PersonId; wrapped: Buffer }[],
  kinds: readonly RecordKind[],
): Promise<KnownClient[]> {
  const keys = new Map<ClientId, DataKey>();
  const known = new Map<ClientId, KnownClient>();
  for (const { id, number, owner, wrapped } of clients) {
    keys.set(id, unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, wrapped));
    known.set(id, { id, number, owner, records: new Map() });
  }
  const { rows } = await inside.db.execute<Omit<RecordRow, 'changedAt' | 'ended'>>(sql`
    select id, client_id as "clientId", kind, version, ordinary, sensitive from client_record
    where firm_id = ${inside.firm} and client_id = any (${sql.param([...keys.keys()])}::uuid[])
      and kind = any (${sql.param([...kinds])}::text[]) and not ended
    order by import_id is null, id`);
  for (const { id, clientId, kind, version, ordinary, sensitive } of rows) {
    const { records } = known.get(clientId)!;
    if (records.has(kind)) continue;
    const fields = openRow(keys.get(clientId)!, { id, version, ordinary, sensitive });
    records.set(kind, { id, clientId, kind, version, fields });
  }
  return [...known.values()];
}
