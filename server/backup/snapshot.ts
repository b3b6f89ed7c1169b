import type { DatabaseCopy } from '#platform/backup/database-copy.ts';
import { blobsOf, type Tree } from '#platform/backup/folder-tree.ts';
import type { Repository } from '#platform/backup/repository.ts';

/** The state of a firm's journal when it was backed up. */
export interface KeptLog {
  firm: string;
  size: number;
  /** Of the Merkle tree, hex. */
  root: string;
  /** The signed checkpoint. */
  note: string;
}

/** What one backup of an installation consists of. Neither the master key nor any other key stands in it. */
export interface Snapshot {
  format: 'baton/snapshot/v1';
  /** ISO instant: everything that was committed before it is in the backup. */
  at: string;
  database: DatabaseCopy;
  logs: KeptLog[];
  /** Blobs of the jobs that waited in the queue, as JSON. */
  jobs: string[];
  /** Blobs of the endings, as JSON (`endings.ts`). */
  endings: string[];
  /** Blobs of what was signed over, as JSON (`handed-over.ts`); absent in the first backups. */
  handedOver?: string[];
  /** Folders of the data folder; of the files, the bucket where they are kept in one. */
  folders: Record<BackedUpFolder, Tree>;
  /** Settings of the environment that hold no secret. */
  settings: Record<string, string>;
}

/** What of the data folder is backed up: files and packages, both encrypted or signed, and never changed once written. */
export const backedUpFolders = ['files', 'archive'] as const;
export type BackedUpFolder = (typeof backedUpFolders)[number];

/** Every blob that the snapshot needs. */
export async function* blobsNamedBy(repository: Repository, snapshot: Snapshot): AsyncGenerator<string> {
  for (const { blobs } of snapshot.database.tables) yield* blobs;
  yield* snapshot.jobs;
  yield* snapshot.endings;
  yield* snapshot.handedOver ?? [];
  for (const folder of backedUpFolders) yield* blobsOf(repository, snapshot.folders[folder]);
}
