import type { HashName } from '#platform/packing/read-segment.ts';
import type { Fault } from './fault.ts';

/** What can be wrong with that which holds a bag, before anything in it is looked at. */
export const holderFaultCodes = [
  'link',
  'not-a-file',
  'name-unreadable',
  'empty-folder',
  'name-clash',
  'path-escapes',
  'chunk-damaged',
  'frame-damaged',
  'no-archive',
  'outside-bag',
] as const;
export type HolderFault = (typeof holderFaultCodes)[number];

/** A file of a bag with its size and hashes. */
export interface HashedFile {
  /** Within the bag, with `/`, in Unicode form C. */
  path: string;
  size: number;
  /** Lower-case hex. */
  hashes: Partial<Record<HashName, string>>;
}

/** A bag wherever it lies: in a folder, or in an age file. */
export interface BagSource {
  /**
   * Every file, sorted by path and read once; and what is wrong with that which holds them. `choose` says by the paths which
   * hashes are wanted.
   */
  look(choose: (paths: string[]) => HashName[]): Promise<{ files: HashedFile[]; faults: Fault<HolderFault>[] }>;
  /** The content of a file that `look` gave; null when it is too large to be read whole, or cannot be read. */
  read(path: string): Promise<Buffer | null>;
}

/** What the format has us read whole is never larger. */
export const readLimit = 256 * 1024 * 1024;
