import { lstat, readFile } from 'node:fs/promises';
import type { HashName } from '#platform/packing/read-segment.ts';
import { hashFilesAtOnce } from '#platform/packing/reading-pool.ts';
import { type BagSource, type HashedFile, readLimit } from './bag-source.ts';
import { eachAtOnce } from './each-at-once.ts';
import { type FoundFile, hashFile, listFiles } from './folder.ts';

/** A bag in a folder. */
export function folderSource(folder: string): BagSource {
  const locations = new Map<string, { location: string; size: number }>();
  return {
    async look(choose) {
      const { files, faults } = await listFiles(folder);
      const hashed = await hashAll(files, choose(files.map(({ path }) => path)));
      for (const [at, { location }] of files.entries())
        locations.set(files[at]!.path, { location, size: hashed[at]!.size });
      return { files: hashed, faults };
    },
    async read(path) {
      const found = locations.get(path);
      return found && found.size <= readLimit ? readFile(found.location) : null;
    },
  };
}

/** Below this many bytes threads cost more than they bring. */
const worthThreads = 16 * 1024 * 1024;
const bytesAtOnce = 8 * 1024 * 1024;
const filesAtOnce = 256;

async function hashAll(files: FoundFile[], hashes: HashName[]): Promise<HashedFile[]> {
  const sizes = new Map<FoundFile, number>();
  await eachAtOnce(8, files, async (file) => void sizes.set(file, (await lstat(file.location)).size));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (total < worthThreads) {
    const found = new Map<string, HashedFile>();
    await eachAtOnce(8, files, async ({ path, location }) => {
      found.set(path, { path, ...(await hashFile(location, hashes)) });
    });
    return files.map(({ path }) => found.get(path)!);
  }
  const jobs: { locations: string[]; hashes: HashName[] }[] = [];
  let room = 0;
  for (const file of files) {
    if (room <= 0 || jobs.at(-1)!.locations.length === filesAtOnce) {
      jobs.push({ locations: [], hashes });
      room = bytesAtOnce;
    }
    jobs.at(-1)!.locations.push(file.location);
    room -= sizes.get(file)!;
  }
  const found = await hashFilesAtOnce(jobs);
  return files.map(({ path }, at) => ({ path, ...found[at]! }));
}
