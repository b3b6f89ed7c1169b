import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
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

/** Lets the grants of a person in a handover end later; those that were ended by hand stay so. The caller's rules allow it. */
export async function extendGrants(
  inside: Inside,
  { handover, person, endsAt }: { handover: Id<'handover'>; person: PersonId; endsAt: Date },
): Promise<void> {
  const extended = await inside.db
    .update(accessGrant)
    .set({ endsAt })
    .where(
      and(
        eq(accessGrant.firmId, inside.firm),
        eq(accessGrant.handoverId, handover),
        eq(accessGrant.personId, person),
        isNull(accessGrant.endedAt),
        lt(accessGrant.endsAt, endsAt),
      ),
    )
    .returning({ client: accessGrant.clientId });
  await journal.record(
    inside,
    extended.map(({ client }) => ({
      verb: 'vault.access-extended',
      client,
      handover,
      subject: person,
      facts: { until: endsAt.toISOString() },
    })),
  );
}

/** Which grants end: those of a handover, a person, some clients, or what all given conditions share; at least one is given. */
export interface WhichGrants {
  grants?: Id<'access-grant'>[];
  handover?: Id<'handover'>;
  person?: PersonId;
  clients?: ClientId[];
}

/**
 * Ends grants now, and with them the wrapped keys of their persons for these clients; open streams and transfers of
 * those persons end too. Gives how many grants ended.
 */
export async function endGrants(inside: Inside, which: WhichGrants, why: string): Promise<number> {
  if (Object.values(which).every((value) => value === undefined)) return 0;
  const ending = await inside.db
    .select({
      id: accessGrant.id,
      client: accessGrant.clientId,
      person: accessGrant.personId,
      handover: accessGrant.handoverId,
    })
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.firmId, inside.firm),
        isNull(accessGrant.endedAt),
        which.grants && inArray(accessGrant.id, which.grants),
        which.handover && eq(accessGrant.handoverId, which.handover),
        which.person && eq(accessGrant.personId, which.person),
        which.clients && inArray(accessGrant.clientId, which.clients),
      ),
    )
    .for('update');
  if (ending.length === 0) return 0;
  const ids = sql.param(ending.map(({ id }) => id));
  // The wraps first: once the grants have ended, the actor may be among those who do not see them any more.
  await inside.db.execute(sql`
    update key_wrap w set ended_at = now()
    from unnest(${sql.param(ending.map(({ client }) => client))}::uuid[], ${sql.param(ending.map(({ person }) => person))}::uuid[]) as gone(client_id, person_id)
    where w.firm_id = ${inside.firm} and w.client_id = gone.client_id and w.person_id = gone.person_id and w.ended_at is null
      and not exists (
        select from access_grant g where g.firm_id = w.firm_id and g.client_id = w.client_id and g.person_id = w.person_id
          and g.ended_at is null and g.ends_at > now() and 'open' = any (g.capabilities) and g.id <> all (${ids}::uuid[]))
      and not exists (select from client c where c.firm_id = w.firm_id and c.id = w.client_id and c.owner_id = w.person_id)`);
  await inside.db.execute(sql`
    update access_grant set ended_at = now() where firm_id = ${inside.firm} and id = any (${ids}::uuid[])`);
  await journal.record(
    inside,
    ending.map(({ client, person, handover }) => ({
      verb: 'vault.access-ended',
      client,
      handover: handover ?? undefined,
      subject: person,
      facts: { why },
    })),
  );
  await people.announceAccessChange(inside, [...new Set(ending.map(({ person }) => person))]);
  return ending.length;
}
