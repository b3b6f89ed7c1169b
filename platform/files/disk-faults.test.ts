import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileKey } from '#platform/envelope/file-key.ts';
import { openFiles } from './files.ts';
import { openFolderStore } from './folder-store.ts';

/** Only root makes a small disk of its own; anybody else is given the error that such a disk gives. */
const makesDisks = process.getuid?.() === 0;
const chunk = 256 * 1024;
const name = 'ab'.repeat(32);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-disk-'));
});
afterEach(async () => {
  if (mounted()) execFileSync('umount', [folder]);
  await chmod(folder, 0o700).catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

function mounted(): boolean {
  return makesDisks && execFileSync('mount', { encoding: 'utf8' }).includes(` ${folder} `);
}

/** A disk of two mebibytes, when there can be one. */
function aSmallDisk(): void {
  if (makesDisks) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', folder]);
}

async function* more(pieces: number): AsyncGenerator<Buffer> {
  for (let piece = 0; piece < pieces; piece += 1) yield randomBytes(chunk);
  if (!makesDisks) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
}

async function leftBehind(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('a disk that gets full while a block is written is refused by name, and nothing of the block stays', async () => {
  aSmallDisk();
  const store = openFolderStore(folder);
  await expect(store.put(name, more(20))).rejects.toMatchObject({ code: 'file.disk-full', status: 'unavailable' });
  expect(await store.size(name)).toBe(null);
  expect(await leftBehind()).toEqual([]);
});

test.runIf(makesDisks)(
  'a disk that gets full while a file arrives keeps what was acknowledged, and the file goes on when there is room',
  async () => {
    aSmallDisk();
    const key = createFileKey('file-1');
    const { incoming } = openFiles(openFolderStore(folder), folder);
    const parts = Array.from({ length: 10 }, () => randomBytes(chunk));
    let file = await incoming.at(key, parts.length * chunk);
    let received = 0;
    const send = async () => {
      for (let at = received / chunk; at < parts.length; at += 1)
        received = await file.append(at * chunk, parts[at]!, at === parts.length - 1);
    };
    await expect(send()).rejects.toMatchObject({ code: 'file.disk-full' });
    expect(received).toBeGreaterThan(0);
    expect(file.size).toBe(received);
    execFileSync('mount', ['-o', 'remount,size=16m', folder]);
    await incoming.release('file-1');
    file = await incoming.at(key, parts.length * chunk);
    expect(file.size).toBe(received);
    await send();
    expect((await file.read(0, parts.length * chunk)).equals(Buffer.concat(parts))).toBe(true);
    await incoming.close();
  },
);

test('a folder that cannot be written to any more is refused by name', async () => {
  aSmallDisk();
  if (makesDisks) execFileSync('mount', ['-o', 'remount,ro', folder]);
  else await chmod(folder, 0o500);
  const store = openFolderStore(folder);
  await expect(store.put(name, more(1))).rejects.toMatchObject({ code: 'file.disk-read-only' });
  const { incoming } = openFiles(store, join(folder, 'arriving'));
  await expect(incoming.at(createFileKey('file-1'), null)).rejects.toMatchObject({ code: 'file.disk-read-only' });
});

test('an upload that cannot fit is refused before its first byte', async () => {
  const { incoming } = openFiles(openFolderStore(folder), join(folder, 'arriving'));
  await expect(incoming.makeRoom(Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ code: 'file.disk-full' });
  await incoming.makeRoom(1);
});
