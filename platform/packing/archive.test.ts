import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileSource, memorySource, openPayload } from '#platform/age/age-reader.ts';
import { AgeWriter } from '#platform/age/age-writer.ts';
import { type AgeKeys, createAgeKeys } from '#platform/crypto/age-file.ts';
import { readArchive, type ReadArchive } from './read-archive.ts';
import { sealArchive } from './seal-archive.ts';
import type { SealFile } from './seal-segment.ts';
import { endOfTar, padding, tarHeader } from './tar-header.ts';

let room: string;
let keys: AgeKeys;
let other: AgeKeys;
beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'baton-packing-'));
  keys = await createAgeKeys();
  other = await createAgeKeys();
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

const contents: Record<string, Buffer> = {
  'bag/bagit.txt': Buffer.from('BagIt-Version: 1.0\n'),
  'bag/data/空.txt': Buffer.alloc(0),
  'bag/data/账册/2026年度总账.pdf': randomBytes(700_000),
  [`bag/data/${'很长的名称'.repeat(12)}/a`]: Buffer.from('a'),
  'bag/data/large.bin': Buffer.concat([randomBytes(9_000_000), Buffer.alloc(9_000_000)]),
  'bag/data/z': Buffer.alloc(513, 'z'),
};

function filesOf(given: Record<string, Buffer>): SealFile[] {
  return Object.entries(given).map(([path, content]) => ({
    path,
    size: content.length,
    modified: 1_790_000_000,
    content,
  }));
}

async function sealed(files: SealFile[], recipients = [keys.recipient, other.recipient]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  await sealArchive(files, recipients, async (bytes) => void parts.push(...bytes.map((one) => Uint8Array.from(one))));
  return Buffer.concat(parts);
}

async function aged(content: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const writer = await AgeWriter.begin(
    [keys.recipient],
    async (bytes) => void parts.push(...bytes.map((one) => Uint8Array.from(one))),
  );
  await writer.write(content);
  await writer.end();
  return Buffer.concat(parts);
}

async function readBack(file: Buffer): Promise<ReadArchive> {
  const source = memorySource(file);
  const place = await openPayload(source, { identities: [keys.identity] });
  return readArchive(source, { from: file, place }, ['sha256']);
}

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const hashesOf = (archive: ReadArchive) =>
  Object.fromEntries(archive.files.map(({ path, hashes }) => [path, hashes.sha256]));
const expected = Object.fromEntries(Object.entries(contents).map(([path, content]) => [path, sha256(content)]));

test('what was sealed is read back file by file, and one content at a time', async () => {
  const archive = await readBack(await sealed(filesOf(contents)));
  expect(archive.faults).toEqual([]);
  expect(hashesOf(archive)).toEqual(expected);
  for (const file of archive.files) expect(archive.contentOf(file)!.equals(contents[file.path!]!)).toBe(true);
});

test('the stock commands open it for either recipient: age, zstd, tar', async () => {
  if (spawnSync('age', ['--version']).status !== 0) return;
  writeFileSync(join(room, 'sealed.age'), await sealed(filesOf(contents)));
  writeFileSync(join(room, 'key'), `${other.identity}\n`);
  execFileSync('sh', ['-c', 'mkdir out && age -d -i key sealed.age | zstd -d | tar x -C out'], { cwd: room });
  for (const [path, content] of Object.entries(contents)) {
    expect(readFileSync(join(room, 'out', path)).equals(content), path).toBe(true);
  }
});

test('an archive that was made by stock tools is read too: plain, zstd in one frame or several, gzip', async () => {
  const tar = Buffer.concat([
    ...filesOf(contents).flatMap((file) => [tarHeader(file), contents[file.path]!, padding(file.size)]),
    endOfTar,
  ]);
  const several = Buffer.concat([
    zstdCompressSync(tar.subarray(0, 1_000_000)),
    zstdCompressSync(tar.subarray(1_000_000)),
  ]);
  for (const packed of [tar, zstdCompressSync(tar), several, gzipSync(tar)]) {
    const archive = await readBack(await aged(packed));
    expect(archive.faults).toEqual([]);
    expect(hashesOf(archive)).toEqual(expected);
    expect(archive.contentOf(archive.files[0]!)).toEqual(contents['bag/bagit.txt']);
  }
});

test('a flipped bit anywhere is found with its offset, and files that it does not touch are still read', async () => {
  const file = await sealed(filesOf(contents));
  const headerLength = file.indexOf('\n---') + 49;
  for (const at of [headerLength + 30, Math.floor(file.length / 2), file.length - 70_000, file.length - 1]) {
    const flipped = Buffer.from(file);
    flipped[at]! ^= 0x10;
    const archive = await readBack(flipped);
    const [fault] = archive.faults;
    expect(fault).toMatchObject({ code: 'chunk-damaged' });
    expect(fault!.offset).toBeLessThanOrEqual(at);
    expect(fault!.offset).toBeGreaterThan(at - 65_552);
  }
  const late = Buffer.from(file);
  late[file.length - 250_000]! ^= 1;
  const archive = await readBack(late);
  expect(archive.faults[0]!.within).toBe('bag/data/large.bin');
  expect(archive.files.map(({ path }) => path)).toContain('bag/data/z');
});

test.each([1, 40, 65_552, 300_000])(
  'an archive cut short by %i bytes is found, and what is before is read',
  async (bytes) => {
    const file = await sealed(filesOf(contents));
    const archive = await readBack(file.subarray(0, file.length - bytes));
    expect(archive.faults[0]).toMatchObject({ code: 'chunk-damaged' });
    expect(archive.files.map(({ path }) => path)).toContain('bag/bagit.txt');
  },
);

test('a bomb costs no memory and is refused', async () => {
  const bomb = zstdCompressSync(
    Buffer.concat([tarHeader({ path: 'bag/data/bomb', size: 2 ** 33, modified: 0 }), Buffer.alloc(2 ** 28)]),
  );
  const archive = await readBack(
    await aged(Buffer.concat([bomb, ...Array<Buffer>(4).fill(zstdCompressSync(Buffer.alloc(2 ** 28)))])),
  );
  expect(archive.faults).toEqual([{ code: 'no-archive', offset: expect.any(Number), within: 'bag/data/bomb' }]);
});

test('what is no archive is told as such', async () => {
  expect((await readBack(await aged(Buffer.alloc(2000, 'x')))).faults).toMatchObject([
    { code: 'no-archive', offset: 0 },
  ]);
  expect((await readBack(await aged(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 9, 9, 9, 9])))).faults).toMatchObject([
    { code: 'frame-damaged' },
  ]);
});

test('sealing ends at once when it is cancelled, and when a file is not what it was', async () => {
  const ending = new AbortController();
  const cancelled = sealArchive(filesOf(contents), [keys.recipient], async () => ending.abort(new Error('cancelled')), {
    signal: ending.signal,
  });
  await expect(cancelled).rejects.toThrow('cancelled');
  writeFileSync(join(room, 'grown'), 'grown');
  const grown: SealFile = { path: 'bag/grown', size: 3, modified: 0, location: join(room, 'grown') };
  await expect(sealed([grown])).rejects.toMatchObject({ code: 'packing.file-changed', facts: { path: 'bag/grown' } });
});

test('a file on disk is read through no link', () => {
  execFileSync('ln', ['-s', '/etc/hostname', join(room, 'link')]);
  expect(() => fileSource(join(room, 'link'))).toThrow('ELOOP');
});
