import * as archive from '#modules/archive/archive.ts';
import * as client from '#modules/client/client.ts';
import type { Side } from '#modules/handover/handover.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as signing from '#modules/signing/signing.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import * as document from '#modules/document/document.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { verifyStatement } from '#platform/crypto/statement.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { AcceptInk, Sign, SignOff } from './closing.contract.ts';
import { canAcceptInk, canRefuse, canSign } from './closing.policy.ts';
import { handOver } from './hand-over.ts';
import { askNext, voidInventory } from './make-inventory.ts';
import { describe, inkTermsOf, termsOf } from './read-sign-off.ts';
import { type Standing, standingOf } from './standing.ts';

/**
 * One signature of a sign-off; the last one hands the clients over. Everything happens in one SERIALIZABLE transaction: the
 * batch is locked, what was signed is compared with what stands now (revision, gates, inventory, key versions, effects),
 * and only then does anything change. Killed at any point it is whole or absent.
 *
 * @throws Refusal `closing.changed-since` when anything that a gate looks at changed after the inventory was made,
 *   `closing.not-your-turn`, `closing.gates-shut`, `closing.statement-differs`, or as `verifyStatement` does.
 */
export function sign(context: Context, input: Sign): Promise<SignOff> {
  return transact(
    context,
    async (inside) => {
      const standing = await standingToSign(inside, input.batch);
      allow(canSign(standing.facts));
      const person = personOf(inside.actor)!;
      const key = await people.presentKey(inside, person);
      const statement = verifyStatement(input.signed, { purpose: 'baton/sign-off/v1', fingerprint: key.fingerprint });
      const expected = {
        ...(await termsOf(inside, standing)),
        purpose: 'baton/sign-off/v1',
        side: standing.facts.mine,
        person,
        key: key.fingerprint,
      };
      refuseDifference(expected, statement, standing);
      await signing.recordSignature(inside, {
        purpose: 'baton/sign-off/v1',
        subject: standing.inventory!.id,
        side: standing.facts.mine!,
        signed: input.signed,
      });
      return afterSignature(inside, standing, standing.facts.mine!, person);
    },
    { isolation: 'serializable' },
  );
}

/**
 * The supervisor accepts the scan of a paper that the party whose turn it is signed in ink. It stands in the chain like a
 * signature by key: over the same inventory, with the hash of the scan.
 */
export function acceptInk(context: Context, input: AcceptInk): Promise<SignOff> {
  return transact(
    context,
    async (inside) => {
      const standing = await standingToSign(inside, input.batch);
      allow(canAcceptInk(standing.facts));
      const acceptedBy = personOf(inside.actor)!;
      const key = await people.presentKey(inside, acceptedBy);
      const statement = verifyStatement(input.signed, { purpose: 'baton/wet-ink/v1', fingerprint: key.fingerprint });
      const scan = await document.findDocument(inside, input.scan);
      const terms = await inkTermsOf(inside, standing);
      const expected = {
        ...terms,
        purpose: 'baton/wet-ink/v1',
        key: key.fingerprint,
        scanHash: scan.sha256,
        acceptedBy,
      };
      refuseDifference(expected, statement, standing);
      const person = terms.person as PersonId;
      await signing.recordSignature(inside, {
        purpose: 'baton/wet-ink/v1',
        subject: standing.inventory!.id,
        side: terms.side,
        signed: input.signed,
        inInk: { person, document: scan.id },
      });
      return afterSignature(inside, standing, terms.side, person);
    },
    { isolation: 'serializable' },
  );
}

/** A party does not sign: the inventory is void, the batch goes back to checking, and the other parties are told why. */
export function refuse(context: Context, input: { batch: Id<'batch'>; reason: string }): Promise<SignOff> {
  return transact(context, async (inside) => {
    const standing = await standingOf(inside, input.batch, { lock: true });
    allow(canRefuse(standing.facts));
    const { batch, parties, handover: found } = standing;
    const me = personOf(inside.actor);
    await voidInventory(inside, standing, 'refused');
    await handover.moveBatch(inside, batch.id, ['signing'], 'checking');
    await task.open(
      inside,
      parties
        .filter(({ person }) => person !== me)
        .map(({ person }) => ({
          kind: 'closing.refused',
          assignee: person,
          subject: batch.id,
          handover: found.id,
          facts: { number: found.number, batch: batch.number, side: standing.facts.mine, reason: input.reason },
        })),
    );
    await journal.record(inside, {
      verb: 'closing.sign-off-refused',
      handover: found.id,
      subject: batch.id,
      facts: { side: standing.facts.mine, reason: input.reason },
    });
    return describe(inside, await standingOf(inside, input.batch));
  });
}

/** The standing of a batch that nobody changes any more until the transaction ends: neither the batch nor a record of its clients. */
async function standingToSign(inside: Inside, id: Id<'batch'>): Promise<Standing> {
  const batch = await handover.findBatch(inside, id, { lock: true });
  await client.holdRecords(inside, await handover.clientsOf(inside, batch));
  return standingOf(inside, id);
}

async function afterSignature(inside: Inside, before: Standing, side: Side, person: PersonId): Promise<SignOff> {
  const { batch, handover: found } = before;
  await task.done(inside, { kind: 'closing.sign', subject: batch.id, assignee: person });
  await journal.record(inside, {
    verb: 'closing.signed',
    handover: found.id,
    subject: batch.id,
    facts: { side, signer: person, inventory: before.inventory!.hash, version: before.inventory!.version },
  });
  const standing = await standingOf(inside, batch.id, before);
  if (before.signatures.length === 0) await vault.freeze(inside, await handover.clientsOf(inside, batch), batch.id);
  if (standing.facts.next) await askNext(inside, standing);
  else {
    await handOver(inside, standing);
    await archive.orderPackage(inside, batch.id);
  }
  return describe(inside, await standingOf(inside, batch.id, before));
}

function refuseDifference(
  expected: Record<string, unknown>,
  signed: Record<string, unknown>,
  { batch }: Standing,
): void {
  const differing = Object.keys({ ...expected, ...signed }).find(
    (name) => canonicalJson(expected[name] ?? null) !== canonicalJson(signed[name] ?? null),
  );
  if (differing) throw new Refusal('closing.statement-differs', { batch: batch.id, field: differing }, 'conflict');
}
