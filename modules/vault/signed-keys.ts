import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import { personKey } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { Holder } from './vault.contract.ts';
import { keyPin } from './vault.table.ts';

/** My newest pin of each colleague. */
export async function pinsOf(inside: Inside, colleagues: PersonId[]): Promise<Map<PersonId, Holder['pin']>> {
  const me = personOf(inside.actor);
  if (!me) return new Map();
  const rows = await inside.db
    .selectDistinctOn([keyPin.colleagueId], { colleague: keyPin.colleagueId, signed: keyPin.signed })
    .from(keyPin)
    .where(and(eq(keyPin.firmId, inside.firm), eq(keyPin.personId, me), inArray(keyPin.colleagueId, colleagues)))
    .orderBy(keyPin.colleagueId, desc(keyPin.id));
  return new Map(rows.map(({ colleague, signed }) => [colleague, signed as Holder['pin']]));
}

/** What the former keys of persons signed about the ones that followed, the oldest first. */
export async function rotationsOf(inside: Inside, whose: PersonId[]): Promise<Map<PersonId, Holder['rotations']>> {
  const rows = await inside.db
    .select({ person: personKey.personId, rotation: personKey.rotation })
    .from(personKey)
    .where(and(eq(personKey.firmId, inside.firm), inArray(personKey.personId, whose), isNotNull(personKey.rotation)))
    .orderBy(personKey.version);
  const byPerson = Map.groupBy(rows, ({ person }) => person);
  return new Map([...byPerson].map(([person, all]) => [person, all.map(({ rotation }) => rotation) as never]));
}
