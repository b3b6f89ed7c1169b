import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { type Capability, accessGrant } from './vault.table.ts';

/** Access of one person to some clients, with a beginning, an end and a reason. */
export interface NewGrant {
  clients: ClientId[];
  person: PersonId;
  capabilities: Capability[];
  reason: string;
  handover?: Id<'handover'>;
  endsAt: Date;
  /** How many sealed secrets of each client may be opened in 24 hours. */
  quota?: number | undefined;
}

/** Grants access, one row and one journal entry for each client; neighbours call it when their own rules allow it. */
export async function grant(inside: Inside, grants: NewGrant[]): Promise<void> {
  const rows = grants.flatMap(({ clients, person, handover, capabilities, reason, endsAt, quota }) =>
    clients.map((clientId) => ({
      firmId: inside.firm,
      clientId,
      personId: person,
      capabilities,
      reason,
      handoverId: handover ?? null,
      startsAt: inside.now,
      endsAt,
      quota: quota ?? null,
      grantedBy: personOf(inside.actor)!,
    })),
  );
  if (rows.length === 0) return;
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(accessGrant).values(rows.slice(from, from + 2000));
  await journal.record(
    inside,
    rows.map(({ clientId, personId, capabilities, handoverId, endsAt }) => ({
      verb: 'vault.access-granted',
      client: clientId,
      handover: handoverId ?? undefined,
      subject: personId,
      facts: { capabilities, until: endsAt.toISOString() },
    })),
  );
  await people.announceAccessChange(inside, [...new Set(rows.map(({ personId }) => personId))]);
}

/** Which grants end: those of a handover, a person, some clients, or what all given conditions share. */
export interface WhichGrants {
  handover?: Id<'handover'>;
  person?: PersonId;
  clients?: ClientId[];
}

/**
 * Ends grants now, and with them the wrapped keys of their persons for these clients; open streams and transfers of
 * those persons end too. Gives how many grants ended.
 */
export async function endGrants(inside: Inside, which: WhichGrants, why: string): Promise<number> {
  const ended = await inside.db
    .update(accessGrant)
    .set({ endedAt: inside.now })
    .where(
      and(
        eq(accessGrant.firmId, inside.firm),
        isNull(accessGrant.endedAt),
        which.handover && eq(accessGrant.handoverId, which.handover),
        which.person && eq(accessGrant.personId, which.person),
        which.clients && inArray(accessGrant.clientId, which.clients),
      ),
    )
    .returning({ client: accessGrant.clientId, person: accessGrant.personId, handover: accessGrant.handoverId });
  if (ended.length === 0) return 0;
  await inside.db.execute(sql`
    update key_wrap w set ended_at = now()
    from unnest(${sql.param(ended.map(({ client }) => client))}::uuid[], ${sql.param(ended.map(({ person }) => person))}::uuid[]) as gone(client_id, person_id)
    where w.firm_id = ${inside.firm} and w.client_id = gone.client_id and w.person_id = gone.person_id and w.ended_at is null
      and not exists (
        select from access_grant g where g.firm_id = w.firm_id and g.client_id = w.client_id and g.person_id = w.person_id
          and g.ended_at is null and g.ends_at > now() and 'open' = any (g.capabilities))
      and not exists (select from client c where c.firm_id = w.firm_id and c.id = w.client_id and c.owner_id = w.person_id)`);
  await journal.record(
    inside,
    ended.map(({ client, person, handover }) => ({
      verb: 'vault.access-ended',
      client,
      handover: handover ?? undefined,
      subject: person,
      facts: { why },
    })),
  );
  await people.announceAccessChange(inside, [...new Set(ended.map(({ person }) => person))]);
  return ended.length;
}
