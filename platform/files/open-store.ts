import { resolve } from 'node:path';
import type { BlockStore } from './block-store.ts';
import { parseBucketAddress } from './bucket-address.ts';
import { openFolderStore } from './folder-store.ts';

/** The store at `s3://…`, or in a folder. The client of S3 is loaded by whoever has a bucket. */
export async function openStore(place: string): Promise<BlockStore> {
  const address = parseBucketAddress(place);
  if (!address) return openFolderStore(resolve(place));
  const { openBucketStore } = await import('./bucket-store.ts');
  return openBucketStore(address);
}
