import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { urlOf, type ClusterAddress } from './address.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { openHome, type Home } from './home.ts';
import { initialise, superuser } from './initialise.ts';
import { ensurePostmaster, isAlive, port, runningPostmaster, stopPostmaster } from './postmaster.ts';

export type EmbeddedOptions = {
  /** Where the cluster is kept; made when missing. */
  folder: string;
  /** For tests only: gives up durability for speed. */
  fast?: boolean;
  log?: (message: string) => void;
};

export type Embedded = {
  /** The superuser, over the Unix socket; there is no TCP port. */
  address: ClusterAddress;
  /** The superuser's connection string to the database `postgres`. */
  superuserUrl: string;
  /** The server's process id at this moment. */
  pid(): number;
  /** Ends the server, unless another living process started it. Resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * PostgreSQL 18 from npm on `folder`, ready for connections. A server that a killed process left behind is taken over
 * with all its rows; one that another living process keeps is shared and left running by `stop`. A server that dies
 * is started again until `stop` is called. Throws an Error whose message says what to do when the machine cannot run it.
 */
export async function startEmbedded({ folder, fast = false, log = () => {} }: EmbeddedOptions): Promise<Embedded> {
  if (!process.getuid) throw unsupported();
  const home = openHome(folder, log);
  const binaries = findBinaries(home.account);
  const password = initialise(home, binaries, fast);
  const keeper = runningPostmaster(home) ? keeperOf(home) : null;
  let pid = await ensurePostmaster(home, binaries, fast);
  const address: ClusterAddress = { host: home.socket, port, user: superuser, password };
  const endpoints = { address, superuserUrl: urlOf(address, 'postgres') };
  if (keeper !== null) return { ...endpoints, pid: () => pid, stop: async () => {} };

  writeFileSync(home.keeper, String(process.pid));
  const watch = watchOver(home, binaries, fast, log, (next) => {
    pid = next;
  });
  const stopAtExit = () => signalServer(home);
  process.once('exit', stopAtExit);
  return {
    ...endpoints,
    pid: () => pid,
    stop: async () => {
      process.off('exit', stopAtExit);
      await watch.end();
      await stopPostmaster(home);
      rmSync(home.keeper, { force: true });
    },
  };
}

/** The living process, other than ourselves, that started the server; null when there is none. */
function keeperOf(home: Home): number | null {
  try {
    const pid = Number(readFileSync(home.keeper, 'utf8'));
    return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

function watchOver(
  home: Home,
  binaries: Binaries,
  fast: boolean,
  log: (message: string) => void,
  restarted: (pid: number) => void,
): { end(): Promise<void> } {
  let restart: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (restart || runningPostmaster(home)) return;
    log('PostgreSQL has died and is started again');
    restart = ensurePostmaster(home, binaries, fast)
      .then(restarted, (error: Error) => log(error.message))
      .finally(() => {
        restart = null;
      });
  }, 250);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await restart;
    },
  };
}

function signalServer(home: Home): void {
  const postmaster = runningPostmaster(home);
  if (postmaster) process.kill(postmaster.pid, 'SIGINT');
}

function unsupported(): Error {
  return new Error(
    `There is no embedded PostgreSQL for ${process.platform}: set DATABASE_URL to a PostgreSQL 18 of your own.`,
  );
}
