import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileSource, openPayload, withoutArmor } from '#platform/age/age-reader.ts';
import type { AgeOpeners } from '#platform/age/age-header.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BagSource } from '../bag/bag-source.ts';
import { folderSource } from '../bag/folder-source.ts';
import { sealedSource } from '../bag/sealed-source.ts';

/**
 * The bag at a place: a folder, or an age file, for which `openers` is asked. Refuses with `archive.nothing-there` and, for an age
 * file, as `openPayload` does.
 */
export async function openBag(place: string, openers: () => Promise<AgeOpeners>): Promise<BagSource> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Refusal('archive.nothing-there', {}, 'not-found');
    throw error;
  });
  if (found.isDirectory()) return folderSource(place);
  const source = fileSource(place);
  const plain = withoutArmor(source);
  const key = await openPayload(plain, await openers());
  const from = plain === source ? place : plain.read(0, plain.size);
  return sealedSource(basename(place), plain, { from, place: key });
}

/** The same bag, looked at once for all who ask for hashes that were taken the first time. */
export function lookedAtOnce(source: BagSource): BagSource {
  let first: { hashes: string[]; found: Awaited<ReturnType<BagSource['look']>> } | undefined;
  return {
    async look(choose) {
      const wanted = first && choose(first.found.files.map(({ path }) => path));
      if (first && wanted!.every((hash) => first!.hashes.includes(hash))) return first.found;
      let hashes: string[] = [];
      const found = await source.look((paths) => {
        const chosen = choose(paths);
        hashes = chosen;
        return chosen;
      });
      first = { hashes, found };
      return found;
    },
    read: (path) => source.read(path),
  };
}
