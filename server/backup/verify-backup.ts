import type { Repository, RepositoryFault } from '#platform/backup/repository.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { readsFileKeys } from './file-keys.ts';
import { blobsNamedBy, type Snapshot } from './snapshot.ts';

export interface VerifyReport {
  sound: boolean;
  first: RepositoryFault | null;
  faults: RepositoryFault[];
  snapshots: number;
  packs: number;
  blobs: number;
  bytes: number;
  seconds: number;
}

/** Reads a whole repository back: every file, every blob, and whether every backup has all that it needs. */
export function verifyBackup(repository: Repository): VerifyReport {
  const from = performance.now();
  const snapshots = repository.snapshots();
  const wanted = new Set<string>();
  const faults: RepositoryFault[] = [];
  for (const { name } of snapshots) {
    try {
      for (const id of blobsNamedBy(repository, repository.readSnapshot<Snapshot>(name))) wanted.add(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push({ code: 'file-unreadable', file: `snapshots/${name}` });
    }
  }
  if (!readsFileKeys(repository)) faults.push({ code: 'file-unreadable', file: 'apart/file-keys' });
  const { faults: found, ...counts } = repository.verify(wanted);
  // A pack that is damaged explains what could not be read because of it.
  const all = [...found, ...faults];
  const seconds = (performance.now() - from) / 1000;
  return {
    sound: all.length === 0,
    first: all[0] ?? null,
    faults: all,
    snapshots: snapshots.length,
    ...counts,
    seconds,
  };
}

/** The newest backup of a repository, or the one whose name begins so. Refuses with `backup.no-snapshot`. */
export function findSnapshot(repository: Repository, beginning = ''): { name: string; snapshot: Snapshot } {
  const found = repository.snapshots().findLast(({ name }) => name.startsWith(beginning));
  if (!found) throw new Refusal('backup.no-snapshot', { beginning }, 'not-found');
  return { name: found.name, snapshot: repository.readSnapshot<Snapshot>(found.name) };
}
