import { createRouterClient } from '@orpc/server';
import { type HandoverWish, type MadeHandover, aHandover } from '#modules/handover/handover.factory.ts';
import { signMyLetters } from '#modules/signing/signing.client.ts';
import { openSecret, sealSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { makeRecovery } from '#modules/people/people.client.ts';
import { type AtWork, checkBatch, prepareKeys, signBatch } from '#server/demo/demo-handover.ts';
import { router } from '#server/router.ts';
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
}

/**
 * A handover by the product's own operations, up to `pledged` (letters signed, access begun, keys wrapped), `checked` (every line
 * of the first batch has its verdict or proof, keys prepared and confirmed) or `signed`. Each client has a sealed secret.
 */
export async function aCase(house: House, until: 'pledged' | 'checked' | 'signed', wish: HandoverWish = {}): Promise<Case> {
  const head = atWork(house, house.founder);
  if (!(await head.api.people.me()).firm.recoveryRecipient) await makeRecovery(head.api.people);
  const outgoing = wish.parties?.outgoing ?? (await house.hire('李娜'));
  const made = await aHandover(house, { ...wish, parties: { ...wish.parties, outgoing }, until: 'asked' });
  const leaver = atWork(house, outgoing);
  const receiver = atWork(house, made.incoming);
  const witness = atWork(house, made.supervisor);
  for (const client of made.clients.flat()) await sealSecret(leaver.api.vault, house.firm, { client, title: '电子税务局密码', value: `pw-${client}` });
  for (const { api } of [leaver, receiver, witness]) await api.handover.answer({ handover: made.handover, answer: 'accept' });
  await house.drain();
  for (const one of [leaver, receiver, witness]) await signMyLetters(one.api.signing, one.keyring, { me: one.person, handover: made.handover });
  await house.drain();
  await wrapWaitingKeys(leaver.api.vault, leaver.keyring, house.firm);
  const found: Case = { ...made, leaver, receiver, witness };
  if (until === 'pledged') return found;
  const clients = made.clients[0]!;
  for (const client of clients) {
    for (const { id } of await receiver.api.vault.listSecrets({ client })) await openSecret(receiver.api.vault, receiver.keyring, id);
  }
  const batch = { handover: made.handover, batch: made.batches[0]!, clients };
  await checkBatch(receiver, { ...batch, planted: [] });
  await prepareKeys({ incoming: receiver, supervisor: witness }, batch);
  if (until === 'signed') {
    await signBatch({ outgoing: leaver, incoming: receiver, supervisor: witness }, batch);
    await house.drain();
  }
  return found;
}
