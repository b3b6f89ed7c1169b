import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as reconciliation from '#modules/reconciliation/reconciliation.ts';
import * as vault from '#modules/vault/vault.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { SignOff } from './closing.contract.ts';
import { canAcceptInk, canSign } from './closing.policy.ts';
import { effectsOf } from './effects.ts';
import { type Standing, standingOf } from './standing.ts';

/** Gates, inventory, signatures and effects of a batch, and the statement that the actor would sign now. */
export function readSignOff(context: Context, input: { batch: Id<'batch'> }): Promise<SignOff> {
  return read(context, async (inside) => describe(inside, await standingOf(inside, input.batch)));
}

/** A sign-off as its page shows it. */
export async function describe(inside: Inside, standing: Standing): Promise<SignOff> {
  const { batch, handover: found, parties, order, inventory, signatures, gates, facts } = standing;
  const firm = await people.findFirm(inside);
  const clients = await handover.clientsOf(inside, batch);
  return {
    handover: found.id,
    handoverNumber: found.number,
    batch: batch.id,
    batchNumber: batch.number,
    firm: firm.name,
    cutOff: found.cutOff,
    state: batch.state,
    clients: clients.length,
    inventory: inventory && {
      id: inventory.id,
      version: inventory.version,
      hash: inventory.hash,
      lines: inventory.lines,
      madeAt: inventory.madeAt,
      challenge: inventory.challenge,
      current: facts.current || batch.signedAt !== null,
    },
    sees: facts.sees,
    totals: facts.sees ? await totalsOf(inside, standing) : [],
    remarks: facts.sees ? (await issue.notesOf(inside, batch.id)).map(({ text }) => text) : [],
    gates,
    signatures: order.map((side) => {
      const party = parties.find((one) => one.side === side)!;
      const signature = signatures.find((one) => one.side === side);
      return {
        side,
        person: party.person,
        name: party.name,
        title: party.title,
        signedAt: signature?.signedAt ?? null,
        manner: signature?.manner ?? null,
        fingerprint: signature?.signed.fingerprint ?? null,
      };
    }),
    effects: await effectsOf(inside, batch),
    next: facts.next,
    toSign: await statementOf(inside, standing),
    inkToAccept: canAcceptInk(facts).allowed ? await inkTermsOf(inside, standing) : null,
  };
}

/** The statement that the actor signs when it is their turn, before signature; null when it is not. */
async function statementOf(inside: Inside, standing: Standing): Promise<SignOff['toSign']> {
  if (!canSign(standing.facts).allowed) return null;
  const person = personOf(inside.actor)!;
  const { fingerprint } = await people.presentKey(inside, person);
  return {
    ...(await termsOf(inside, standing)),
    purpose: 'baton/sign-off/v1',
    side: standing.facts.mine!,
    person,
    key: fingerprint,
  };
}

/** What every signature of this inventory names besides its signer; `sign` compares it with what was signed. */
export async function termsOf(inside: Inside, { batch, inventory, signatures }: Standing) {
  return {
    firm: inside.firm as string,
    batch: batch.id as string,
    inventoryHash: inventory!.hash,
    challenge: inventory!.challenge,
    revision: batch.revision,
    previousSignature: signatures.at(-1)?.signed.signature ?? null,
    keyVersions: await keyVersionsOf(inside, batch),
    effects: await effectsOf(inside, batch),
  };
}

/** What the acceptance of a paper names: the same inventory, the side and person who signed in ink, the place in the chain. */
export async function inkTermsOf(inside: Inside, standing: Standing) {
  const { firm, batch, inventoryHash, previousSignature } = await termsOf(inside, standing);
  const side = standing.facts.next!;
  const { person } = standing.parties.find((party) => party.side === side)!;
  return { firm, batch, inventoryHash, previousSignature, side, person: person as string };
}

async function keyVersionsOf(inside: Inside, batch: handover.Batch) {
  const pending = await vault.pendingKeyVersions(inside, await handover.clientsOf(inside, batch));
  return pending.map(({ client, version }) => ({ client, version })).toSorted((a, b) => (a.client < b.client ? -1 : 1));
}

async function totalsOf(inside: Inside, { batch, handover: found }: Standing): Promise<SignOff['totals']> {
  const content = await playbook.contentOf(inside, found.playbookVersionId);
  const checked = (await reconciliation.resultsOf(inside, batch.id)).filter(
    ({ item }) => item.state !== 'dropped' && item.state !== 'none',
  );
  const byKind = Map.groupBy(checked, ({ item }) => item.kind);
  return playbook.headings(content).map(({ key, name }) => {
    const lines = byKind.get(key) ?? [];
    const having = (wanted: reconciliation.Result) => lines.filter(({ result }) => result === wanted).length;
    return {
      kind: key,
      name,
      lines: lines.length,
      agreed: having('agreed'),
      corrected: having('corrected'),
      noted: having('noted'),
      none: lines.length === 0,
    };
  });
}
