import type pg from 'pg';
import type { FirmId } from '#platform/kernel/id.ts';

/** A batch that was signed over, and whose its clients are. */
export interface HandedOver {
  firm: FirmId;
  batch: string;
  /** For people, such as H-2026-0001-1. */
  number: string;
  clients: { client: string; owner: string }[];
}

/** Every batch that was signed over, in the transaction of the caller. */
export async function listHandedOver(owner: pg.Client): Promise<HandedOver[]> {
  const { rows } = await owner.query<HandedOver>(
    `select b.firm_id as firm, b.id as batch, h.number || '-' || b.number as number,
       json_agg(json_build_object('client', c.id, 'owner', c.owner_id) order by c.id) as clients
     from public.batch b join public.handover h on h.firm_id = b.firm_id and h.id = b.handover_id
       join public.batch_client m on m.firm_id = b.firm_id and m.batch_id = b.id
       join public.client c on c.firm_id = m.firm_id and c.id = m.client_id
     where b.signed_at is not null group by 1, 2, 3 order by 1, 3`,
  );
  return rows;
}

/**
 * What a later backup knows to have been signed over and a restored database does not: those who gave clients away do not get them
 * back. Their owners are set to whom the clients belonged since, where that person is known here; the batches themselves stand as
 * they stood, and people are told. Gives the batches.
 */
export async function replayHandOvers(owner: pg.Client, later: readonly HandedOver[]): Promise<HandedOver[]> {
  const { rows } = await owner.query<{ batch: string }>(
    `select id as batch from public.batch where signed_at is not null`,
  );
  const known = new Set(rows.map(({ batch }) => batch));
  const undone = later.filter(({ batch }) => !known.has(batch));
  await owner.query(
    `update public.client c set owner_id = n.owner, owner_since = now()
     from jsonb_to_recordset($1::jsonb) as n (client uuid, owner uuid)
     where c.id = n.client and c.owner_id <> n.owner
       and exists (select from public.person p where p.firm_id = c.firm_id and p.id = n.owner)`,
    [JSON.stringify(undone.flatMap(({ clients }) => clients))],
  );
  return undone;
}
