import { and, eq, isNull, sql } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { keyIdsOf } from './locks.ts';
import { refuseUnpinned } from './pins.ts';
import { keyWrap } from './vault.table.ts';

/** A wrapped key; `person` null is the firm's recovery key. */
export interface NewWrap {
  client: ClientId;
  version: number;
  person: PersonId | null;
  wrapped: string;
}

/**
 * Stores wrapped keys; a wrap to a person names the key of that person it was made to, and takes the place of an earlier wrap to
 * the same holder. Refused with `people.no-keys`, and with `vault.key-not-pinned` when who wraps has not pinned the holder's key.
 */
export async function insertWraps(inside: Inside, wraps: NewWrap[]): Promise<void> {
  if (wraps.length === 0) return;
  const holders = [...new Set(wraps.flatMap(({ person }) => person ?? []))];
  const keyIds = await keyIdsOf(inside, holders);
  const keyless = wraps.find(({ person }) => person !== null && !keyIds.has(person));
  if (keyless) throw new Refusal('people.no-keys', { person: keyless.person }, 'conflict');
  await refuseUnpinned(inside, holders);
  const nobody = '00000000-0000-0000-0000-000000000000';
  await inside.db
    .update(keyWrap)
    .set({ endedAt: inside.now })
    .where(
      and(
        eq(keyWrap.firmId, inside.firm),
        isNull(keyWrap.endedAt),
        sql`(client_id, version, coalesce(person_id, ${nobody}::uuid)) in (
          select * from unnest(${sql.param(wraps.map(({ client }) => client))}::uuid[], ${sql.param(wraps.map(({ version }) => version))}::integer[], ${sql.param(wraps.map(({ person }) => person ?? nobody))}::uuid[]))`,
      ),
    );
  const wrappedBy = personOf(inside.actor)!;
  const rows = wraps.map(({ client, version, person, wrapped }) => ({
    firmId: inside.firm,
    clientId: client,
    version,
    wrapped,
    wrappedBy,
    personId: person,
    personKeyId: person && keyIds.get(person)!,
  }));
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(keyWrap).values(rows.slice(from, from + 2000));
}
