import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { Person } from './people.contract.ts';
import { person, personKey, positionHeld, roleHeld } from './people.table.ts';

/** The person, or a refusal `person.not-found`. */
export async function findPerson(inside: Inside, id: PersonId): Promise<Person> {
  const [found] = await selectPeople(inside, id);
  if (!found) throw notFound('person', { person: id });
  return found;
}

/** Everybody of the firm, inside a transaction of a neighbour. */
export async function selectPeople(inside: Inside, id?: PersonId): Promise<Person[]> {
  const rows = await inside.db
    .select({
      id: person.id,
      name: person.name,
      title: person.title,
      email: person.email,
      suspendedAt: person.suspendedAt,
      leftAt: person.leftAt,
      roles: sql<
        Person['roles']
      >`coalesce((select array_agg(r.role order by r.role) from ${roleHeld} r where r.firm_id = ${person.firmId} and r.person_id = ${person.id} and r.ended_at is null), '{}')`,
      positions: sql<
        Person['positions']
      >`coalesce((select array_agg(h.position order by h.position) from ${positionHeld} h where h.firm_id = ${person.firmId} and h.person_id = ${person.id} and h.ended_at is null), '{}')`,
      recipient: personKey.recipient,
      signingKey: personKey.signingKey,
      fingerprint: personKey.fingerprint,
    })
    .from(person)
    .leftJoin(
      personKey,
      and(eq(personKey.firmId, person.firmId), eq(personKey.personId, person.id), isNull(personKey.revokedAt)),
    )
    .where(id ? eq(person.id, id) : undefined)
    .orderBy(sql`${person.name} collate "zh-x-icu"`);
  return rows.map(({ suspendedAt, leftAt, recipient, signingKey, fingerprint, ...row }) => ({
    ...row,
    state: leftAt ? 'left' : suspendedAt ? 'suspended' : 'active',
    keys: recipient ? { recipient, signingKey: signingKey!, fingerprint: fingerprint! } : null,
  }));
}
