import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { HashName } from '#platform/packing/read-segment.ts';
import type { Fault } from './fault.ts';

/** A regular file in a folder. */
export interface FoundFile {
  /** Within the folder, with `/`, in Unicode form C. */
  path: string;
  /** Where it lies, spelled as the file system has it. */
  location: string;
}

export type FolderFault = 'link' | 'not-a-file' | 'name-unreadable' | 'empty-folder';

/**
 * Every file below the folder in the order of their paths. Links are not followed and, like devices and names that are
 * not UTF-8, told as faults; so are folders without anything in them, which no manifest can vouch for.
 */
export async function listFiles(folder: string): Promise<{ files: FoundFile[]; faults: Fault<FolderFault>[] }> {
  const files: FoundFile[] = [];
  const faults: Fault<FolderFault>[] = [];
  const walk = async (within: string, location: string): Promise<void> => {
    const entries = await readdir(location, { withFileTypes: true, encoding: 'buffer' });
    if (entries.length === 0 && within !== '') faults.push({ code: 'empty-folder', file: within });
    for (const entry of entries) {
      const name = entry.name.toString('utf8');
      const file = (within === '' ? name : `${within}/${name}`).normalize('NFC');
      const fault = Buffer.from(name, 'utf8').equals(entry.name) ? kindFault(entry) : 'name-unreadable';
      if (fault) faults.push({ code: fault, file });
      else if (entry.isDirectory()) await walk(file, path.join(location, name));
      else files.push({ path: file, location: path.join(location, name) });
    }
  };
  await walk('', folder);
  const byPath =
    <T>(pathOf: (item: T) => string) =>
    (one: T, other: T) =>
      pathOf(one) < pathOf(other) ? -1 : 1;
  return { files: files.sort(byPath((file) => file.path)), faults: faults.sort(byPath((fault) => fault.file)) };
}

/** Size and hashes of one file, in lower-case hex, read once and never through a link. */
export async function hashFile(
  location: string,
  algorithms: readonly HashName[],
): Promise<{ size: number; hashes: Record<HashName, string> }> {
  const handle = await open(location, constants.O_RDONLY | constants.O_NOFOLLOW);
  const hashing = algorithms.map((name) => [name, createHash(name)] as const);
  let size = 0;
  for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) {
    size += chunk.length;
    for (const [, hash] of hashing) hash.update(chunk);
  }
  return {
    size,
    hashes: Object.fromEntries(hashing.map(([name, hash]) => [name, hash.digest('hex')])) as Record<HashName, string>,
  };
}

function kindFault(entry: Dirent<Buffer>): FolderFault | null {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() || entry.isDirectory() ? null : 'not-a-file';
}
