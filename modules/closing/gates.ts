import * as archive from '#modules/archive/archive.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as reconciliation from '#modules/reconciliation/reconciliation.ts';
import * as signing from '#modules/signing/signing.ts';
import * as vault from '#modules/vault/vault.ts';
import { clientsByIds } from '#modules/client/client.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { GateState } from './closing.contract.ts';

/** The clients are still those of the outgoing person: nobody else changed their owner meanwhile. */
const ownerUnchanged: handover.Gate = {
  id: 'owner-unchanged',
  async check(inside, batch) {
    const found = await handover.findBatch(inside, batch);
    const { outgoing } = await handover.partiesOf(inside, found.handoverId);
    const clients = await clientsByIds(inside, await handover.clientsOf(inside, found));
    const others = clients.filter(({ owner }) => owner !== outgoing.person);
    return handover.gateResult(
      clients.length,
      others.map(({ id, number }) => ({ code: 'owner-changed', facts: { number }, client: id })),
    );
  },
};

/**
 * Every client with secrets has its next key version, made by the receiver and confirmed by the supervisor, and whoever is
 * to sign by key has one.
 */
const keysPrepared: handover.Gate = {
  id: 'keys-prepared',
  async check(inside, batch) {
    const found = await handover.findBatch(inside, batch);
    const needed = await vault.clientsWithSecrets(inside, await handover.clientsOf(inside, found));
    const pending = new Map((await vault.pendingKeyVersions(inside, needed)).map((one) => [one.client, one]));
    const { incoming } = await handover.partiesOf(inside, found.handoverId);
    const missing = needed.flatMap((client) => {
      const version = pending.get(client);
      if (!version || !version.complete || version.madeBy !== incoming.person)
        return [{ code: 'key-not-prepared', facts: {}, client }];
      return version.confirmed ? [] : [{ code: 'key-not-confirmed', facts: {}, client }];
    });
    return handover.gateResult(needed.length, missing);
  },
};

/** The receiver opened every sealed secret of the batch in its present version. */
const secretsOpened: handover.Gate = {
  id: 'secrets-opened',
  async check(inside, batch) {
    const found = await handover.findBatch(inside, batch);
    const { incoming } = await handover.partiesOf(inside, found.handoverId);
    const clients = await handover.clientsOf(inside, found);
    const all = await vault.selectSecrets(inside, clients);
    const unopened = await vault.unopenedSecrets(inside, clients, incoming.person);
    return handover.gateResult(
      all.length,
      unopened.map(({ id, client }) => ({ code: 'secret-unopened', facts: { secret: id }, client })),
    );
  },
};

const own: Record<string, handover.Gate> = Object.fromEntries(
  [ownerUnchanged, keysPrepared, secretsOpened].map((gate) => [gate.id, gate]),
);

/** Every check that a module registered, by the name that playbooks call it. */
export const gates: Record<string, handover.Gate> = {
  ...handover.gates,
  ...signing.gates,
  ...issue.gates,
  ...reconciliation.gates,
  ...archive.gates,
  ...own,
};

/** Checks that stand before every sign-off, whatever the playbook says. */
const always = ['owner-unchanged', 'keys-prepared'];
/** Stages whose gates stand before the signatures; those of the first two ask nothing about a client. */
const before = ['plan', 'pledge', 'list', 'check'];
const aboutParties = ['plan', 'pledge'];

/**
 * The state of every gate before the signatures: those of the playbook version that the handover keeps to, and those that
 * always stand. A gate that the playbook names and no module registered is a fault of the playbook, named and shut. To who does
 * not see the clients (`sees`) only the gates about the parties are told: the others would be counted over nothing.
 */
export async function gatesOf(inside: Inside, batch: Id<'batch'>, { sees }: { sees: boolean }): Promise<GateState[]> {
  const { handoverId } = await handover.findBatch(inside, batch);
  const { playbookVersionId } = await handover.findHandover(inside, handoverId);
  const content = await playbook.contentOf(inside, playbookVersionId);
  const wanted = [
    ...content.gates.filter(({ after }) => (sees ? before : aboutParties).includes(after)),
    ...(sees ? always : []).map((check) => ({ check, after: 'check', force: 'must' as const })),
  ];
  const states: GateState[] = [];
  for (const { check, after, force } of wanted) {
    const gate = gates[check];
    const result = gate
      ? await gate.check(inside, batch)
      : { ok: false, done: 0, total: 1, missing: [{ code: 'gate-unknown', facts: { gate: check } }] };
    states.push({ id: check, stage: after, force, ...result });
  }
  return states;
}

/** Whether every gate that must hold does. */
export function areGreen(states: GateState[]): boolean {
  return states.every(({ ok, force }) => ok || force === 'warn');
}
