import { createRouterClient } from '@orpc/server';
import { type HandoverWish, type MadeHandover, aHandover } from '#modules/handover/handover.factory.ts';
import { signMyLetters } from '#modules/signing/signing.client.ts';
import { openSecret, sealSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { sign } from '#modules/closing/closing.client.ts';
import { makeRecovery } from '#modules/people/people.client.ts';
import { type AtWork, checkBatch, prepareKeys, signBatch } from '#server/demo/demo-handover.ts';
import { inspectBatch } from '#server/demo/demo-inspection.ts';
import { router } from '#server/router.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import type { House, Someone } from './house.ts';

export type { AtWork };

/** A person of a test house with the API as theirs and their keys at hand, as in a browser. */
export function atWork(house: House, { id, name, context, keyring }: Someone): AtWork {
  return { person: id, firm: house.firm, name, keyring, api: createRouterClient(router, { context }) };
}

/** A handover whose parties are at work. */
export interface Case extends MadeHandover {
  leaver: AtWork;
  receiver: AtWork;
  witness: AtWork;
  /** 质检, on no side of the handover. */
  checker: AtWork;
  /** See `House`. */
  drain(): Promise<void>;
}

/**
 * A handover by the product's own operations, up to `asked` (nobody has answered yet), `pledged` (letters signed, access begun,
 * keys wrapped), `checked` (every line of the first batch has its verdict or proof, samples of it are inspected, keys prepared and
 * confirmed) or `signed`. Each
 * client has a sealed secret.
 */
export async function aCase(
  house: House,
  until: 'asked' | 'pledged' | 'checked' | 'signed',
  wish: HandoverWish = {},
): Promise<Case> {
  const head = atWork(house, house.founder);
  if (!(await head.api.people.me()).firm.recoveryRecipient) await makeRecovery(head.api.people);
  const outgoing = wish.parties?.outgoing ?? (await house.hire('李娜'));
  const made = await aHandover(house, { ...wish, parties: { ...wish.parties, outgoing }, until: 'asked' });
  const leaver = atWork(house, outgoing);
  const receiver = atWork(house, made.incoming);
  const witness = atWork(house, made.supervisor);
  for (const client of made.clients.flat())
    await sealSecret(leaver.api.vault, async () => leaver.keyring, house.firm, {
      client,
      title: '电子税务局密码',
      value: `pw-${client}`,
    });
  const checker = await checkerOf(house);
  const found: Case = { ...made, leaver, receiver, witness, checker, drain: house.drain };
  if (until === 'asked') return found;
  await accept(house, found, [leaver, receiver, witness]);
  await pledge(house, found, [leaver, receiver, witness]);
  await wrapWaitingKeys(leaver.api.vault, leaver.keyring, house.firm);
  if (until === 'pledged') return found;
  await check(found);
  if (until === 'signed') {
    await signBatch({ outgoing: leaver, incoming: receiver, supervisor: witness }, firstBatchOf(found));
    await house.drain();
  }
  return found;
}

/** These accept their sides; the last one starts what follows. */
export async function accept(house: House, { handover }: MadeHandover, parties: AtWork[]): Promise<void> {
  for (const { api } of parties) await api.handover.answer({ handover, answer: 'accept' });
  await house.drain();
}

/** These sign every letter that waits for them; the last one begins the access. */
export async function pledge(house: House, { handover }: MadeHandover, parties: AtWork[]): Promise<void> {
  for (const { api, keyring, person } of parties) await signMyLetters(api.signing, keyring, { me: person, handover });
  await house.drain();
}

/** Every line of the first batch is checked and inspected, and its next keys are made, tried and escrowed. */
export async function check(made: Case): Promise<void> {
  const batch = firstBatchOf(made);
  await checkLines(made, batch);
  await inspectBatch({ ...made, incoming: made.receiver }, batch.batch);
  await prepareKeys({ incoming: made.receiver, supervisor: made.witness }, batch);
}

/** Every line of a batch, the first where none is named, gets its verdict or proof; nobody has inspected it yet. */
export async function checkLines(made: Case, batch = firstBatchOf(made)): Promise<void> {
  await openSecrets(made.receiver, batch.clients);
  await checkBatch(made.receiver, { ...batch, planted: [] });
}

function firstBatchOf({ handover, batches, clients }: MadeHandover) {
  return { handover, batch: batches[0]!, clients: clients[0]! };
}

/** Checks the second batch of a checked case as well, and gives the first two signatures of both. */
export async function prepareAndSignTwo(made: Case): Promise<void> {
  const { leaver, receiver, witness } = made;
  const second = { handover: made.handover, batch: made.batches[1]!, clients: made.clients[1]! };
  await checkLines(made, second);
  await inspectBatch({ ...made, incoming: receiver }, second.batch);
  await prepareKeys({ incoming: receiver, supervisor: witness }, second);
  for (const batch of made.batches.slice(0, 2)) {
    await witness.api.closing.makeInventory({ batch });
    for (const { api, keyring } of [leaver, receiver]) await sign(api.closing, keyring, batch);
  }
}

const checkers = new WeakMap<House, Promise<AtWork>>();

/** The one checker of a house, hired when somebody first needs one. */
function checkerOf(house: House): Promise<AtWork> {
  const known =
    checkers.get(house) ??
    house.hire('陈洁', { title: '质检', roles: ['checker'], positions: [] }).then((checker) => atWork(house, checker));
  checkers.set(house, known);
  return known;
}

async function openSecrets({ api, keyring }: AtWork, clients: ClientId[]): Promise<void> {
  for (const client of clients)
    for (const { id } of await api.vault.listSecrets({ client })) await openSecret(api.vault, keyring, id);
}
