import { Refusal } from '#platform/kernel/refusal.ts';
import { type Keyring, type PublicKeys, publicKeysOf } from './keyring.ts';
import { type SignedStatement, fingerprintOf, signStatement, verifyStatement } from './statement.ts';

/**
 * A person's own declaration of both public keys. The signature ties the age recipient to the signing key, so that
 * whoever pins the fingerprint cannot be given another recipient to wrap to.
 */
export interface KeyIntroduction {
  readonly purpose: 'baton/key-introduction/v1';
  readonly firm: string;
  readonly person: string;
  readonly recipient: string;
  readonly signingKey: string;
}

/** Whose keys they are. */
export interface KeyOwner {
  readonly firm: string;
  readonly person: string;
}

/** The declaration, signed with the keyring's own signing key. */
export async function introduceKeys(keyring: Keyring, owner: KeyOwner): Promise<SignedStatement<KeyIntroduction>> {
  const { recipient, signingKey } = await publicKeysOf(keyring);
  const { firm, person } = owner;
  return signStatement(
    { purpose: 'baton/key-introduction/v1', firm, person, recipient, signingKey },
    keyring.signingSecret,
  );
}

/**
 * The public keys that this person declared with the key of this fingerprint (the pinned one; at the first meeting the
 * one shown and compared). Refuses with `signing.owner-differs` or as `verifyStatement` does.
 */
export function verifyIntroduction(
  signed: SignedStatement<KeyIntroduction>,
  expected: KeyOwner & { readonly fingerprint: string },
): PublicKeys {
  const { fingerprint } = expected;
  const { firm, person, recipient, signingKey } = verifyStatement(signed, {
    purpose: 'baton/key-introduction/v1',
    fingerprint,
  });
  if (firm !== expected.firm || person !== expected.person || signingKey !== signed.publicKey) {
    throw new Refusal('signing.owner-differs', { person: expected.person, fingerprint });
  }
  return { recipient, signingKey, fingerprint: fingerprintOf(signingKey) };
}
