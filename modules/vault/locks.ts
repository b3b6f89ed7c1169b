import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { person, personKey } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Holder } from './vault.contract.ts';
import { clientLock, keyWrap } from './vault.table.ts';

/** The capabilities of the actor on a client, as the policies ask for them. */
export async function heldOn(inside: Inside, client: ClientId): Promise<{ client: ClientId; capabilities: string[] }> {
  const { rows } = await inside.db.execute<{ held: string[] }>(sql`select access.capabilities(${client}) as held`);
  return { client, capabilities: rows[0]!.held };
}

/** The present lock of each client that has one. */
export async function presentLocks(inside: Inside, clients: ClientId[]) {
  return inside.db
    .select()
    .from(clientLock)
    .where(and(eq(clientLock.firmId, inside.firm), inArray(clientLock.clientId, clients), isNotNull(clientLock.presentAt), isNull(clientLock.retiredAt)));
}

/** The pending lock of each client that has one: made for a sign-off that has not happened yet. */
export async function pendingLocks(inside: Inside, clients: ClientId[]) {
  return inside.db
    .select()
    .from(clientLock)
    .where(and(eq(clientLock.firmId, inside.firm), inArray(clientLock.clientId, clients), isNull(clientLock.presentAt), isNull(clientLock.retiredAt)));
}

/** My wrapped key of a lock; refused with `vault.not-wrapped` while nobody has wrapped it to me. */
export async function myWrap(inside: Inside, lock: typeof clientLock.$inferSelect) {
  const [wrap] = await inside.db
    .select({ wrapped: keyWrap.wrapped })
    .from(keyWrap)
    .where(
      and(
        eq(keyWrap.firmId, inside.firm),
        eq(keyWrap.clientId, lock.clientId),
        eq(keyWrap.version, lock.version),
        eq(keyWrap.personId, personOf(inside.actor)!),
        isNull(keyWrap.endedAt),
      ),
    );
  if (!wrap) throw new Refusal('vault.not-wrapped', { client: lock.clientId, version: lock.version }, 'conflict');
  return { version: lock.version, recipient: lock.recipient, wrapped: wrap.wrapped };
}

/** The public keys of persons, each with the declaration that ties them together; refused with `people.no-keys`. */
export async function holdersOf(inside: Inside, people: PersonId[]): Promise<Holder[]> {
  const rows = await inside.db
    .select({ person: person.id, name: person.name, recipient: personKey.recipient, fingerprint: personKey.fingerprint, introduction: personKey.introduction })
    .from(personKey)
    .innerJoin(person, and(eq(person.firmId, personKey.firmId), eq(person.id, personKey.personId)))
    .where(and(eq(personKey.firmId, inside.firm), inArray(personKey.personId, people), isNull(personKey.revokedAt)));
  const missing = people.find((one) => !rows.some((row) => row.person === one));
  if (missing) throw new Refusal('people.no-keys', { person: missing }, 'conflict');
  return rows as Holder[];
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
export function refuseFrozen(lock: typeof clientLock.$inferSelect | undefined): void {
  if (lock?.frozenFor) throw new Refusal('vault.frozen', { client: lock.clientId, batch: lock.frozenFor }, 'conflict');
}
