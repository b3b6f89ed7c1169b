import { sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { StoredRange } from './check-range.ts';
import { journalEntry, journalFact, journalLeaf } from './journal.table.ts';

/**
 * The entries at the places [from, to) of the firm's log, as one text: PostgreSQL writes it in a fraction of the time in which as
 * many rows would be read one by one. The limit of one keeps it to the keys of the tables, which it would else read whole.
 */
export async function storedRange(inside: Inside, from: number, to: number): Promise<StoredRange> {
  const { rows } = await inside.db.execute<{ text: string | null }>(sql`
    select '[' || string_agg(line, ',') || ']' as text from (
      select concat('[', l.index, entry.line) as line
      from ${journalLeaf} l
      cross join lateral (
        select concat(',"', e.id, '",', (date_part('epoch', e.at) * 1000000)::bigint, ',"', e.actor_id, '",', to_json(e.by), ',',
          to_json(e.verb), ',"', e.client_id, '","', e.handover_id, '",', coalesce(to_json(e.subject_id)::text, 'null'), ',"',
          encode(e.commitment, 'hex'), '","', encode(f.salt, 'hex'), '",', coalesce(f.facts::text, 'null'), ']') as line
        from ${journalEntry} e
        left join ${journalFact} f on f.firm_id = e.firm_id and f.entry_id = e.id
        where e.firm_id = l.firm_id and e.id = l.entry_id
        limit 1
      ) as entry
      where l.firm_id = ${inside.firm} and l.index >= ${from} and l.index < ${to}
      order by l.index
    ) as lines`);
  return { from, to, text: rows[0]!.text ?? '[]' };
}
