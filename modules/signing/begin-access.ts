import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { pledgesWanted, withdraw } from './issue-letters.ts';
import type { Side } from './letter-terms.ts';
import { pledgesOf } from './letters.ts';
import type { Letter } from './signing.contract.ts';

type Capabilities = vault.NewGrant['capabilities'];

/** What each side may do with the clients of a handover; the outgoing person needs no grant, being their owner. */
const capabilitiesOf: Partial<Record<Side, Capabilities>> = {
  incoming: ['read', 'reveal', 'check', 'open', 'download'],
  supervisor: ['read', 'reveal', 'open', 'supervise', 'download'],
  proxy: ['read', 'reveal', 'open', 'download'],
  witness: ['read'],
};

/**
 * Begins the access of a handover once every pledge of it is signed: grants with the end that the letters name, the wrapping of
 * keys as a task, checking. Not before, and not twice: batches that are being prepared wait for everybody, while in a batch that
 * is already checked only `signer` is new, as proxy or witness.
 */
export async function beginAccess(inside: Inside, id: Id<'handover'>, signer: PersonId): Promise<void> {
  const open = (await handover.batchesOf(inside, id)).filter(
    ({ state }) => state === 'preparing' || state === 'checking',
  );
  if (open.length === 0) return;
  const found = await handover.findHandover(inside, id);
  const content = await playbook.contentOf(inside, found.playbookVersionId);
  const parties = await handover.partiesOf(inside, id);
  const pledges = await pledgesOf(inside, id);
  const signed = (kind: string, person: string, side: Side) =>
    pledges
      .filter((one) => one.kind === kind && one.person.id === person && one.side === side && one.state === 'signed')
      .toSorted((one, other) => (one.accessUntil! < other.accessUntil! ? 1 : -1))[0];
  const wanted = pledgesWanted(content, found.manner, parties);
  const given = wanted.map(({ kind, person, side }) => signed(kind, person, side));
  if (given.some((one) => one === undefined)) return;

  const grants: vault.NewGrant[] = [];
  const clients: ClientId[] = [];
  for (const batch of open) {
    const ofBatch = await handover.clientsOf(inside, batch);
    clients.push(...ofBatch);
    for (const { kind, person, side, accessUntil } of given as Letter[]) {
      const capabilities = capabilitiesOf[side!];
      const isNew = batch.state === 'preparing' || person.id === signer;
      if (kind !== 'confidentiality' || !capabilities || !isNew) continue;
      const reason = `handover-${side}`;
      grants.push({
        clients: ofBatch,
        person: person.id,
        capabilities,
        reason,
        handover: id,
        endsAt: endOf(accessUntil!),
      });
    }
  }
  await vault.grant(inside, grants);
  await handover.beginChecking(inside, id);
  for (const { id: batch } of open) await handover.bumpRevision(inside, batch);
  await openWrapping(inside, found, parties, clients);
  await journal.record(inside, {
    verb: 'signing.access-begun',
    handover: id,
    facts: {
      clients: clients.length,
      persons: [...new Set(grants.map(({ person }) => person))],
      batches: open.map(({ number }) => number),
    },
  });
}

/** Whether the person had signed the same pledge before, with an earlier end. */
export async function isExtension(inside: Inside, pledge: Letter): Promise<boolean> {
  const { handover: id, kind, person, side } = pledge;
  if (!id) return false;
  return (await pledgesOf(inside, id)).some(
    (one) =>
      one.id !== pledge.id &&
      one.kind === kind &&
      one.person.id === person.id &&
      one.side === side &&
      one.state === 'signed',
  );
}

/** Lets the access of a person in a handover last until the end of the pledge that was signed for it. */
export async function extendAccess(inside: Inside, { handover: id, person, accessUntil }: Letter): Promise<void> {
  await vault.extendGrants(inside, { handover: id!, person: person.id, endsAt: endOf(accessUntil!) });
}

/** Ends what still stands for a handover that is closed: access of supervisor and witness with their keys, letters nobody signed. */
export async function endAccess(inside: Inside, id: Id<'handover'>): Promise<void> {
  const { state } = await handover.findHandover(inside, id);
  if (state !== 'closed') return;
  await vault.endGrants(inside, { handover: id }, 'handover-closed');
  await withdraw(
    inside,
    (await pledgesOf(inside, id)).filter((one) => one.state !== 'signed'),
  );
}

/** Who holds the keys hands them over; where the leaver is not there, a manager fetches them by the recovery key. */
async function openWrapping(
  inside: Inside,
  found: handover.Handover,
  parties: handover.Parties,
  clients: ClientId[],
): Promise<void> {
  const holders = [
    parties.incoming.person,
    parties.supervisor.person,
    ...(parties.proxy ? [parties.proxy.person] : []),
  ];
  if (found.manner === 'regular') {
    const dueOn = localDateOf(inside.now);
    return vault.openWrapTasks(inside, {
      clients,
      holders,
      assignee: parties.outgoing.person,
      handover: found.id,
      dueOn,
    });
  }
  if ((await vault.clientsWithSecrets(inside, clients)).length === 0) return;
  await task.open(inside, {
    kind: 'vault.recover-keys',
    assignee: found.createdBy,
    subject: found.id,
    handover: found.id,
    facts: { number: found.number },
    dueOn: localDateOf(inside.now),
  });
}

/** The end of a day in China. */
function endOf(day: LocalDate): Date {
  return new Date(`${addDays(day, 1)}T00:00:00+08:00`);
}
