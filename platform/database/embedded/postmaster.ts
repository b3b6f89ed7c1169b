import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, type Binaries } from './binaries.ts';
import type { Home } from './home.ts';

export const port = 5432;
const startLimit = 120_000;
const logLimit = 10_000_000;

/** What `postmaster.pid` tells: the server's process and whether it takes connections. */
type Postmaster = { pid: number; ready: boolean };

/** The server that runs on the cluster, whoever started it; null when none does. Clears what a crash left behind. */
export function runningPostmaster(home: Home): Postmaster | null {
  const file = join(home.cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (!isServer(pid, home)) {
    rmSync(file, { force: true });
    return null;
  }
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Starts the server, or waits for the one that is there, until it takes connections. Returns its process id.
 * The server is in a process group of its own, so that Ctrl-C in a terminal reaches us and not it.
 */
export async function ensurePostmaster(home: Home, binaries: Binaries, fast: boolean): Promise<number> {
  const deadline = Date.now() + startLimit;
  let ended: Promise<void> | null = null;
  let running = false;
  while (Date.now() < deadline) {
    const postmaster = runningPostmaster(home);
    if (postmaster?.ready) return postmaster.pid;
    if (!postmaster && !running) {
      if (ended && !waitsForOrphans(home)) {
        throw new Error(`PostgreSQL did not start; the end of ${home.serverLog} says:\n${lastLines(home)}`);
      }
      if (ended) await sleep(200);
      running = true;
      ended = launch(home, binaries, fast).finally(() => {
        running = false;
      });
    }
    await sleep(10);
  }
  throw new Error(`PostgreSQL was not ready after ${startLimit / 1000} s; see ${home.serverLog}`);
}

/** Ends the server: open transactions are rolled back, everything acknowledged is on disk. Resolves when it is gone. */
export async function stopPostmaster(home: Home): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    const postmaster = runningPostmaster(home);
    if (!postmaster) return;
    process.kill(postmaster.pid, signal);
    const deadline = Date.now() + patience;
    while (isServer(postmaster.pid, home) && Date.now() < deadline) await sleep(10);
  }
}

/** Whether a process with this id lives, be it ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function launch(home: Home, binaries: Binaries, fast: boolean): Promise<void> {
  const tooLong = (statSync(home.serverLog, { throwIfNoEntry: false })?.size ?? 0) > logLimit;
  const log = openSync(home.serverLog, tooLong ? 'w' : 'a', 0o600);
  const settings = Object.entries({ ...always(home), ...(fast ? forTests : forProduct) });
  const child = spawn(
    binaries.postgres,
    ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { cwd: '/', env: environment, stdio: ['ignore', log, log], detached: true, ...home.account.spawn },
  );
  closeSync(log);
  child.unref();
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}

/**
 * Errors of statements are not logged and details never: their texts carry values of clients' rows. The application
 * sees them as errors of its own.
 */
function always(home: Home): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: home.socket,
    unix_socket_permissions: '0700',
    port: String(port),
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    jit: 'off',
    random_page_cost: '1.1',
    // A container's /dev/shm holds 64 MB, which parallel hash joins overrun.
    max_parallel_workers_per_gather: '0',
  };
}

const forProduct = { shared_buffers: '256MB', work_mem: '16MB', max_wal_size: '2GB' };

const forTests = {
  shared_buffers: '128MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  // It holds connections to template databases, which then cannot be copied.
  autovacuum: 'off',
};

/** After kill -9 of the server its backends live on for a moment and hold the shared memory. */
function waitsForOrphans(home: Home): boolean {
  return /shared memory block|lock file "postmaster\.pid"/.test(lastLines(home));
}

function lastLines(home: Home): string {
  return readFileSync(home.serverLog, 'utf8').trimEnd().split('\n').slice(-4).join('\n');
}

/** Whether this process is the server of this cluster, and not a stranger that got the id of a server that crashed. */
function isServer(pid: number, home: Home): boolean {
  return isAlive(pid) && commandLine(pid).includes(home.cluster);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}
