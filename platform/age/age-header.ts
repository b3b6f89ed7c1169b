import { Decrypter, Encrypter } from 'age-encryption';
import { Refusal } from '#platform/kernel/refusal.ts';
import { payloadNonceLength } from './age-payload.ts';

/** What opens an age file: identities (`AGE-SECRET-KEY-1…`) or passwords. */
export interface AgeOpeners {
  readonly identities?: readonly string[];
  readonly passwords?: readonly string[];
}

/** A header is small: 20 recipients have 2 KiB. What goes on for longer is none. */
const headerLimit = 256 * 1024;
const emptyPayloadLength = payloadNonceLength + 16;

/** The header of a new age file that each one of the recipients can open, and the file key that it wraps. */
export async function createHeader(
  recipients: readonly string[],
): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  let fileKey = new Uint8Array();
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const empty = await encrypter.encrypt(new Uint8Array());
  return { header: empty.subarray(0, empty.length - emptyPayloadLength), fileKey };
}

/**
 * Where the header at the beginning of these bytes ends; null when more bytes are needed to say so. Refuses with
 * `vault.file-damaged` when they begin no age file.
 */
export function headerEnd(bytes: Buffer): number | null {
  const intro = Buffer.from('age-encryption.org/v1\n');
  if (!bytes.subarray(0, intro.length).equals(intro.subarray(0, bytes.length))) throw new Refusal('vault.file-damaged');
  const mac = bytes.indexOf('\n---');
  const end = mac === -1 ? -1 : bytes.indexOf('\n', mac + 1);
  if (end !== -1) return end + 1;
  if (bytes.length >= headerLimit) throw new Refusal('vault.file-damaged');
  return null;
}

/**
 * The file key that the header wraps. Refuses with `vault.key-does-not-fit` when the header is sound and none of the keys is
 * among its recipients, and with `vault.file-damaged` when it was changed.
 */
export async function openHeader(header: Uint8Array, { identities, passwords }: AgeOpeners): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities ?? []) decrypter.addIdentity(identity);
  for (const password of passwords ?? []) decrypter.addPassphrase(password);
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    const unfitting = error instanceof Error && error.message.startsWith('no identity matched');
    throw new Refusal(unfitting ? 'vault.key-does-not-fit' : 'vault.file-damaged');
  }
}
