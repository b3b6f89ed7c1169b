import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { onDisk } from '#platform/files/disk-fault.ts';
import { unfinished, writeDurably } from './durable-file.ts';
import type { RepositoryStore, StoredFile } from './repository-store.ts';

/** A repository in a folder, made when something is written. */
export function openFolderRepository(folder: string): RepositoryStore {
  const put = (name: string, pieces: readonly Uint8Array[]) =>
    onDisk(async () => writeDurably(join(folder, name), pieces));
  return {
    place: folder,
    lock: null,
    glance: async () => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith(unfinished)) : []),
    write: put,
    replace: put,
    read: (name) =>
      onDisk(async () => {
        try {
          return readFileSync(join(folder, name));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
          throw error;
        }
      }),
    readPart: async (name, offset, length) => readPart(join(folder, name), offset, length),
    list: async (within) => filesBelow(folder, within),
    remove: (name) =>
      onDisk(async () => {
        rmSync(join(folder, name), { force: true });
        return true;
      }),
  };
}

function filesBelow(root: string, within: string): StoredFile[] {
  const start = join(root, within);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(root, path), size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function readPart(path: string, offset: number, length: number): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  } finally {
    closeSync(file);
  }
}
