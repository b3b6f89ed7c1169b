import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as vault from '#modules/vault/vault.ts';
import type { Inside } from '#platform/context/context.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { effectsOf } from './effects.ts';
import type { Standing } from './standing.ts';

/**
 * The moment itself, inside the transaction of the last signature: the keys change, the clients change hands, the outgoing
 * person's access ends, every secret that person could open is to be changed, and each client has its entry in the journal.
 */
export async function handOver(inside: Inside, standing: Standing): Promise<void> {
  const { batch, handover: found, parties } = standing;
  const party = (side: string) => parties.find((one) => one.side === side)!.person;
  const [outgoing, incoming] = [party('outgoing'), party('incoming')];
  const clients = await handover.clientsOf(inside, batch);
  const effects = await effectsOf(inside, batch);
  const versions = new Map(
    (await vault.activateKeyVersions(inside, clients)).map(({ client: id, version }) => [id, version]),
  );
  const changed = await client.changeOwner(inside, clients, incoming);
  if (changed !== clients.length)
    throw new Refusal('closing.owner-changed', { batch: batch.id, clients: clients.length, changed }, 'conflict');
  await vault.endGrants(inside, { person: outgoing, clients }, 'handed-over');
  await vault.endGrants(inside, { person: incoming, clients, handover: found.id }, 'owner-now');
  const changeBy = effects.changeBy as LocalDate;
  await vault.markForChange(inside, {
    clients,
    why: found.number,
    dueOn: changeBy,
    assignee: incoming,
    handover: found.id,
  });
  await handover.moveBatch(inside, batch.id, ['signing'], 'signed');
  await journal.record(inside, [
    ...clients.map((id) => ({
      verb: 'client.handed-over',
      client: id,
      handover: found.id,
      facts: { batch: batch.id, from: outgoing, to: incoming, keyVersion: versions.get(id) ?? null },
    })),
    {
      verb: 'closing.handed-over',
      handover: found.id,
      subject: batch.id,
      facts: { ...effects, inventory: standing.inventory!.hash },
    },
  ]);
  await people.announceAccessChange(inside, [outgoing, incoming]);
}
