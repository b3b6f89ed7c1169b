import { Refusal } from '#platform/kernel/refusal.ts';
import { type AgeKeys, createAgeKeys, openAgeFile, recipientOf, sealFor } from './age-file.ts';
import { fromUtf8, toUtf8 } from './bytes.ts';

/** An identity wrapped to one holder: an armored age file. */
export interface WrappedIdentity {
  /** The holder's recipient. */
  readonly holder: string;
  readonly wrapped: string;
}

/** A client's lock of one key version: whoever has the recipient seals, whoever holds the identity opens. */
export function createLock(): Promise<AgeKeys> {
  return createAgeKeys();
}

/** The identity wrapped to each holder (a recipient: a person's or the firm's recovery key), one age file for each. */
export function wrapIdentity(identity: string, holders: readonly string[]): Promise<WrappedIdentity[]> {
  const content = toUtf8(identity);
  return Promise.all(holders.map(async (holder) => ({ holder, wrapped: await sealFor([holder], content) })));
}

/**
 * The identity of the lock with this recipient, opened by a holder's identity (a keyring, or the recovery identity).
 * Refuses with `vault.key-does-not-fit` when it was wrapped to somebody else, with `vault.lock-differs` when what was
 * wrapped is not the key of this lock, and with `vault.file-damaged`.
 */
export async function unwrapIdentity(
  wrapped: string,
  holder: { readonly identity: string },
  lockRecipient: string,
): Promise<string> {
  const content = await openAgeFile(wrapped, { identities: [holder.identity] });
  const identity = await identityIn(content, lockRecipient);
  if (identity === null) throw new Refusal('vault.lock-differs', { lock: lockRecipient });
  return identity;
}

async function identityIn(content: Uint8Array, lockRecipient: string): Promise<string | null> {
  try {
    const identity = fromUtf8(content);
    return (await recipientOf(identity)) === lockRecipient ? identity : null;
  } catch {
    return null;
  }
}
