import { sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { SealedClients } from './seal-clients.ts';

/**
 * Writes clients with their data keys, records and search rows in one statement. Runs as a job of the firm, since the owner's
 * records are open to the owner alone. The caller journals.
 */
export async function takeIn(
  inside: Inside,
  { lines, records }: SealedClients,
  from: { import: Id<'register-import'> } | null,
): Promise<void> {
  const importId = from?.import ?? null;
  await inside.db.execute(sql`
    with lines as (
      select * from unnest(
        ${lines.id}::uuid[], ${lines.number}::text[], ${lines.name}::text[], ${lines.uscc}::text[], ${lines.state}::text[], ${lines.owner}::uuid[],
        ${lines.contractEnd}::text[], ${lines.paidThrough}::text[], ${lines.terms}::tsvector[], ${lines.haystack}::text[], ${lines.wrapped}::bytea[]
      ) as t (id, number, name, uscc, state, owner, contract_end, paid_through, terms, haystack, wrapped)
    ), clients as (
      insert into client (firm_id, id, number, name, uscc, state, owner_id, contract_end, paid_through, import_id)
      select ${inside.firm}, id, number, name, uscc, state, owner, contract_end::date, paid_through::date, ${importId}::uuid from lines
    ), searched as (
      insert into client_search (firm_id, client_id, number, terms, haystack)
      select ${inside.firm}, id, number, terms, haystack from lines
    ), keys as (
      insert into client_data_key (firm_id, client_id, wrapped) select ${inside.firm}, id, wrapped from lines
    )
    insert into client_record (firm_id, id, client_id, kind, ordinary, sensitive, lookup, changed_at, changed_by, import_id)
    select ${inside.firm}, t.id, t.client, t.kind, t.ordinary::jsonb, t.sensitive, t.lookup::bytea[], ${inside.now}, ${personOf(inside.actor)}::uuid, ${importId}::uuid
    from unnest(
      ${records.id}::uuid[], ${records.client}::uuid[], ${records.kind}::text[], ${records.ordinary}::text[], ${records.sensitive}::bytea[], ${records.lookup}::text[]
    ) as t (id, client, kind, ordinary, sensitive, lookup)`);
}
