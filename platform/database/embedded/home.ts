import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { canEnter, chooseAccount, type Account } from './account.ts';

/** The folders of one embedded cluster. */
export type Home = {
  account: Account;
  /** PostgreSQL's data folder, which may not be there yet. */
  cluster: string;
  /** The folder of the Unix socket, entered by the account and root only. */
  socket: string;
  serverLog: string;
  /** Holds the process id of whoever started the server and will stop it. */
  keeper: string;
};

/**
 * Prepares the folders under `folder`. When PostgreSQL's account cannot enter `folder` (root's home), the cluster
 * stands under /var/lib/baton, and the link `elsewhere` in `folder` says where.
 */
export function openHome(folder: string, log: (message: string) => void): Home {
  const asked = resolve(folder);
  mkdirSync(asked, { recursive: true, mode: 0o711 });
  const link = join(asked, 'elsewhere');
  const moved = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
  if (moved && !existsSync(link)) {
    throw new Error(
      `The database of ${asked} stood in ${readlinkSync(link)}, which is gone: bring that folder back, or remove ` +
        `${link} to start with an empty database.`,
    );
  }
  let root = realpathSync(moved ? link : asked);
  const account = chooseAccount(statSync(join(root, 'cluster'), { throwIfNoEntry: false })?.uid);
  if (!canEnter(account, root)) {
    root = join('/var/lib/baton', randomBytes(6).toString('hex'));
    mkdirSync(root, { recursive: true, mode: 0o711 });
    if (!canEnter(account, root)) {
      throw new Error(`PostgreSQL's user (uid ${account.uid}) can enter neither ${asked} nor ${root}: set BATON_DATA.`);
    }
    symlinkSync(root, link);
    log(`PostgreSQL's user cannot enter ${asked}; its data is kept in ${root}`);
  }
  const socket = socketFolder(root);
  ownFolder(socket, account);
  return {
    account,
    cluster: join(root, 'cluster'),
    socket,
    serverLog: join(root, 'server.log'),
    keeper: join(root, 'keeper'),
  };
}

/** Makes the folder, or takes it when it is there, open to the account only; refuses one that a stranger made. */
export function ownFolder(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  if (!status.isDirectory() || ![account.uid, process.getuid!()].includes(status.uid)) {
    throw new Error(`${folder} belongs to another user: remove it.`);
  }
  if (status.uid !== account.uid) chownSync(folder, account.uid, account.gid);
}

/** The kernel allows 107 bytes for a socket's path. */
function socketFolder(root: string): string {
  const inside = join(root, 'socket');
  if (Buffer.byteLength(join(inside, '.s.PGSQL.5432.lock')) <= 103) return inside;
  return join(tmpdir(), `baton-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
}
