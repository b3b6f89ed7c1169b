import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { openFolderRepository } from './folder-repository.ts';
import { backUpFolder, blobsOf, restoreFolder, type TreeMemory } from './folder-tree.ts';
import { Repository } from './repository.ts';
import { createRepositoryKey, formatKey, parseKey, type RepositoryKey, unwrapKey } from './repository-key.ts';
import { defaultRetention, keptOf } from './retention.ts';

let room: string;
let key: RepositoryKey;
let repository: Repository;
beforeEach(async () => {
  room = mkdtempSync(join(tmpdir(), 'baton-repository-'));
  key = createRepositoryKey();
  repository = await Repository.create(openFolderRepository(join(room, 'backups')), key, [
    (await createAgeKeys()).recipient,
  ]);
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const again = () => new Repository(repository.store, key);
const nothing = (): TreeMemory => ({ folders: {}, tree: [] });

function folderOf(files: Record<string, Buffer>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(room, 'source', path, '..'), { recursive: true });
    writeFileSync(join(room, 'source', path), content);
  }
  return join(room, 'source');
}

test('a content is stored once, found again by its name, and tells nothing to whoever has not the key', async () => {
  const content = Buffer.alloc(100_000, '金丝雀');
  const id = repository.put(content);
  expect(repository.put(Buffer.from(content))).toBe(id);
  await repository.flush();
  expect((await again().get(id)).equals(content)).toBe(true);
  expect(new Repository(openFolderRepository(join(room, 'other')), createRepositoryKey()).put(content)).not.toBe(id);
  const packs = readdirSync(join(repository.store.place, 'packs'), { recursive: true }).filter((name) =>
    String(name).endsWith('.pack'),
  );
  expect(packs).toHaveLength(1);
  expect(readFileSync(join(repository.store.place, 'packs', String(packs[0]))).includes('金丝雀')).toBe(false);
});

test('the key is read from what was written of it, and from its age file by a recipient alone', async () => {
  expect(parseKey(formatKey(key)).secret).toEqual(new Uint8Array(key.secret));
  expect(() => parseKey('nonsense')).toThrow('backup.key-malformed');
  const stranger = await createAgeKeys();
  const wrapped = readFileSync(join(repository.store.place, 'key.age'), 'utf8');
  await expect(unwrapKey(wrapped, stranger.identity)).rejects.toMatchObject({ code: 'vault.key-does-not-fit' });
});

test('a folder that holds something else does not become a repository', async () => {
  await expect(Repository.create(openFolderRepository(room), key, [])).rejects.toMatchObject({
    code: 'backup.folder-taken',
  });
});

test('a folder comes back as it was: names, contents of any size, empty files; links are left out', async () => {
  const files = { 'a/空.txt': Buffer.alloc(0), 'a/b/large': randomBytes(9_000_000), c: Buffer.from('c') };
  const source = folderOf(files);
  symlinkSync('/etc/hostname', join(source, 'link'));
  const tree = await backUpFolder(repository, source, nothing());
  await repository.writeSnapshot(new Date(), { tree });
  expect(tree.files).toBe(3);
  await restoreFolder(again(), tree, join(room, 'back'));
  for (const [path, content] of Object.entries(files))
    expect(readFileSync(join(room, 'back', path)).equals(content)).toBe(true);
  expect(existsSync(join(room, 'back', 'link'))).toBe(false);
  expect((await repository.verify(await Array.fromAsync(blobsOf(again(), tree)))).faults).toEqual([]);
});

test('with a memory nothing is read that has not changed; a changed, an added and a removed file are seen', async () => {
  const source = folderOf({ 'a/one': Buffer.from('1'), 'a/two': Buffer.from('2'), 'b/three': Buffer.from('3') });
  const memory = nothing();
  await backUpFolder(repository, source, memory);
  await repository.flush();
  const written = repository.written;
  await backUpFolder(repository, source, memory);
  await repository.flush();
  expect(repository.written).toBe(written);
  writeFileSync(join(source, 'a/one'), 'changed');
  rmSync(join(source, 'a/two'));
  writeFileSync(join(source, 'b/four'), '4');
  const tree = await backUpFolder(repository, source, memory);
  await repository.flush();
  await restoreFolder(again(), tree, join(room, 'back'));
  expect(readdirSync(join(room, 'back'), { recursive: true }).toSorted()).toEqual([
    'a',
    'a/one',
    'b',
    'b/four',
    'b/three',
  ]);
  expect(readFileSync(join(room, 'back', 'a/one'), 'utf8')).toBe('changed');
});

test('what no backup needs is swept away, and what a killed process left; the rest stays whole', async () => {
  const wanted = repository.put(randomBytes(1000));
  await repository.flush();
  const other = again();
  other.put(randomBytes(1000));
  await other.flush();
  writeFileSync(join(repository.store.place, 'packs', 'left.part'), 'left');
  const sweeper = again();
  const { bytes, idle } = await sweeper.sweep(new Set([wanted]));
  expect(bytes).toBeGreaterThan(1000);
  expect(idle).toEqual([]);
  expect(await again().get(wanted)).toHaveLength(1000);
  expect(await again().verify([wanted])).toMatchObject({ faults: [], packs: 1, blobs: 1 });
  await expect(again().get('00'.repeat(32))).rejects.toThrow('backup.blob-missing');
});

test('a content that was changed is not given out, and neither is one whose index was', async () => {
  const wanted = repository.put(randomBytes(1000));
  await repository.flush();
  const changed = (folder: string) => {
    const names = readdirSync(join(repository.store.place, folder), { recursive: true, encoding: 'utf8' });
    const file = join(
      repository.store.place,
      folder,
      names.find((name) => /\.(pack|index)$/.test(name))!,
    );
    const content = readFileSync(file);
    content[20]! ^= 1;
    writeFileSync(file, content);
  };
  changed('packs');
  await expect(again().get(wanted)).rejects.toMatchObject({ code: 'backup.blob-damaged', facts: { offset: 0 } });
  changed('index');
  await expect(again().get(wanted)).rejects.toMatchObject({ code: 'backup.index-damaged' });
});

test('a snapshot is seen by its time, opens with the key alone, and a changed one is refused', async () => {
  const at = new Date('2026-11-23T20:00:00.123Z');
  const name = await repository.writeSnapshot(at, { hello: 1 });
  expect(await repository.snapshots()).toEqual([{ name, at }]);
  expect(await again().readSnapshot(name)).toEqual({ hello: 1 });
  const file = join(repository.store.place, 'snapshots', name);
  const content = readFileSync(file);
  content[20]! ^= 1;
  writeFileSync(file, content);
  await expect(again().readSnapshot(name)).rejects.toThrow('backup.snapshot-damaged');
  expect((await again().verify([])).faults).toMatchObject([{ code: 'file-altered' }]);
});

test('of years of nightly backups those of days, weeks, months and years are kept, and always the newest', async () => {
  const nights = Array.from({ length: 1500 }, (_, night) => ({ at: new Date(Date.UTC(2022, 9, 16 + night, 18)) }));
  const kept = keptOf(nights, defaultRetention);
  expect(kept.at(-1)).toBe(nights.at(-1));
  expect(kept.length).toBeGreaterThanOrEqual(14 + 20);
  expect(kept.length).toBeLessThan(60);
  const days = kept.slice(-14).map(({ at }) => at.toISOString().slice(0, 10));
  expect(new Set(days).size).toBe(14);
  expect(keptOf(nights.slice(0, 2), { last: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0 })).toEqual([nights[1]]);
});
