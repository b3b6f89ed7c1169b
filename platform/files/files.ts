import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, openFile, sealFile } from '#platform/envelope/chunked-file.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** Encrypted files on disk. A file appears whole or not at all, and is only ever read through its data key. */
export interface Files {
  /** Stores what the source yields under this key; an existing file of the same key is kept. */
  put(dataKey: DataKey, key: string, source: Bytes): Promise<void>;
  /** The decrypted content; refuses with `file.missing`, and while reading with `envelope.…` when a chunk was damaged. */
  read(dataKey: DataKey, key: string): Promise<AsyncIterable<Buffer>>;
  remove(key: string): Promise<void>;
}

/** Files under `folder`, spread over subfolders by the first two characters of their key. */
export function openFiles(folder: string): Files {
  const placeOf = (key: string) => join(folder, nameOf(key).slice(0, 2), nameOf(key));
  return {
    async put(dataKey, key, source) {
      const place = placeOf(key);
      if (await exists(place)) return;
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      const beside = `${place}.${process.pid}.${Date.now()}.part`;
      const file = await open(beside, 'wx', 0o600);
      try {
        for await (const chunk of sealFile(dataKey, key, source)) await file.write(chunk);
        await file.sync();
        await file.close();
        await rename(beside, place);
      } catch (error) {
        await file.close().catch(() => {});
        await rm(beside, { force: true });
        throw error;
      }
    },
    async read(dataKey, key) {
      const place = placeOf(key);
      if (!(await exists(place))) throw new Refusal('file.missing', { key }, 'not-found');
      return openFile(dataKey, key, createReadStream(place));
    },
    async remove(key) {
      await rm(placeOf(key), { force: true });
    },
  };
}

/** File names say nothing of the key that they are stored under. */
function nameOf(key: string): string {
  return createHmac('sha256', 'baton/file-name/v1').update(key).digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
