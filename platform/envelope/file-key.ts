import { createSecretKey, randomBytes } from 'node:crypto';
import { Refusal } from '#platform/kernel/refusal.ts';
import { naming, open, seal } from './aes-gcm.ts';
import type { DataKey } from './data-key.ts';

const header = Buffer.of(1);

/** A new random key for one file, which is known by its id. */
export function createFileKey(file: string): DataKey {
  return { client: file, key: createSecretKey(randomBytes(32)) };
}

/** The key of a file under a key of the year: format (1), nonce (12), ciphertext (32), tag (16). Without it the file is gone. */
export function wrapFileKey(yearKey: DataKey, fileKey: DataKey): Buffer {
  return seal(yearKey.key, header, about(yearKey, fileKey.client), fileKey.key.export());
}

/** What `wrapFileKey` wrapped for this file; refuses with `envelope.not-opened` when it was changed or is another's. */
export function unwrapFileKey(yearKey: DataKey, file: string, wrapped: Uint8Array): DataKey {
  const bytes = wrapped[0] === header[0] ? open(yearKey.key, header.length, about(yearKey, file), wrapped) : null;
  if (bytes === null) throw new Refusal('envelope.not-opened', { file }, 'unavailable');
  return { client: file, key: createSecretKey(bytes) };
}

function about({ client }: DataKey, file: string): Buffer {
  return naming('baton/file-key/v1', client, file);
}
