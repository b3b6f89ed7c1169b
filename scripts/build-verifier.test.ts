import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { sealArchive } from '#platform/packing/seal-archive.ts';
import { buildVerifier } from './build-verifier.ts';

let room: string;
const bytes = randomBytes(20 * 1024 * 1024);
beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'baton-verifier-'));
  await buildVerifier(join(room, 'verify.mjs'));
}, 60_000);
afterAll(() => rmSync(room, { recursive: true, force: true }));

const files: Record<string, Buffer> = {
  'bagit.txt': Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
  'data/large.bin': bytes,
  'manifest-sha512.txt': Buffer.from(`${createHash('sha512').update(bytes).digest('hex')}  data/large.bin\n`),
};

/** Runs the one file in a folder that has nothing else of ours. */
function verify(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, ['verify.mjs', '--lang', 'en', '--json', ...args], {
    cwd: room,
    env: { PATH: '' },
    encoding: 'utf8',
  });
  return { status, report: JSON.parse(stdout) as { sound: boolean; first: unknown; faults: unknown[] } };
}

test('one file and Node check a bag of anybody in its folder, all cores at once', () => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(room, 'bag', name, '..'), { recursive: true });
    writeFileSync(join(room, 'bag', name), content);
  }
  expect(verify('bag')).toMatchObject({ status: 0, report: { sound: true, faults: [] } });
  execFileSync('truncate', ['-s', '-1', join(room, 'bag', 'data', 'large.bin')]);
  expect(verify('bag')).toMatchObject({
    status: 1,
    report: { first: { code: 'file-altered', file: 'data/large.bin' } },
  });
});

test('and the same bag in an age file, with the identity in a file; a flipped bit is told with its place', async () => {
  const { recipient, identity } = await createAgeKeys();
  const parts: Uint8Array[] = [];
  const sealed = Object.entries(files).map(([name, content]) => ({
    path: `bag/${name}`,
    size: content.length,
    modified: 0,
    content,
  }));
  await sealArchive(sealed, [recipient], async (some) => void parts.push(...some.map((one) => Uint8Array.from(one))));
  const whole = Buffer.concat(parts);
  writeFileSync(join(room, 'bag.age'), whole);
  writeFileSync(join(room, 'key.txt'), `# created for a test\n${identity}\n`);
  expect(verify('bag.age', '--identity', 'key.txt')).toMatchObject({ status: 0, report: { sound: true } });
  whole[whole.length - 5_000_000]! ^= 1;
  writeFileSync(join(room, 'bag.age'), whole);
  const { status, report } = verify('bag.age', '--identity', 'key.txt');
  expect({ status, report }).toMatchObject({
    status: 1,
    report: { first: { code: 'chunk-damaged', file: 'bag.age', offset: expect.any(Number) } },
  });
  expect(report.faults).toHaveLength(2);
});
