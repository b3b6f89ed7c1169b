import { mkdirSync } from 'node:fs';
import { backUpBlocks, restoreBlocks } from '#platform/backup/block-tree.ts';
import { backUpFolder, restoreFolder, type Tree, type TreeMemory } from '#platform/backup/folder-tree.ts';
import type { Repository } from '#platform/backup/repository.ts';
import { type BucketAddress, parseBucketAddress } from '#platform/files/bucket-address.ts';

/** Backs up the files where they are kept: a folder, or a bucket. Both come to the same tree. */
export async function backUpPlace(repository: Repository, place: string, memory: TreeMemory): Promise<Tree> {
  const address = parseBucketAddress(place);
  if (address) return backUpBlocks(repository, await openBucket(address), memory);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return backUpFolder(repository, place, memory);
}

/** Puts the files where they are to be kept from now on, whichever place they came from. */
export async function restorePlace(repository: Repository, tree: Tree, place: string): Promise<void> {
  const address = parseBucketAddress(place);
  if (address) await restoreBlocks(repository, tree, await openBucket(address));
  else await restoreFolder(repository, tree, place);
}

async function openBucket(address: BucketAddress) {
  const { openBucketStore } = await import('#platform/files/bucket-store.ts');
  return openBucketStore(address);
}
