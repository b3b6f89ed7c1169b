import { type SQL, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { textArray, uuidArray } from '#platform/database/arrays.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import type { RecordKind } from '../fields/catalogue.ts';
import { registerKinds } from './register-records.ts';

/**
 * The clients of the firm, or those with the ids, with the records that a register speaks of: of several of a kind the one that
 * an import brought comes first, else the oldest. Sealed, as one text a part, for `openKnown` in another thread. Runs as a job of
 * the firm.
 */
export async function* knownClients(
  inside: Inside,
  options: { ids?: readonly ClientId[]; kinds?: readonly RecordKind[] } = {},
): AsyncGenerator<string> {
  const kinds = textArray(options.kinds ?? registerKinds);
  for (let after: ClientId | null = null, from = 0; ; from += part) {
    const some = options.ids?.slice(from, from + part);
    if (some?.length === 0) return;
    const among: SQL = some
      ? sql`id = any (${uuidArray(some)}::uuid[])`
      : sql`id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')`;
    const { rows }: { rows: { clients: string | null; last: ClientId | null }[] } = await inside.db.execute(sql`
      select json_agg(json_build_array(c.id, c.number, c.owner_id, encode(k.wrapped, 'hex'), r.records))::text as clients,
        (array_agg(c.id order by c.id desc))[1] as last
      from (select id, number, owner_id from client where firm_id = ${inside.firm} and ${among} order by id limit ${part}) c
      join client_data_key k on k.firm_id = ${inside.firm} and k.client_id = c.id
      cross join lateral (
        select json_agg(json_build_array(r.id, r.kind, r.version, r.ordinary, encode(r.sensitive, 'hex')) order by r.import_id is null, r.id) as records
        from client_record r
        where r.firm_id = ${inside.firm} and r.client_id = c.id and r.kind = any (${kinds}::text[]) and not r.ended
      ) r`);
    const { clients, last } = rows[0]!;
    if (!clients) return;
    yield clients;
    after = last;
  }
}

const part = 2000;
