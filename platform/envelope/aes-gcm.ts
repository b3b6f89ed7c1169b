import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { freshBytes } from './random-pool.ts';

/** 96-bit nonce before, 128-bit tag after the ciphertext. */
export const nonceLength = 12;
export const tagLength = 16;

/**
 * `header ‖ nonce ‖ AES-256-GCM ciphertext ‖ tag`; the header is authenticated together with `about`. A random nonce is good for
 * 2^32 seals under one key.
 */
export function seal(key: KeyObject, header: Uint8Array, about: Uint8Array, plaintext: Uint8Array): Buffer {
  const nonce = freshBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.concat([header, about]));
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([header, nonce, body, cipher.getAuthTag()]);
}

/** What `seal` sealed, or null when key, header, `about` or any bit is not the same. */
export function open(key: KeyObject, headerLength: number, about: Uint8Array, sealed: Uint8Array): Buffer | null {
  const bodyAt = headerLength + nonceLength;
  const tagAt = sealed.length - tagLength;
  if (tagAt < bodyAt) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(headerLength, bodyAt), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.concat([sealed.subarray(0, headerLength), about]));
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plaintext = decipher.update(sealed.subarray(bodyAt, tagAt));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return null;
  }
}

/** Names as one byte string that no other list of names makes: each is preceded by its length. */
export function naming(...names: readonly string[]): Buffer {
  return Buffer.from(names.map((name) => `${name.length}:${name}`).join(''));
}
