import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { client, clientDataKey, clientRecord } from '../client.table.ts';
import type { RecordKind } from '../fields/catalogue.ts';
import { openRecord, type StoredRecord } from '../stored-record.ts';
import { registerKinds } from './register-records.ts';

/** A client as a register knows clients: of each kind the one record that it speaks of. */
export interface KnownClient {
  id: ClientId;
  number: string;
  owner: PersonId;
  records: Map<RecordKind, StoredRecord>;
}

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
  const rows = await inside.db
    .select({
      id: clientRecord.id,
      clientId: clientRecord.clientId,
      kind: clientRecord.kind,
      version: clientRecord.version,
      ordinary: clientRecord.ordinary,
      sensitive: clientRecord.sensitive,
      changedAt: clientRecord.changedAt,
      ended: clientRecord.ended,
    })
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        sql`${clientRecord.clientId} = any (${sql.param([...keys.keys()])}::uuid[])`,
        inArray(clientRecord.kind, [...kinds]),
        eq(clientRecord.ended, false),
      ),
    )
    .orderBy(sql`${clientRecord.importId} is null`, clientRecord.id);
  for (const row of rows) {
    const { records } = known.get(row.clientId)!;
    if (!records.has(row.kind)) records.set(row.kind, openRecord(keys.get(row.clientId)!, row));
  }
  return [...known.values()];
}
