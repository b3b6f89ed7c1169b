import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Ground } from '#platform/context/context.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';

const prefix = 'baton-work-';

/** Gives a folder that only the program reads and that is gone afterwards: the engine reads files, not what lies encrypted. */
export async function inWorkFolder<T>(deed: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    return await deed(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lays an encrypted file open in a work folder; gives its path. */
export async function layOpen(
  ground: Ground,
  folder: string,
  name: string,
  { key, file }: { key: DataKey; file: string },
): Promise<string> {
  const path = join(folder, name);
  await pipeline(await ground.files.read(key, file), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return path;
}

/** Removes what programs that were killed have left open, and this one before it began to work. For the start of the program. */
export async function clearWorkFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || (owner !== process.pid && isRunning(owner))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
