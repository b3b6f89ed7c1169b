import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The operating system's user under whom PostgreSQL runs, since it refuses to run as root. */
export type Account = {
  uid: number;
  gid: number;
  /** `uid` and `gid` for `spawn` when they differ from our own; empty when PostgreSQL runs as we do. */
  spawn: { uid: number; gid: number } | Record<string, never>;
};

/**
 * The account PostgreSQL runs under: our own, or, when we are root, the owner of the cluster that is there, else the
 * first of `postgres` and `nobody` that the machine knows.
 */
export function chooseAccount(clusterOwner: number | undefined): Account {
  const uid = process.getuid!();
  if (uid !== 0) {
    if (clusterOwner !== undefined && clusterOwner !== uid) {
      throw new Error(
        `The embedded database belongs to another user (uid ${clusterOwner}): start as that user or as root, ` +
          'or choose another BATON_DATA.',
      );
    }
    return { uid, gid: process.getgid!(), spawn: {} };
  }
  const known = unprivileged();
  const found =
    clusterOwner === undefined
      ? (known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody'))
      : known.find((user) => user.uid === clusterOwner);
  if (!found) {
    throw new Error(
      'PostgreSQL does not run as root, and no user `postgres` or `nobody` is in /etc/passwd: start as another user, ' +
        'or set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
  return { uid: found.uid, gid: found.gid, spawn: { uid: found.uid, gid: found.gid } };
}

/** Whether the account may walk into the folder; permissions of every folder above it count. */
export function canEnter(account: Account, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { cwd: '/', stdio: 'ignore', ...account.spawn }).status === 0;
}

function unprivileged(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid }) => name !== '' && uid > 0);
}
