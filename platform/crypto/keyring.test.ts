import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sealWithPassword } from './age-file.ts';
import { toUtf8 } from './bytes.ts';
import { introduceKeys, verifyIntroduction } from './key-introduction.ts';
import { changeVaultPassword, createKeyring, publicKeysOf, suggestPassword, unlockKeyring } from './keyring.ts';

const quick = { workFactor: 4 };
const owner = { firm: 'firm-1', person: 'person-1' };

test('the vault password unlocks the keys that were made', async () => {
  const { keyring, sealedKeyring, publicKeys } = await createKeyring('正确的保险箱密码', quick);
  expect(sealedKeyring).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(await unlockKeyring(sealedKeyring, '正确的保险箱密码')).toEqual(keyring);
  expect(await publicKeysOf(keyring)).toEqual(publicKeys);
  expect(publicKeys.recipient).toMatch(/^age1[0-9a-z]{58}$/);
  expect(publicKeys.fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test('the sealed keyring holds neither private key in the clear', async () => {
  const { keyring, sealedKeyring } = await createKeyring('a vault password', quick);
  const bytes = Buffer.from(sealedKeyring.split('\n').slice(1, -2).join(''), 'base64').toString('latin1');
  for (const secret of [keyring.identity, keyring.signingSecret]) expect(bytes + sealedKeyring).not.toContain(secret);
});

test('a wrong vault password is refused as such', async () => {
  const { sealedKeyring } = await createKeyring('a vault password', quick);
  await expect(unlockKeyring(sealedKeyring, 'a vault passwore')).rejects.toThrow('vault.wrong-password');
  await expect(changeVaultPassword(sealedKeyring, 'guess', 'new', quick)).rejects.toThrow('vault.wrong-password');
});

test('a keyring that was cut or holds something else is called damaged, not a wrong password', async () => {
  const { sealedKeyring } = await createKeyring('a vault password', quick);
  await expect(unlockKeyring(sealedKeyring.slice(0, -60), 'a vault password')).rejects.toThrow('vault.file-damaged');
  const other = await sealWithPassword('a vault password', toUtf8('{"v":2}'), 4);
  await expect(unlockKeyring(other, 'a vault password')).rejects.toThrow('vault.file-damaged');
});

test('after a change only the new vault password unlocks, and the keys stay the same', async () => {
  const { keyring, sealedKeyring } = await createKeyring('old password', quick);
  const changed = await changeVaultPassword(sealedKeyring, 'old password', 'new password', quick);
  expect(await unlockKeyring(changed, 'new password')).toEqual(keyring);
  await expect(unlockKeyring(changed, 'old password')).rejects.toThrow('vault.wrong-password');
});

test('full-width signs of a Chinese input method are the same vault password', async () => {
  const { keyring, sealedKeyring } = await createKeyring('baton-2026 密', quick);
  expect(await unlockKeyring(sealedKeyring, 'ｂａｔｏｎ－２０２６　密')).toEqual(keyring);
});

test('a suggested password has four groups of five signs that nobody mistakes, and is never the same twice', () => {
  const suggested = Array.from({ length: 500 }, suggestPassword);
  expect(new Set(suggested).size).toBe(500);
  for (const password of suggested) expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$/);
  expect(new Set(suggested.join('').replaceAll('-', '')).size).toBe(32);
});

test('a person introduces both public keys with one signature', async () => {
  const { keyring, publicKeys } = await createKeyring('a vault password', quick);
  const introduction = await introduceKeys(keyring, owner);
  expect(verifyIntroduction(introduction, { ...owner, fingerprint: publicKeys.fingerprint })).toEqual(publicKeys);
});

test('an introduction with an exchanged recipient, or of another person, is refused', async () => {
  const { keyring, publicKeys } = await createKeyring('a vault password', quick);
  const { publicKeys: others } = await createKeyring('another password', quick);
  const introduction = await introduceKeys(keyring, owner);
  const expected = { ...owner, fingerprint: publicKeys.fingerprint };
  const exchanged = { ...introduction, statement: { ...introduction.statement, recipient: others.recipient } };
  expect(() => verifyIntroduction(exchanged, expected)).toThrow('signing.signature-invalid');
  expect(() => verifyIntroduction(introduction, { ...expected, person: 'person-2' })).toThrow('signing.owner-differs');
});

test('no two passwords open the same keyring', async () => {
  const { sealedKeyring } = await createKeyring('one password', { workFactor: 1 });
  await fc.assert(
    fc.asyncProperty(fc.string(), async (guess) => {
      fc.pre(guess.normalize('NFKC') !== 'one password');
      await expect(unlockKeyring(sealedKeyring, guess)).rejects.toThrow('vault.wrong-password');
    }),
    { numRuns: 30 },
  );
});
