import { readFileSync } from 'node:fs';
import { createRouterClient } from '@orpc/server';
import pg from 'pg';
import { sign } from '#modules/closing/closing.client.ts';
import type { Ground } from '#platform/context/context.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { type Address, openDatabase } from '#platform/database/database.ts';
import type { LoginRole } from '#platform/database/roles.ts';
import { loadMasterKey } from '#platform/envelope/master-key.ts';
import { openFiles } from '#platform/files/files.ts';
import { openFolderStore } from '#platform/files/folder-store.ts';
import { startQueue } from '#platform/jobs/queue.ts';
import { createLog } from '#platform/log/log.ts';
import type { Id } from '#platform/kernel/id.ts';
import { followers, jobNames } from '#server/jobs.ts';
import { router } from '#server/router.ts';

/**
 * A process of its own that gives one signature and, at the wanted statement of the transaction, kills itself or the database
 * with SIGKILL. Prints how many statements the signature took when it was given.
 */
export interface KilledSignOff {
  address: Address;
  passwords: Record<LoginRole, string>;
  masterKey: string;
  token: string;
  keyring: Keyring;
  batch: Id<'batch'>;
  /** Before which statement of the signing transaction, from 1; 0 never. */
  killAt: number;
  victim: 'server' | 'database';
}

const wish = JSON.parse(readFileSync(0, 'utf8')) as KilledSignOff;
const log = createLog('silent');
const database = openDatabase(wish.address, wish.passwords);
const queue = await startQueue(database, jobNames, log);
const ground: Ground = {
  database,
  log,
  keys: await loadMasterKey(wish.masterKey),
  files: openFiles(openFolderStore('/nonexistent'), '/nonexistent'),
  archiveFolder: '/nonexistent',
  escrowFolder: '/nonexistent',
  demoPeople: [],
  enqueue: queue.enqueue,
  followers,
  refused: async () => {},
  founded: async () => {},
};

let statements = 0;
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function counted(
  this: pg.Client & { signing?: boolean; processID?: number },
  ...args: unknown[]
) {
  const text = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string } | undefined)?.text ?? '');
  if (text.includes('begin isolation level serializable')) this.signing = true;
  if (this.signing) {
    statements += 1;
    if (statements === wish.killAt) process.kill(wish.victim === 'server' ? process.pid : this.processID!, 'SIGKILL');
  }
  return (query as (...all: unknown[]) => unknown).apply(this, args);
} as typeof query;

const api = createRouterClient(router, { context: { by: { kind: 'credential', secret: wish.token }, ground } });
await sign(api.closing, wish.keyring, wish.batch);
process.stdout.write(`${statements}\n`);
process.exit(0);
