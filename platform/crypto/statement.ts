import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Refusal } from '#platform/kernel/refusal.ts';
import { fromBase64url, randomBytes, toBase64url, toHex, toUtf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * What a person or a firm declares with a signature. `purpose` (`baton/pledge/v1`) separates the kinds: a signature
 * given for one purpose is worth nothing for another, since the purpose is among the signed bytes.
 */
export interface Statement {
  readonly purpose: string;
}

/**
 * A statement with its Ed25519 signature (RFC 8032) over the UTF-8 bytes of its canonical JSON (RFC 8785), nothing
 * before and nothing after, so that any Ed25519 tool can check it.
 */
export interface SignedStatement<S extends Statement = Statement> {
  readonly statement: S;
  /** 64 bytes, base64url. */
  readonly signature: string;
  /** The raw 32-byte public key, base64url. */
  readonly publicKey: string;
  /** SHA-256 of the raw public key, hex. */
  readonly fingerprint: string;
}

/** Ed25519 signing keys: both halves are raw 32 bytes in base64url. */
export interface SigningKeys {
  readonly signingSecret: string;
  readonly signingKey: string;
  readonly fingerprint: string;
}

const purposePattern = /^baton\/[a-z0-9]+(-[a-z0-9]+)*\/v[1-9][0-9]*$/;

/** New signing keys from the system's random source. */
export function createSigningKeys(): SigningKeys {
  return signingKeysOf(toBase64url(randomBytes(32)));
}

/** Both halves of a signing secret (base64url of the 32-byte seed). */
export function signingKeysOf(signingSecret: string): SigningKeys {
  const publicKey = ed25519.getPublicKey(fromBase64url(signingSecret));
  return { signingSecret, signingKey: toBase64url(publicKey), fingerprint: fingerprintOf(publicKey) };
}

/** SHA-256 of a raw public key (bytes, or their base64url), in hex: what colleagues pin. */
export function fingerprintOf(publicKey: Uint8Array | string): string {
  return toHex(sha256(typeof publicKey === 'string' ? fromBase64url(publicKey) : publicKey));
}

/** A fingerprint as people compare it: 16 groups of four, `a1b2 c3d4 …`. */
export function displayFingerprint(fingerprint: string): string {
  return fingerprint.match(/.{1,4}/g)?.join(' ') ?? '';
}

/**
 * Signs a statement with the signing secret (base64url of the 32-byte seed). Throws a TypeError when the purpose has
 * not the form `baton/<kind>/v<number>` or the statement does not fit into canonical JSON.
 */
export function signStatement<const S extends Statement>(statement: S, signingSecret: string): SignedStatement<S> {
  if (!purposePattern.test(statement.purpose)) {
    throw new TypeError(`a purpose reads baton/<kind>/v<number>, not ${JSON.stringify(statement.purpose)}`);
  }
  const message = toUtf8(canonicalJson(statement));
  const { signingKey, fingerprint } = signingKeysOf(signingSecret);
  const signature = toBase64url(ed25519.sign(message, fromBase64url(signingSecret)));
  return { statement, signature, publicKey: signingKey, fingerprint };
}

/**
 * The statement, when it was given for this purpose and signed by the key of this fingerprint; refuses otherwise with
 * `signing.purpose-differs`, `signing.key-differs` or `signing.signature-invalid`. The fingerprint comes from where the
 * key is known (the person's record, a pin, the firm's fingerprint given from outside), never from the signed
 * statement itself. The shape of the statement is not checked here: what comes from outside is parsed first.
 */
export function verifyStatement<S extends Statement>(
  signed: SignedStatement<S>,
  expected: { readonly purpose: S['purpose']; readonly fingerprint: string },
): S {
  const { statement, signature, publicKey, fingerprint } = signed;
  if (statement.purpose !== expected.purpose || !purposePattern.test(statement.purpose)) {
    throw new Refusal('signing.purpose-differs', { purpose: statement.purpose, expected: expected.purpose });
  }
  const key = bytesOf(publicKey);
  const actual = key && fingerprintOf(key);
  if (actual !== expected.fingerprint || actual !== fingerprint) {
    throw new Refusal('signing.key-differs', { purpose: expected.purpose, expected: expected.fingerprint });
  }
  if (!key || !isSigned(statement, signature, key)) {
    throw new Refusal('signing.signature-invalid', { purpose: expected.purpose, fingerprint });
  }
  return statement;
}

function isSigned(statement: Statement, signature: string, publicKey: Uint8Array): boolean {
  const raw = bytesOf(signature);
  if (!raw) return false;
  try {
    // zip215 accepts encodings that RFC 8032 refuses; as evidence only one encoding of a signature may count.
    return ed25519.verify(raw, toUtf8(canonicalJson(statement)), publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function bytesOf(base64url: string): Uint8Array | null {
  try {
    return fromBase64url(base64url);
  } catch {
    return null;
  }
}
