import type { ContractRouterClient } from '@orpc/contract';
import { introduceKeys } from '#platform/crypto/key-introduction.ts';
import { rotateKey } from '#platform/crypto/key-pin.ts';
import { type Keyring, type SealOptions, createKeyring, unlockKeyring } from '#platform/crypto/keyring.ts';
import { createRecovery } from '#platform/crypto/recovery.ts';
import { signingKeysOf } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Me, peopleContract } from './people.contract.ts';

/**
 * What the browser and the command line do with a person's keys. The vault password and the private keys stay with the
 * caller; the server gets the sealed keyring and the public halves.
 */
export type PeopleApi = ContractRouterClient<typeof peopleContract>;

/** A person at work with their private keys unlocked. */
export interface Unlocked {
  me: Me;
  keyring: Keyring;
}

/**
 * Makes my keys, sealed under the vault password, and introduces them to the firm. Earlier keys are thereby revoked; where `former`
 * gives them, they sign that the new ones follow, and colleagues need not compare again.
 */
export async function makeKeys(
  api: PeopleApi,
  vaultPassword: string,
  { former, ...options }: SealOptions & { former?: Keyring } = {},
): Promise<Unlocked> {
  const me = await api.me();
  const owner = { firm: me.firm.id, person: me.person.id };
  const { keyring, sealedKeyring, publicKeys } = await createKeyring(vaultPassword, options);
  const introduction = await introduceKeys(keyring, owner);
  const rotation = former
    ? rotateKey(
        {
          ...owner,
          former: signingKeysOf(former.signingSecret).fingerprint,
          fingerprint: publicKeys.fingerprint,
        },
        former.signingSecret,
      )
    : null;
  await api.introduceKeys({ sealedKeyring, introduction: introduction as never, rotation });
  return { me: await api.me(), keyring };
}

/** My keys, unlocked. Refuses with `vault.wrong-password`, and with `people.no-keys` when I have made none. */
export async function unlockKeys(api: PeopleApi, vaultPassword: string): Promise<Unlocked> {
  const [me, { sealedKeyring }] = await Promise.all([api.me(), api.myKeyring()]);
  if (!sealedKeyring) throw new Refusal('people.no-keys', { person: me.person.id }, 'conflict');
  return { me, keyring: await unlockKeyring(sealedKeyring, vaultPassword) };
}

/** Makes the firm's recovery key. The three shares exist in the answer and nowhere else: print each on its own sheet. */
export async function makeRecovery(api: PeopleApi): Promise<{ recipient: string; shares: [string, string, string] }> {
  const recovery = await createRecovery();
  await api.setRecovery({ recipient: recovery.recipient });
  return recovery;
}
