import { parseBucketAddress } from '#platform/files/bucket-address.ts';
import { openFolderRepository } from './folder-repository.ts';
import type { RepositoryStore } from './repository-store.ts';

/** The place at `s3://…`, or in a folder. The client of S3 is loaded by whoever has a bucket. */
export async function openRepositoryStore(place: string): Promise<RepositoryStore> {
  const address = parseBucketAddress(place);
  if (!address) return openFolderRepository(place);
  const { openBucketRepository } = await import('./bucket-repository.ts');
  return openBucketRepository(address);
}
