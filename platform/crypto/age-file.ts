import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Refusal } from '#platform/kernel/refusal.ts';

/** An age key pair: the recipient (`age1…`, public) seals, the identity (`AGE-SECRET-KEY-1…`, private) opens. */
export interface AgeKeys {
  readonly recipient: string;
  readonly identity: string;
}

/** A new X25519 key pair. */
export async function createAgeKeys(): Promise<AgeKeys> {
  const identity = await generateX25519Identity();
  return { recipient: await recipientOf(identity), identity };
}

/** The public half of an identity; throws when the text is not an age identity. */
export function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity);
}

/** True when the text is an age recipient: well formed, and its checksum right. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** An armored age file that each one of the recipients can open. */
export async function sealFor(recipients: readonly string[], plaintext: Uint8Array): Promise<string> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(plaintext));
}

/** An armored age file under a password; `workFactor` is the base-2 logarithm of scrypt's N, at most 20. */
export async function sealWithPassword(password: string, plaintext: Uint8Array, workFactor: number): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(password);
  encrypter.setScryptWorkFactor(workFactor);
  return armor.encode(await encrypter.encrypt(plaintext));
}

/**
 * The content of an armored age file. Refuses with `vault.key-does-not-fit` when the file is sound but none of the
 * keys is among its recipients, and with `vault.file-damaged` when it is no age file or was changed or cut.
 */
export async function openAgeFile(
  armored: string,
  keys: { readonly identities?: readonly string[]; readonly passwords?: readonly string[] },
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of keys.identities ?? []) decrypter.addIdentity(identity);
  for (const password of keys.passwords ?? []) decrypter.addPassphrase(password);
  try {
    return await decrypter.decrypt(armor.decode(armored));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) {
      throw new Refusal('vault.key-does-not-fit');
    }
    throw new Refusal('vault.file-damaged');
  }
}
