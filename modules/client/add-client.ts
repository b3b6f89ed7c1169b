import { sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import { asJob, type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { AddClient, Client } from './client.contract.ts';
import { canAddClient } from './client.policy.ts';
import { findClient } from './directory.ts';
import { refuseTakenNumbers } from './directory-line.ts';
import { sealClients } from './seal-clients.ts';
import { parseFields } from './stored-record.ts';
import { takeIn } from './take-in.ts';

/**
 * Takes a client in. A client without a number gets the firm's next one. Refuses with `client.only-manager-adds`,
 * `client.one-basic-record`, `client.record-malformed`, `client.number-taken`, and `client.owner-away` when the owner has
 * left or is suspended.
 */
export async function addClient(context: Context, input: AddClient): Promise<Client> {
  const asked = await read(context, async (inside) => {
    allow(canAddClient(inside.actor));
    await refuseAbsentOwner(inside, input.owner);
    return { firm: inside.firm, person: personOf(inside.actor) };
  });
  // Only the owner in charge reads and writes a client's records, so the firm itself writes the first ones.
  return transact(asJob(context, asked.firm, asked.person), async (inside) => {
    const records = input.records.map(({ kind, fields }) => ({ kind, fields: parseFields(kind, fields) }));
    const basic = records.filter(({ kind }) => kind === 'basic').map(({ fields }) => fields);
    if (basic.length !== 1) throw new Refusal('client.one-basic-record', { basic: basic.length });
    basic[0]!.number ??= await nextNumber(inside);
    await refuseTakenNumbers(inside, [{ id: newId(), number: String(basic[0]!.number) }]);
    const sealed = sealClients(inside.ground.keys, inside.firm, [{ owner: input.owner, records }]);
    await takeIn(inside, sealed, null);
    const client = sealed.clients[0]!.id;
    await journal.record(inside, {
      verb: 'client.added',
      client,
      facts: { owner: input.owner, records: records.length },
    });
    return findClient(inside, client);
  });
}

/** Refuses with `client.owner-away` unless the person is there to be in charge. */
export async function refuseAbsentOwner(inside: Inside, owner: PersonId): Promise<void> {
  const person = await people.findPerson(inside, owner);
  if (person.state !== 'active') throw new Refusal('client.owner-away', { person: owner });
}

/** The next number of the firm that no client has; a register that was imported may have brought some. */
async function nextNumber(inside: Inside): Promise<string> {
  for (;;) {
    const { rows } = await inside.db.execute<{ number: string; taken: boolean }>(sql`
      select n.number, access.number_taken(n.number, ${newId()}) as taken
      from (select 'KH' || lpad(access.next_number('client')::text, 5, '0') as number) n`);
    if (!rows[0]!.taken) return rows[0]!.number;
  }
}
