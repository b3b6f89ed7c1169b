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
export async function verifyBackup(repository: Repository): Promise<VerifyReport> {
  const from = performance.now();
  const snapshots = await repository.snapshots();
  const wanted = new Set<string>();
  const faults: RepositoryFault[] = [];
  for (const { name } of snapshots) {
    try {
      for await (const id of blobsNamedBy(repository, await repository.readSnapshot<Snapshot>(name))) wanted.add(id);
    } catch (error) {
      if (!(error instanceof Refusal && error.code.startsWith('backup.'))) throw error;
      faults.push({ code: 'file-unreadable', file: `snapshots/${name}` });
    }
  }
  if (!(await readsFileKeys(repository))) faults.push({ code: 'file-unreadable', file: 'apart/file-keys' });
  const { faults: found, ...counts } = await repository.verify(wanted);
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

/** Which backup is meant: the newest whose name begins so, and which is not younger than an instant. */
export interface Wanted {
  beginning?: string | undefined;
  notAfter?: Date | undefined;
}

/** The newest backup of a repository that is wanted. Refuses with `backup.no-snapshot`. */
export async function findSnapshot(
  repository: Repository,
  { beginning = '', notAfter }: Wanted = {},
): Promise<{ name: string; snapshot: Snapshot }> {
  const all = await repository.snapshots();
  const found = all.findLast(({ name, at }) => name.startsWith(beginning) && (!notAfter || at <= notAfter));
  if (!found) {
    const [wanted, oldest] = [notAfter?.toISOString() ?? beginning, all[0]?.at.toISOString() ?? '–'];
    throw new Refusal('backup.no-snapshot', { wanted, oldest }, 'not-found');
  }
  return { name: found.name, snapshot: await repository.readSnapshot<Snapshot>(found.name) };
}
