import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { armor } from 'age-encryption';
import * as vectors from 'cctv-age';
import { expect, test } from 'vitest';
import { openAgeFile } from './age-file.ts';

interface Vector {
  expect: string;
  payload: string;
  identities: string[];
  passwords: string[];
  armored: string;
}

const known = ['expect', 'payload', 'identity', 'passphrase', 'armored', 'compressed', 'file key', 'comment'];
const names = Object.keys(vectors);

test('the public vectors are there', () => {
  expect(names.length).toBeGreaterThan(100);
});

test.each(names)('public age vector %s is opened or refused as it asks', async (name) => {
  const {
    expect: outcome,
    payload,
    identities,
    passwords,
    armored,
  } = parseVector((vectors as Record<string, Uint8Array>)[name]!);
  const opening = openAgeFile(armored, { identities, passwords });
  if (outcome === 'success') {
    expect(
      createHash('sha256')
        .update(await opening)
        .digest('hex'),
    ).toBe(payload);
  } else {
    await expect(opening).rejects.toThrow(outcome === 'no match' ? 'vault.key-does-not-fit' : 'vault.file-damaged');
  }
});

function parseVector(bytes: Uint8Array): Vector {
  const file = Buffer.from(bytes);
  const bodyAt = file.indexOf('\n\n');
  const lines = file
    .subarray(0, bodyAt)
    .toString()
    .split('\n')
    .map((line) => line.split(/: (.*)/s) as [string, string]);
  for (const [key] of lines) expect(known).toContain(key);
  const all = (key: string) => lines.filter(([name]) => name === key).map(([, value]) => value);
  const stored = file.subarray(bodyAt + 2);
  const body = all('compressed').includes('zlib') ? inflateSync(stored) : stored;
  return {
    expect: all('expect')[0]!,
    payload: all('payload')[0]!,
    identities: all('identity'),
    passwords: all('passphrase'),
    armored: all('armored').includes('yes') ? body.toString('latin1') : armor.encode(body),
  };
}
