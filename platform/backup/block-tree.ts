import { createHash } from 'node:crypto';
import type { BucketStore, ListedBlock } from '#platform/files/bucket-store.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { ahead, severalFiles } from './ahead.ts';
import {
  type Content,
  foldersOf,
  listFiles,
  putJson,
  type Tree,
  type TreeFile,
  type TreeMemory,
} from './folder-tree.ts';
import { blobLimit, type Repository } from './repository.ts';

/**
 * Backs up the blocks of a bucket as a folder of the same files would be: whoever restores may put them on a disk. A block never
 * changes, so of those that `memory` knows by name, size and time nothing is fetched.
 */
export async function backUpBlocks(repository: Repository, store: BucketStore, memory: TreeMemory): Promise<Tree> {
  const blocks = Map.groupBy(await Array.fromAsync(store.list()), ({ name }) => name.slice(0, 2));
  const listed: [path: string, listing: string[]][] = [];
  let [files, bytes] = [0, 0];
  for (const [within, entries] of blocks) {
    const state = stateOf(entries);
    const known = memory.folders[within];
    const same = known?.state === state && known.listing.every((id) => repository.has(id));
    const found = same
      ? known
      : await listFiles(repository, entries, known, (block) => fetch(repository, store, block));
    memory.folders[within] = { ...found, state };
    listed.push([within, found.listing]);
    files += found.files;
    bytes += found.bytes;
  }
  for (const path of Object.keys(memory.folders)) if (!blocks.has(path)) delete memory.folders[path];
  memory.tree = putJson(repository, listed);
  return { blobs: memory.tree, files, bytes };
}

/** Puts the files of a tree into a bucket; a block of the same size that is there already is left. */
export async function restoreBlocks(repository: Repository, tree: Tree, store: BucketStore): Promise<void> {
  const present = new Map<string, number>();
  for await (const { name, size } of store.list()) present.set(name, size);
  for await (const { files } of foldersOf(repository, tree)) {
    const missing = files.filter(({ name, size }) => present.get(name) !== size);
    const put = async ({ name, blobs }: TreeFile) => {
      if (present.has(name)) await store.remove(name);
      await store.put(name, repository.contents(blobs));
    };
    await Array.fromAsync(ahead(missing, severalFiles, put));
  }
}

function stateOf(blocks: readonly ListedBlock[]): string {
  const hash = createHash('sha256');
  for (const { name, size, modified } of blocks) hash.update(`${name}\0${size}\0${modified}\0`);
  return hash.digest('base64url');
}

/** A block in blobs; null when it went away meanwhile. Refuses with `backup.file-changed` when it is not as the listing said. */
async function fetch(repository: Repository, store: BucketStore, block: ListedBlock): Promise<Content | null> {
  const source = await store.get(block.name).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'file.missing') return null;
    throw error;
  });
  if (!source) return null;
  const piece = Buffer.allocUnsafe(Math.min(block.size, blobLimit));
  const blobs: string[] = [];
  let [filled, seen] = [0, 0];
  const cut = async () => {
    if (repository.crowded) await repository.room();
    blobs.push(repository.put(piece.subarray(0, filled)));
    filled = 0;
  };
  for await (const part of source) {
    seen += part.length;
    for (let rest = part; rest.length > 0;) {
      const taken = rest.subarray(0, piece.length - filled);
      piece.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
      if (filled === piece.length) await cut();
    }
  }
  if (filled > 0) await cut();
  if (seen !== block.size) throw new Refusal('backup.file-changed', { name: block.name }, 'conflict');
  return { size: block.size, modified: block.modified, blobs };
}
