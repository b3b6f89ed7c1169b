import type { ContractRouterClient } from '@orpc/contract';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { signStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Letter, signingContract } from './signing.contract.ts';

/** What the browser and the command line do to sign: the private key stays with the person at work. */
export type SigningApi = ContractRouterClient<typeof signingContract>;

/**
 * Signs a letter. What is signed is the hash of the text as it came to be read here, not the hash that the server claims;
 * refuses with `signing.text-differs` when they are not the same.
 */
export async function signLetter(api: SigningApi, keyring: Keyring, letter: Id<'letter'>): Promise<Letter> {
  const { text, toSign, ...found } = await api.readLetter({ letter });
  if (!toSign)
    throw new Refusal(
      found.state === 'signed' ? 'signing.already-signed' : 'signing.not-yours',
      { letter },
      'forbidden',
    );
  const textHash = canonicalHash(text);
  if (toSign.textHash !== textHash || toSign.letter !== letter) throw new Refusal('signing.text-differs', { letter });
  return api.signLetter({ letter, signed: signStatement({ ...toSign, textHash }, keyring.signingSecret) });
}

/** Signs every letter of mine that waits: those for all handovers first, then the pledges of the handover. */
export async function signMyLetters(
  api: SigningApi,
  keyring: Keyring,
  of: { me: Id<'person'>; handover?: Id<'handover'> },
): Promise<Letter[]> {
  const framework = await api.openMyLetters();
  const pledges = of.handover ? await api.openLetters({ handover: of.handover }) : [];
  const mine = [...framework, ...pledges].filter(({ person, state }) => person.id === of.me && state !== 'signed');
  const agreementFirst = mine.toSorted((one, other) => rank(one) - rank(other));
  const signed: Letter[] = [];
  for (const { id } of agreementFirst) signed.push(await signLetter(api, keyring, id));
  return signed;
}

const order = ['signing-agreement', 'monitoring-notice', 'confidentiality', 'responsibility'];

function rank({ kind }: Letter): number {
  return order.indexOf(kind);
}
