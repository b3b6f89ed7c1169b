import fc from 'fast-check';
import { expect, test } from 'vitest';
import { armor } from 'age-encryption';
import { sealFor } from './age-file.ts';
import { toUtf8 } from './bytes.ts';
import { createLock, unwrapIdentity, wrapIdentity } from './client-lock.ts';
import { createKeyring } from './keyring.ts';
import { openSecret, sealSecret, tokenHashOf } from './sealed-secret.ts';

const quick = { workFactor: 1 };
const place = { client: 'client-1', secret: 'secret-1' };

test('each holder opens the client key, and with it the secret, and proves it by the token', async () => {
  const lock = await createLock();
  const { ciphertext, tokenHash } = await sealSecret({ plaintext: '电子税务局密码', recipient: lock.recipient, place });
  const holders = [await createKeyring('outgoing', quick), await createKeyring('supervisor', quick)];
  const wraps = await wrapIdentity(
    lock.identity,
    holders.map(({ publicKeys }) => publicKeys.recipient),
  );
  for (const [i, { keyring, publicKeys }] of holders.entries()) {
    expect(wraps[i]!.holder).toBe(publicKeys.recipient);
    const identity = await unwrapIdentity(wraps[i]!.wrapped, keyring, lock.recipient);
    const { value, token } = await openSecret(ciphertext, identity, place);
    expect(value).toBe('电子税务局密码');
    expect(tokenHashOf(token)).toBe(tokenHash);
  }
});

test('any text comes back as it was sealed, with a token of its own each time', async () => {
  const lock = await createLock();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 600 }), async (plaintext) => {
      const one = await sealSecret({ plaintext, recipient: lock.recipient, place });
      const other = await sealSecret({ plaintext, recipient: lock.recipient, place });
      expect((await openSecret(one.ciphertext, lock.identity, place)).value).toBe(plaintext);
      expect(one.tokenHash).not.toBe(other.tokenHash);
    }),
    { numRuns: 30 },
  );
});

test('the length of the ciphertext does not tell a PIN from a password', async () => {
  const { recipient } = await createLock();
  const lengths = await Promise.all(
    ['1234', '密码'.repeat(10), 'x"\\\n'.repeat(12)].map(
      async (plaintext) => (await sealSecret({ plaintext, recipient, place })).ciphertext.length,
    ),
  );
  expect(new Set(lengths).size).toBe(1);
});

test('a ciphertext put in the place of another secret or another client is refused', async () => {
  const lock = await createLock();
  const { ciphertext } = await sealSecret({ plaintext: '888888', recipient: lock.recipient, place });
  for (const elsewhere of [
    { ...place, secret: 'secret-2' },
    { ...place, client: 'client-2' },
  ]) {
    await expect(openSecret(ciphertext, lock.identity, elsewhere)).rejects.toThrow('vault.secret-differs');
  }
});

test('who does not hold the key is told so', async () => {
  const lock = await createLock();
  const { keyring: stranger } = await createKeyring('stranger', quick);
  const [wrap] = await wrapIdentity(lock.identity, [(await createKeyring('holder', quick)).publicKeys.recipient]);
  await expect(unwrapIdentity(wrap!.wrapped, stranger, lock.recipient)).rejects.toThrow('vault.key-does-not-fit');
  const { ciphertext } = await sealSecret({ plaintext: '888888', recipient: lock.recipient, place });
  await expect(openSecret(ciphertext, stranger.identity, place)).rejects.toThrow('vault.key-does-not-fit');
});

test("a wrap of another client's key, or of no key at all, is refused", async () => {
  const [lock, other] = [await createLock(), await createLock()];
  const { keyring, publicKeys } = await createKeyring('holder', quick);
  const [wrap] = await wrapIdentity(other.identity, [publicKeys.recipient]);
  await expect(unwrapIdentity(wrap!.wrapped, keyring, lock.recipient)).rejects.toThrow('vault.lock-differs');
  const nonsense = await sealFor([publicKeys.recipient], toUtf8('not a key'));
  await expect(unwrapIdentity(nonsense, keyring, lock.recipient)).rejects.toThrow('vault.lock-differs');
});

test('a ciphertext of which any one bit was changed, or that was cut, is refused', async () => {
  const lock = await createLock();
  const { ciphertext } = await sealSecret({ plaintext: '888888', recipient: lock.recipient, place });
  const bytes = armor.decode(ciphertext);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(openSecret(armor.encode(changed), lock.identity, place)).rejects.toThrow(/^vault\./);
      await expect(openSecret(armor.encode(bytes.subarray(0, bit >> 3)), lock.identity, place)).rejects.toThrow(
        'vault.file-damaged',
      );
    }),
    { numRuns: 60 },
  );
});

test('a sealed file that holds no secret is called damaged', async () => {
  const lock = await createLock();
  const ciphertext = await sealFor([lock.recipient], toUtf8('{"v":1,"value":"888888"}'));
  await expect(openSecret(ciphertext, lock.identity, place)).rejects.toThrow('vault.file-damaged');
});

test.each(['', 'AAAA', 'not base64url!', 'A'.repeat(23)])('%j is no token', (token) => {
  expect(() => tokenHashOf(token)).toThrow('vault.token-malformed');
});
