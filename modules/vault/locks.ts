import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { person, personKey } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { pinsOf, rotationsOf } from './signed-keys.ts';
import type { Holder } from './vault.contract.ts';
import type { HeldOn } from './vault.policy.ts';
import { clientLock } from './vault.table.ts';

export type Lock = typeof clientLock.$inferSelect;

/** The capabilities of the actor on a client, as the policies ask for them. */
export async function heldOn(inside: Inside, client: ClientId): Promise<HeldOn> {
  return (await heldOnEach(inside, [client]))[0]!;
}

/** The same for several clients, in their order. */
export async function heldOnEach(inside: Inside, clients: ClientId[]): Promise<HeldOn[]> {
  const { rows } = await inside.db.execute<{ client: ClientId; capabilities: string[] }>(sql`
    select client, access.capabilities(client) as capabilities
    from unnest(${sql.param(clients)}::uuid[]) with ordinality as asked(client, place) order by place`);
  return rows;
}

/**
 * The present lock of each client that has one. Whoever changes what is under a lock takes `hold`, so that neither a freeze nor a
 * new key version comes between: with `share` others may do the same at once, with `update` nobody.
 */
export async function presentLocks(inside: Inside, clients: ClientId[], hold?: 'share' | 'update'): Promise<Lock[]> {
  const query = inside.db
    .select()
    .from(clientLock)
    .where(
      and(
        eq(clientLock.firmId, inside.firm),
        inArray(clientLock.clientId, clients),
        isNotNull(clientLock.presentAt),
        isNull(clientLock.retiredAt),
      ),
    )
    .orderBy(clientLock.clientId);
  return hold ? query.for(hold) : query;
}

/** The pending lock of each client that has one: made for a sign-off that has not happened yet. */
export async function pendingLocks(inside: Inside, clients: ClientId[]): Promise<Lock[]> {
  return inside.db
    .select()
    .from(clientLock)
    .where(
      and(
        eq(clientLock.firmId, inside.firm),
        inArray(clientLock.clientId, clients),
        isNull(clientLock.presentAt),
        isNull(clientLock.retiredAt),
      ),
    );
}

/** A lock with its identity wrapped to me. */
export interface MyKey {
  version: number;
  recipient: string;
  wrapped: string;
}

/** My wrapped keys of locks by client, made to my present keys; refused with `vault.not-wrapped` while one is missing. */
export async function myKeys(inside: Inside, locks: Lock[]): Promise<Map<ClientId, MyKey>> {
  if (locks.length === 0) return new Map();
  const { rows } = await inside.db.execute<{ client: ClientId; version: number; wrapped: string }>(sql`
    select w.client_id as client, w.version, w.wrapped
    from key_wrap w join person_key k on k.firm_id = w.firm_id and k.id = w.person_key_id and k.revoked_at is null
    where w.firm_id = ${inside.firm} and w.person_id = ${personOf(inside.actor)} and w.ended_at is null
      and w.client_id = any (${sql.param(locks.map(({ clientId }) => clientId))}::uuid[])`);
  return new Map(
    locks.map(({ clientId, version, recipient }) => {
      const mine = rows.find((row) => row.client === clientId && row.version === version);
      if (!mine) throw new Refusal('vault.not-wrapped', { client: clientId, version }, 'conflict');
      return [clientId, { version, recipient, wrapped: mine.wrapped }];
    }),
  );
}

/** Who may open clients now: the owner in charge of each, then whoever was granted to. */
export async function openersOf(
  inside: Inside,
  clients: ClientId[],
): Promise<{ client: ClientId; person: PersonId }[]> {
  const { rows } = await inside.db.execute<{ client: ClientId; person: PersonId }>(sql`
    select client, person from (
      select id as client, owner_id as person, 0 as rank from client where firm_id = ${inside.firm}
      union
      select client_id, person_id, 1 from access_grant
      where firm_id = ${inside.firm} and ended_at is null and starts_at <= now() and ends_at > now() and 'open' = any (capabilities)
    ) may where client = any (${sql.param(clients)}::uuid[])
    group by client, person order by client, min(rank), person`);
  return rows;
}

/** The public keys of persons, each with what was signed about them; who has made none is not among them. */
export async function holdersOf(inside: Inside, people: PersonId[]): Promise<Holder[]> {
  if (people.length === 0) return [];
  const rows = await inside.db
    .select({
      person: person.id,
      name: person.name,
      recipient: personKey.recipient,
      fingerprint: personKey.fingerprint,
      introduction: personKey.introduction,
    })
    .from(personKey)
    .innerJoin(person, and(eq(person.firmId, personKey.firmId), eq(person.id, personKey.personId)))
    .where(and(eq(personKey.firmId, inside.firm), inArray(personKey.personId, people), isNull(personKey.revokedAt)));
  const [pins, rotations] = [await pinsOf(inside, people), await rotationsOf(inside, people)];
  return rows
    .toSorted((one, other) => people.indexOf(one.person) - people.indexOf(other.person))
    .map((row) => ({
      ...(row as Omit<Holder, 'pin' | 'rotations'>),
      pin: pins.get(row.person) ?? null,
      rotations: rotations.get(row.person) ?? [],
    }));
}

/** The ids of the present keys of persons, for the wraps made to them. */
export async function keyIdsOf(inside: Inside, people: PersonId[]): Promise<Map<PersonId, Id<'person-key'>>> {
  const rows = await inside.db
    .select({ person: personKey.personId, id: personKey.id })
    .from(personKey)
    .where(and(eq(personKey.firmId, inside.firm), inArray(personKey.personId, people), isNull(personKey.revokedAt)));
  return new Map(rows.map(({ person: whose, id }) => [whose, id]));
}

/** Refuses with `vault.frozen` while a sign-off of the client's batch is under way. */
export function refuseFrozen(lock: Lock | undefined): void {
  if (lock?.frozenFor) throw new Refusal('vault.frozen', { client: lock.clientId, batch: lock.frozenFor }, 'conflict');
}
