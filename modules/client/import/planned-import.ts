import * as people from '#modules/people/people.ts';
import type { Inside } from '#platform/context/context.ts';
import { newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { matchOwners, resolveOwners } from '../register/owners.ts';
import type { PlanShown } from './import-plan.ts';
import { knownClients } from './known-clients.ts';
import type { ReadingShown } from './reading-shown.ts';
import type { RegisterDesk } from './register-desk.ts';
import { readImported, type StoredImport, withImported } from './stored-import.ts';

/** What an import would do: figures here, the clients themselves at the desk under the name of the plan. */
export interface PlannedImport {
  desk: RegisterDesk;
  plan: string;
  reading: ReadingShown;
  shown: PlanShown;
}

/**
 * Reads the file, compares it with the clients that are known and does something with what comes out. Runs as a job of the firm,
 * since it compares records that the person may not read. Refuses with `client.import-faults` {rows},
 * `client.import-undated` {rows}, `register.owners-unresolved`, `client.owner-away`, and as reading does.
 */
export function withPlan<T>(
  inside: Inside,
  stored: StoredImport,
  deed: (planned: PlannedImport) => Promise<T>,
): Promise<T> {
  return withImported(inside, stored, async (register) => {
    const { reading, shown } = await readImported(inside, stored, register);
    if (shown.faultyRows > 0 && !stored.reading.withoutFaulty)
      throw new Refusal('client.import-faults', { rows: shown.faultyRows });
    if (shown.undated > 0) throw new Refusal('client.import-undated', { rows: shown.undated });
    const owners = await ownersOf(inside, stored, shown);
    const { desk } = register;
    const plan = newId<'import-plan'>();
    await desk.ask('plan', { plan, reading, owners, head: [stored.fileHash, stored.reading] });
    try {
      await ofAll(knownClients(inside), (text) => desk.ask('meet', { plan, clients: sealed(inside, text) }));
      return await deed({ desk, plan, reading: shown, shown: await desk.ask('compare', { plan }) });
    } finally {
      await desk.ask('leavePlan', { plan }).catch(() => {});
    }
  });
}

/** Clients as `knownClients` reads them, with what opens them at the desk. */
export function sealed({ ground, firm }: Inside, text: string) {
  return { keys: ground.keys, firm, text };
}

/** Hands parts on while the next one is read. */
export async function ofAll<Part>(
  parts: AsyncIterable<Part> | Iterable<Part>,
  hand: (part: Part) => Promise<void>,
): Promise<void> {
  let handed = Promise.resolve();
  for await (const part of parts) {
    await handed;
    handed = hand(part);
    handed.catch(() => {});
  }
  await handed;
}

async function ownersOf(inside: Inside, stored: StoredImport, reading: ReadingShown): Promise<Map<string, PersonId>> {
  const active = (await people.selectPeople(inside)).filter(({ state }) => state === 'active');
  const there = new Set(active.map(({ id }) => id));
  const owners = resolveOwners(matchOwners(reading.owners, active), stored.reading.owners);
  for (const person of owners.values()) if (!there.has(person)) throw new Refusal('client.owner-away', { person });
  return owners;
}
