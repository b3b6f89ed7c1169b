import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BlockStore } from './block-store.ts';
import { onDisk } from './disk-fault.ts';

/** Blocks under `folder`, spread over subfolders by the first two characters of their name. */
export function openFolderStore(folder: string): BlockStore {
  const placeOf = (name: string) => join(folder, name.slice(0, 2), name);

  async function put(name: string, source: Bytes): Promise<void> {
    const place = placeOf(name);
    if ((await sizeOf(place)) !== null) return;
    await makeFolder(dirname(place));
    const beside = `${place}.${randomUUID()}.part`;
    let file: FileHandle | undefined;
    try {
      file = await open(beside, 'wx', 0o600);
      for await (const piece of source) await writeWhole(file, piece);
      await file.sync();
      await file.close();
      await rename(beside, place);
      await syncFolder(dirname(place));
    } catch (error) {
      await file?.close().catch(() => {});
      await rm(beside, { force: true }).catch(() => {});
      throw error;
    }
  }

  return {
    place: folder,
    put: (name, source) => onDisk(() => put(name, source)),
    adopt: (name, path) =>
      onDisk(async () => {
        const place = placeOf(name);
        if ((await sizeOf(place)) !== null) return;
        await makeFolder(dirname(place));
        // Two names of one file: until the record is made it can still be gone on with under the other.
        await link(path, place).catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return;
          if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK'].includes(error.code ?? '')) throw error;
          return put(name, createReadStream(path));
        });
        await syncFolder(dirname(place));
      }),
    get: (name) =>
      onDisk(async () => {
        const file = await open(placeOf(name), 'r').catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
          throw new Refusal('file.missing', {}, 'not-found');
        });
        return file.createReadStream({ highWaterMark: 256 * 1024 });
      }),
    size: (name) => onDisk(() => sizeOf(placeOf(name))),
    remove: (name) => onDisk(() => rm(placeOf(name), { force: true })),
  };
}

/** Writes all of it, however little the disk takes at a time. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number | null = null): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at === null ? null : at + done);
    done += bytesWritten;
  }
}

/** Makes a folder with those above it. Where that fails Node says that the folder is missing; asked for it alone it says why. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return mkdir(path, { mode: 0o700 });
  });
}

/** Makes names in a folder outlast a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}
