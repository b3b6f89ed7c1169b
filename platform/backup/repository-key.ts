import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { openAgeFile, sealFor } from '#platform/crypto/age-file.ts';
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from '#platform/crypto/bytes.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/**
 * The key of one backup repository. It stands in the repository as an age file to the firm's recovery recipients, so that they
 * alone open a backup; the program keeps a copy beside its other keys, to write and to check without them.
 */
export interface RepositoryKey {
  /** 32 bytes, from which the two others are derived. */
  readonly secret: Uint8Array;
  /** Encrypts blobs, indexes and snapshots. */
  readonly sealing: KeyObject;
  /** Names blobs by their content, so that a name says nothing to somebody without the key. */
  readonly naming: KeyObject;
}

const heading = 'baton-backup-key-v1';

/** A new random key. */
export function createRepositoryKey(): RepositoryKey {
  return keyOf(randomBytes(32));
}

/** The key as text: a heading, and 32 bytes in base64url. */
export function formatKey({ secret }: RepositoryKey): string {
  return `${heading}\n${toBase64url(secret)}\n`;
}

/** Reads `formatKey`; refuses with `backup.key-malformed`. */
export function parseKey(text: string): RepositoryKey {
  const [head, line] = text.split('\n');
  try {
    const secret = fromBase64url(line ?? '');
    if (head === heading && secret.length === 32) return keyOf(secret);
  } catch {
    // Told below.
  }
  throw new Refusal('backup.key-malformed');
}

/** The key as an age file, each of the recipients opening it. */
export function wrapKey(key: RepositoryKey, recipients: readonly string[]): Promise<string> {
  return sealFor(recipients, toUtf8(formatKey(key)));
}

/** Opens `wrapKey` with an age identity; refuses as `openAgeFile` does. */
export async function unwrapKey(ageFile: string, identity: string): Promise<RepositoryKey> {
  return parseKey(fromUtf8(await openAgeFile(ageFile, { identities: [identity] })));
}

/** The name of a content: HMAC-SHA-256, hex. */
export function nameOf({ naming }: RepositoryKey, content: Uint8Array): string {
  return createHmac('sha256', naming).update(content).digest('hex');
}

function keyOf(secret: Uint8Array): RepositoryKey {
  const derived = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `baton/backup/v1/${purpose}`, 32)));
  return { secret, sealing: derived('sealing'), naming: derived('naming') };
}
