import { createHash, randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as vectors from 'cctv-age';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAgeKeys, openAgeFile } from '#platform/crypto/age-file.ts';
import { armor } from 'age-encryption';
import { AgePayload, DamagedChunk, memorySource, openPayload, withoutArmor } from './age-reader.ts';
import { AgeWriter } from './age-writer.ts';
import type { AgeOpeners } from './age-header.ts';

async function opened(file: Uint8Array, openers: AgeOpeners): Promise<Buffer> {
  const source = withoutArmor(memorySource(file));
  const payload = new AgePayload(source, await openPayload(source, openers));
  payload.checkEnd();
  return payload.read(0, payload.size);
}

async function sealed(recipients: string[], pieces: Uint8Array[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const writer = await AgeWriter.begin(
    recipients,
    async (bytes) => void parts.push(...bytes.map((one) => Uint8Array.from(one))),
  );
  for (const piece of pieces) await writer.write(piece);
  await writer.end();
  return Buffer.concat(parts);
}

const names = Object.keys(vectors);

test('the public vectors are there', () => {
  expect(names.length).toBeGreaterThan(100);
});

test.each(names)('public age vector %s is opened or refused as it asks by the reader of large files', async (name) => {
  const file = Buffer.from((vectors as Record<string, Uint8Array>)[name]!);
  const bodyAt = file.indexOf('\n\n');
  const lines = file
    .subarray(0, bodyAt)
    .toString()
    .split('\n')
    .map((line) => line.split(/: (.*)/s) as [string, string]);
  const all = (key: string) => lines.filter(([label]) => label === key).map(([, value]) => value);
  const stored = file.subarray(bodyAt + 2);
  const body = all('compressed').includes('zlib') ? inflateSync(stored) : stored;
  const opening = opened(body, { identities: all('identity'), passwords: all('passphrase') });
  if (all('expect')[0] === 'success') {
    expect(
      createHash('sha256')
        .update(await opening)
        .digest('hex'),
    ).toBe(all('payload')[0]);
  } else {
    await expect(opening).rejects.toThrow();
  }
});

test('what is written in pieces of any size opens for each recipient and for nobody else, byte for byte', async () => {
  const [one, other, stranger] = [await createAgeKeys(), await createAgeKeys(), await createAgeKeys()];
  const sizes = fc.array(fc.oneof(fc.nat(200), fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072, 200_000)), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const pieces = lengths.map((length) => randomBytes(length));
      const file = await sealed([one.recipient, other.recipient], pieces);
      const whole = Buffer.concat(pieces);
      expect((await opened(file, { identities: [other.identity] })).equals(whole)).toBe(true);
      const byLibrary = await openAgeFile(armor.encode(file), { identities: [one.identity] });
      expect(Buffer.from(byLibrary).equals(whole)).toBe(true);
      await expect(opened(file, { identities: [stranger.identity] })).rejects.toThrow('vault.key-does-not-fit');
    }),
    { numRuns: 15 },
  );
});

test('a place in the middle is read without what is before it, and a changed bit there is found with its offset', async () => {
  const { recipient, identity } = await createAgeKeys();
  const content = randomBytes(300_000);
  const file = await sealed([recipient], [content]);
  const source = memorySource(file);
  const place = await openPayload(source, { identities: [identity] });
  expect(new AgePayload(source, place).read(131_000, 500).equals(content.subarray(131_000, 131_500))).toBe(true);
  const offset = place.at + 2 * 65_552;
  file[offset + 70]! ^= 1;
  const damaged = new AgePayload(source, place);
  expect(damaged.read(0, 131_072).length).toBe(131_072);
  expect(() => damaged.read(131_000, 500)).toThrow(new DamagedChunk(offset));
});

test.each([1, 16, 65_552])('a file cut short by %i bytes at a chunk or in one is found', async (bytes) => {
  const { recipient, identity } = await createAgeKeys();
  const file = await sealed([recipient], [randomBytes(65_536 * 3)]);
  await expect(opened(file.subarray(0, file.length - bytes), { identities: [identity] })).rejects.toThrow(DamagedChunk);
});
