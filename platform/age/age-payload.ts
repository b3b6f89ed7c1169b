import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Plaintext bytes of each chunk of an age payload but the last one, which has 1 to as many (0 only when it is the first). */
export const chunkSize = 64 * 1024;
const tagLength = 16;
/** The same chunk encrypted. */
export const sealedChunkSize = chunkSize + tagLength;
/** The random bytes between the header of an age file and its first chunk. */
export const payloadNonceLength = 16;

/**
 * The key of an age file's payload: HKDF-SHA-256 of the file key, salted with the payload's nonce (C2SP age, "Payload"). As an
 * object of Node's, since making one anew for each chunk takes a third of the time.
 */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32)));
}

/** A chunk under ChaCha20-Poly1305, in the STREAM construction: its number and whether it is the last are in the nonce. */
export function sealChunk(key: KeyObject, number: number, last: boolean, plaintext: Uint8Array): [Buffer, Buffer] {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(number, last), { authTagLength: tagLength });
  const body = cipher.update(plaintext);
  cipher.final();
  return [body, cipher.getAuthTag()];
}

/** The plaintext of a chunk; null when it was changed, moved, or is not the last (or is) against what is said. */
export function openChunk(key: KeyObject, number: number, last: boolean, sealed: Uint8Array): Buffer | null {
  const tagAt = sealed.length - tagLength;
  if (tagAt < 0 || (tagAt === 0 && number > 0)) return null;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonceOf(number, last), { authTagLength: tagLength });
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plaintext = decipher.update(sealed.subarray(0, tagAt));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return null;
  }
}

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
