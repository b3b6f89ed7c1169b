import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, type Binaries } from './binaries.ts';
import { ownFolder, type Home } from './home.ts';

export const superuser = 'postgres';
const major = '18';
const passwordFile = 'superuser-password';

/**
 * Makes the cluster unless it is there, and returns the superuser's password. A cluster appears whole or not at all:
 * it is made beside its place and renamed, with its password file (mode 0600) inside.
 */
export function initialise(home: Home, binaries: Binaries, fast: boolean): string {
  if (!existsSync(home.cluster)) create(home, binaries, fast);
  const version = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim();
  if (version !== major) {
    throw new Error(`${home.cluster} was made by PostgreSQL ${version}; this program brings PostgreSQL ${major}.`);
  }
  return readFileSync(join(home.cluster, passwordFile), 'utf8');
}

function create(home: Home, binaries: Binaries, fast: boolean): void {
  const partial = `${home.cluster}.partial-${process.pid}`;
  const password = randomBytes(24).toString('base64url');
  const handed = `${partial}.password`;
  rmSync(partial, { recursive: true, force: true });
  ownFolder(partial, home.account);
  writePassword(handed, password, home);
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${partial}`,
      `--username=${superuser}`,
      `--pwfile=${handed}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-instructions',
      ...(fast ? ['--no-sync'] : []),
    ],
    { cwd: '/', env: environment, encoding: 'utf8', ...home.account.spawn },
  );
  rmSync(handed, { force: true });
  if (made.status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data folder: ${made.error?.message ?? made.stderr.trim()}`);
  }
  writePassword(join(partial, passwordFile), password, home);
  try {
    renameSync(partial, home.cluster);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(home.cluster)) throw error;
  }
}

function writePassword(path: string, password: string, home: Home): void {
  rmSync(path, { force: true });
  writeFileSync(path, password, { mode: 0o600, flag: 'wx' });
  if (home.account.uid !== process.getuid!()) chownSync(path, home.account.uid, home.account.gid);
}
