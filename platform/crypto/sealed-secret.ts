import { sha256 } from '@noble/hashes/sha2.js';
import { Refusal } from '#platform/kernel/refusal.ts';
import { openAgeFile, sealFor } from './age-file.ts';
import { fromBase64url, fromUtf8, randomBytes, toBase64url, toHex, toUtf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a ciphertext belongs to; both ids lie inside the seal, so that ciphertexts cannot change places unnoticed. */
export interface SecretPlace {
  readonly client: string;
  readonly secret: string;
}

/** An opened secret. Giving the token (16 bytes, base64url) back to the server proves that the secret was opened. */
export interface OpenedSecret {
  readonly value: string;
  readonly token: string;
}

const paddedTo = 256;

/**
 * Seals a secret to a client's lock. `ciphertext` is an armored age file over canonical JSON
 * `{v, client, secret, token, value, pad}`, padded to a multiple of 256 bytes so that its length does not tell a PIN
 * from a password; `tokenHash` is what the server keeps, see `tokenHashOf`.
 */
export async function sealSecret(input: {
  readonly plaintext: string;
  readonly recipient: string;
  readonly place: SecretPlace;
}): Promise<{ ciphertext: string; tokenHash: string }> {
  const { client, secret } = input.place;
  const token = toBase64url(randomBytes(16));
  const content = padded({ v: 1, client, secret, token, value: input.plaintext });
  return { ciphertext: await sealFor([input.recipient], content), tokenHash: tokenHashOf(token) };
}

/**
 * Opens a secret with the identity of its lock. Refuses with `vault.secret-differs` when the ciphertext was sealed for
 * another client or another secret, with `vault.key-does-not-fit` and with `vault.file-damaged`.
 */
export async function openSecret(ciphertext: string, identity: string, place: SecretPlace): Promise<OpenedSecret> {
  const { client, secret, token, value } = parse(await openAgeFile(ciphertext, { identities: [identity] }));
  if (client !== place.client || secret !== place.secret) {
    throw new Refusal('vault.secret-differs', { client: place.client, secret: place.secret });
  }
  return { value, token };
}

/** SHA-256 of the token's 16 bytes, in hex; refuses with `vault.token-malformed` what is not such a token. */
export function tokenHashOf(token: string): string {
  return toHex(sha256(tokenBytes(token)));
}

function tokenBytes(token: string): Uint8Array {
  try {
    const bytes = fromBase64url(token);
    if (bytes.length === 16) return bytes;
  } catch {
    // not base64url: the same refusal as a wrong length
  }
  throw new Refusal('vault.token-malformed');
}

interface Content extends SecretPlace, OpenedSecret {
  readonly v: 1;
}

function padded(content: Content): Uint8Array {
  const bare = toUtf8(canonicalJson({ ...content, pad: '' })).length;
  return toUtf8(canonicalJson({ ...content, pad: ' '.repeat((paddedTo - (bare % paddedTo)) % paddedTo) }));
}

function parse(bytes: Uint8Array): Content {
  try {
    const { v, client, secret, token, value } = JSON.parse(fromUtf8(bytes)) as Record<string, unknown>;
    const texts = [client, secret, token, value];
    if (v === 1 && texts.every((text) => typeof text === 'string'))
      return { v, client, secret, token, value } as Content;
  } catch {
    // falls through to the same refusal as content of another form
  }
  throw new Refusal('vault.file-damaged');
}
