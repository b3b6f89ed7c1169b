import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recipientOf } from './age-file.ts';
import { createLock, unwrapIdentity, wrapIdentity } from './client-lock.ts';
import { combineShares, createRecovery } from './recovery.ts';
import { printShare, readShare } from './recovery-share.ts';

const { recipient, shares } = await createRecovery();

test('any two of the three shares, in any order, open what was wrapped to the recovery key', async () => {
  const lock = await createLock();
  const [wrap] = await wrapIdentity(lock.identity, [recipient]);
  for (const [a, b] of [
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 1],
  ] as const) {
    const identity = await combineShares(shares[a], shares[b]);
    expect(await recipientOf(identity)).toBe(recipient);
    expect(await unwrapIdentity(wrap!.wrapped, { identity }, lock.recipient)).toBe(lock.identity);
  }
});

test('a share is printed as four lines of four groups of five signs, numbered 1 to 3 within', () => {
  for (const [i, share] of shares.entries()) {
    expect(share).toMatch(/^(([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}\n?){4}$/);
    const reading = readShare(share);
    expect(reading.ok && reading.share.index).toBe(i + 1);
  }
});

test('every share that can be printed is read again', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 3), bytes(2), bytes(33), (index, set, point) => {
      const share = { index, set, point };
      expect(readShare(printShare(share))).toEqual({ ok: true, share });
    }),
  );
});

test('a share may be typed in small letters, full-width, run together, with O for 0 and I or L for 1', async () => {
  const careless = shares[0]
    .toLowerCase()
    .replaceAll('-', '')
    .replaceAll('\n', ' ')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l');
  const fullWidth = shares[1].replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  expect(await recipientOf(await combineShares(careless, fullWidth))).toBe(recipient);
});

test('one mistyped sign is found, with the share and the group it stands in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(79), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZU?'), async (at, sign) => {
      const signs = [...shares[1].replace(/[-\n]/g, '')];
      fc.pre(signs[at] !== sign);
      signs[at] = sign;
      await expect(combineShares(shares[0], signs.join(''))).rejects.toMatchObject({
        code: 'recovery.share-mistyped',
        facts: { share: 'second', group: Math.floor(at / 5) + 1 },
      });
    }),
  );
});

test('two signs or two groups that changed places are found', () => {
  const signs = [...shares[0].replace(/[-\n]/g, '')];
  for (let at = 0; at < 79; at++) {
    const swapped = [...signs];
    [swapped[at], swapped[at + 1]] = [signs[at + 1]!, signs[at]!];
    expect(readShare(swapped.join('')).ok).toBe(signs[at] === signs[at + 1]);
  }
  const groups = shares[0].split(/[-\n]/);
  [groups[3], groups[8]] = [groups[8]!, groups[3]!];
  expect(readShare(groups.join(' '))).toEqual({ ok: false, fault: { group: 4 } });
});

test('a share that is too short or too long is told by its number of signs', () => {
  expect(readShare(shares[0].slice(0, -2))).toEqual({ ok: false, fault: { signs: 78 } });
  expect(readShare(`${shares[0]}7`)).toEqual({ ok: false, fault: { signs: 81 } });
  expect(readShare('')).toEqual({ ok: false, fault: { signs: 0 } });
});

test('combining says which share has the wrong number of signs', async () => {
  await expect(combineShares(shares[0].slice(0, -6), shares[1])).rejects.toMatchObject({
    code: 'recovery.share-length',
    facts: { share: 'first', signs: 75 },
  });
});

test('a share whose groups are sound one by one but not together is refused', async () => {
  const mixed = [...shares[0].split('\n').slice(0, 2), ...shares[2].split('\n').slice(2)].join('\n');
  await expect(combineShares(shares[1], mixed)).rejects.toMatchObject({
    code: 'recovery.share-unsound',
    facts: { share: 'second' },
  });
});

test('the same share twice is refused', async () => {
  await expect(combineShares(shares[2], shares[2].toLowerCase())).rejects.toMatchObject({
    code: 'recovery.same-share',
    facts: { index: 3 },
  });
});

test('shares of two different recovery keys are refused', async () => {
  const other = await createRecovery();
  await expect(combineShares(shares[0], other.shares[1])).rejects.toThrow('recovery.shares-of-different-keys');
});

test('shares of different keys whose common bytes happen to be the same are still refused', async () => {
  const other = readShare((await createRecovery()).shares[1]);
  const own = readShare(shares[0]);
  if (!other.ok || !own.ok) throw new Error('both shares are sound');
  const disguised = printShare({ ...other.share, set: own.share.set });
  await expect(combineShares(shares[0], disguised)).rejects.toThrow('recovery.shares-of-different-keys');
});
