import { Refusal } from '#platform/kernel/refusal.ts';
import { createAgeKeys, openAgeFile, recipientOf, sealWithPassword } from './age-file.ts';
import { fromUtf8, randomBytes, toUtf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { createSigningKeys, signingKeysOf } from './statement.ts';

/** A person's unlocked private keys. They live in the memory of the browser or the command line, never on a server. */
export interface Keyring {
  /** age identity, `AGE-SECRET-KEY-1…`: opens what is wrapped to the person. */
  readonly identity: string;
  /** Ed25519 seed, 32 bytes in base64url: signs. */
  readonly signingSecret: string;
}

/** The public halves, which the server keeps and colleagues pin by the fingerprint. */
export interface PublicKeys {
  /** `age1…` */
  readonly recipient: string;
  /** Raw Ed25519 public key, 32 bytes in base64url. */
  readonly signingKey: string;
  /** SHA-256 of the raw signing key, hex. */
  readonly fingerprint: string;
}

/** `workFactor` is the base-2 logarithm of scrypt's N: 16 takes about 0.3 s in a browser; tests use less. */
export interface SealOptions {
  readonly workFactor?: number;
}

const defaultWorkFactor = 16;

/** New keys for a person, sealed under the vault password as one armored age file that stock `age -d` opens too. */
export async function createKeyring(
  vaultPassword: string,
  options: SealOptions = {},
): Promise<{ keyring: Keyring; sealedKeyring: string; publicKeys: PublicKeys }> {
  const { identity } = await createAgeKeys();
  const { signingSecret } = createSigningKeys();
  const keyring: Keyring = { identity, signingSecret };
  return {
    keyring,
    sealedKeyring: await sealKeyring(keyring, vaultPassword, options),
    publicKeys: await publicKeysOf(keyring),
  };
}

/** Seals a keyring under a password; how the vault password is changed once the keyring is unlocked. */
export function sealKeyring(keyring: Keyring, vaultPassword: string, options: SealOptions = {}): Promise<string> {
  const { identity, signingSecret } = keyring;
  const content = toUtf8(canonicalJson({ v: 1, identity, signingSecret }));
  return sealWithPassword(normalise(vaultPassword), content, options.workFactor ?? defaultWorkFactor);
}

/** The keyring; refuses with `vault.wrong-password`, or with `vault.file-damaged` when the file is not whole. */
export async function unlockKeyring(sealedKeyring: string, vaultPassword: string): Promise<Keyring> {
  return parseKeyring(await openWithPassword(sealedKeyring, vaultPassword));
}

/** The same keys sealed under the new password; refuses with `vault.wrong-password` when the old one is not right. */
export async function changeVaultPassword(
  sealedKeyring: string,
  oldPassword: string,
  newPassword: string,
  options: SealOptions = {},
): Promise<string> {
  return sealKeyring(await unlockKeyring(sealedKeyring, oldPassword), newPassword, options);
}

/** The public halves of a keyring. */
export async function publicKeysOf(keyring: Keyring): Promise<PublicKeys> {
  const { signingKey, fingerprint } = signingKeysOf(keyring.signingSecret);
  return { recipient: await recipientOf(keyring.identity), signingKey, fingerprint };
}

// Without i, l, o and u (Crockford): 32 signs, so that five bits of a random byte choose one without bias.
const passwordSigns = '0123456789abcdefghjkmnpqrstvwxyz';

/** A first password made by the system: 100 random bits in four groups of five signs that are not mistaken for each other. */
export function suggestPassword(): string {
  const signs = Array.from(randomBytes(20), (byte) => passwordSigns[byte & 31]).join('');
  return signs.match(/.{5}/g)!.join('-');
}

async function openWithPassword(sealedKeyring: string, vaultPassword: string): Promise<Uint8Array> {
  try {
    return await openAgeFile(sealedKeyring, { passwords: [normalise(vaultPassword)] });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'vault.key-does-not-fit') throw new Refusal('vault.wrong-password');
    throw error;
  }
}

function parseKeyring(content: Uint8Array): Keyring {
  try {
    const { v, identity, signingSecret } = JSON.parse(fromUtf8(content)) as Record<string, unknown>;
    if (v === 1 && typeof identity === 'string' && typeof signingSecret === 'string')
      return { identity, signingSecret };
  } catch {
    // falls through to the same refusal as a keyring of another form
  }
  throw new Refusal('vault.file-damaged');
}

/** NFKC, so that a password typed with a Chinese input method's full-width signs is the same on every machine. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}
