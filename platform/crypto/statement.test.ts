import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64url, fromBase64url } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { createSigningKeys, displayFingerprint, fingerprintOf, signStatement, verifyStatement } from './statement.ts';

const zhao = createSigningKeys();
const qian = createSigningKeys();
const pledge = { purpose: 'baton/pledge/v1', person: '赵', text: '保守客户秘密' } as const;
const byZhao = { purpose: 'baton/pledge/v1', fingerprint: zhao.fingerprint } as const;

test('a signed pledge is verified by the fingerprint of the one who signed', () => {
  expect(verifyStatement(signStatement(pledge, zhao.signingSecret), byZhao)).toEqual(pledge);
});

test('a signature survives storage as JSON in another order of members', () => {
  const { statement, ...rest } = JSON.parse(JSON.stringify(signStatement(pledge, zhao.signingSecret)));
  const { text, ...others } = statement;
  expect(verifyStatement({ ...rest, statement: { text, ...others } }, byZhao)).toEqual(pledge);
});

test('any Ed25519 tool verifies the signature over the canonical JSON', () => {
  const { signature, publicKey } = signStatement(pledge, zhao.signingSecret);
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  expect(verify(null, Buffer.from(canonicalJson(pledge)), key, fromBase64url(signature))).toBe(true);
});

test('the first published vector of RFC 8032 gives its public key', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  expect(fingerprintOf(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'))).toBe(
    signStatement(pledge, toBase64url(seed)).fingerprint,
  );
});

test('a signature given for one purpose is refused for another', () => {
  const signed = signStatement({ ...pledge, purpose: 'baton/sign-off/v1' }, zhao.signingSecret);
  expect(() => verifyStatement(signed, { ...byZhao, purpose: 'baton/pledge/v1' as never })).toThrow(
    'signing.purpose-differs',
  );
  const relabelled = { ...signed, statement: { ...signed.statement, purpose: 'baton/pledge/v1' } };
  expect(() => verifyStatement(relabelled, byZhao)).toThrow('signing.signature-invalid');
});

test('a signature by somebody else is refused, even when it claims the expected fingerprint', () => {
  const signed = signStatement(pledge, qian.signingSecret);
  expect(() => verifyStatement(signed, byZhao)).toThrow('signing.key-differs');
  expect(() => verifyStatement({ ...signed, fingerprint: zhao.fingerprint }, byZhao)).toThrow('signing.key-differs');
  const borrowed = { ...signed, fingerprint: zhao.fingerprint, publicKey: zhao.signingKey };
  expect(() => verifyStatement(borrowed, byZhao)).toThrow('signing.signature-invalid');
});

test('a signature fails when any one bit of it is changed', () => {
  const signed = signStatement(pledge, zhao.signingSecret);
  fc.assert(
    fc.property(fc.nat(511), (bit) => {
      const bytes = fromBase64url(signed.signature);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => verifyStatement({ ...signed, signature: toBase64url(bytes) }, byZhao)).toThrow(
        'signing.signature-invalid',
      );
    }),
    { numRuns: 64 },
  );
});

test('a signature fails when the statement gains, loses or changes a member', () => {
  const signed = signStatement(pledge, zhao.signingSecret);
  const { text: _, ...shorter } = pledge;
  for (const statement of [{ ...pledge, more: 1 }, shorter, { ...pledge, text: '保守客户秘密。' }]) {
    expect(() => verifyStatement({ ...signed, statement }, byZhao)).toThrow('signing.signature-invalid');
  }
});

test.each(['', 'AAAA', '***'])('%j instead of a signature or key is refused like a wrong one', (nonsense) => {
  const signed = signStatement(pledge, zhao.signingSecret);
  expect(() => verifyStatement({ ...signed, signature: nonsense }, byZhao)).toThrow('signing.signature-invalid');
  expect(() => verifyStatement({ ...signed, publicKey: nonsense }, byZhao)).toThrow('signing.key-differs');
});

test.each(['pledge', 'baton/Pledge/v1', 'baton/pledge', 'baton/pledge/v0'])(
  '%j is no purpose to sign for',
  (purpose) => {
    expect(() => signStatement({ purpose }, zhao.signingSecret)).toThrow('a purpose reads');
  },
);

test('a fingerprint is compared in sixteen groups of four', () => {
  expect(displayFingerprint(zhao.fingerprint)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
});
