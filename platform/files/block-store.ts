import type { Bytes } from '#platform/envelope/chunked-file.ts';

/**
 * Where sealed bytes lie: a folder, or a bucket. A block appears whole or not at all, and is never changed; whoever reads one finds
 * out from its seal whether it is what was written.
 *
 * What the place itself does wrong is refused by name: `file.disk-full`, `file.disk-read-only`, `file.disk-failing`, and for a bucket
 * `file.bucket-unreachable`, `file.bucket-failing`, `file.bucket-forbidden`.
 */
export interface BlockStore {
  /** For people: which place this is. */
  readonly place: string;
  /** Stores what the source yields; an existing block of the same name is kept. */
  put(name: string, source: Bytes): Promise<void>;
  /** Stores a whole file of this machine's disk, which stays where it is; an existing block of the same name is kept. */
  adopt(name: string, path: string): Promise<void>;
  /** Refuses with `file.missing`. */
  get(name: string): Promise<AsyncIterable<Buffer>>;
  /** In bytes; null when there is none. */
  size(name: string): Promise<number | null>;
  remove(name: string): Promise<void>;
}
