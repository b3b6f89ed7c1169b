import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { HashName } from './read-segment.ts';

/** Files on disk to be hashed. */
export interface HashJob {
  locations: string[];
  hashes: readonly HashName[];
}

export interface HashedContent {
  size: number;
  /** Lower-case hex. */
  hashes: Record<HashName, string>;
}

const pieceSize = 1024 * 1024;

/** Size and hashes of each file, read once and never through a link. Throws what the file system says. */
export function hashFilesHere({ locations, hashes }: HashJob): HashedContent[] {
  const piece = Buffer.allocUnsafe(pieceSize);
  return locations.map((location) => {
    const hashing = hashes.map((name) => [name, createHash(name)] as const);
    const file = openSync(location, constants.O_RDONLY | constants.O_NOFOLLOW);
    let size = 0;
    try {
      for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
        size += read;
        for (const [, hash] of hashing) hash.update(piece.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
    return {
      size,
      hashes: Object.fromEntries(hashing.map(([name, hash]) => [name, hash.digest('hex')])) as HashedContent['hashes'],
    };
  });
}
