import { readFileSync } from 'node:fs';
import pg from 'pg';
import * as disposal from '#modules/disposal/disposal.ts';
import type { Ground } from '#platform/context/context.ts';
import { type Address, openDatabase } from '#platform/database/database.ts';
import type { LoginRole } from '#platform/database/roles.ts';
import { loadMasterKey } from '#platform/envelope/master-key.ts';
import { openFiles } from '#platform/files/files.ts';
import { openFolderStore } from '#platform/files/folder-store.ts';
import { startQueue } from '#platform/jobs/queue.ts';
import { createLog } from '#platform/log/log.ts';
import type { FirmId, Id } from '#platform/kernel/id.ts';
import { followers, jobNames } from '#server/jobs.ts';

/**
 * A process of its own that carries out a disposal and, at the wanted statement of its transaction, kills itself or the database with
 * SIGKILL. Prints how many statements it took when it was done.
 */
export interface KilledDisposal {
  address: Address;
  passwords: Record<LoginRole, string>;
  masterKey: string;
  firm: FirmId;
  disposal: Id<'disposal'>;
  /** Before which statement of the transaction, from 1; 0 never. */
  killAt: number;
  victim: 'server' | 'database';
}

const wish = JSON.parse(readFileSync(0, 'utf8')) as KilledDisposal;
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
  this: pg.Client & { destroying?: boolean; processID?: number },
  ...args: unknown[]
) {
  const text = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string } | undefined)?.text ?? '');
  if (text.includes('for update')) this.destroying = true;
  if (this.destroying) {
    statements += 1;
    if (statements === wish.killAt) process.kill(wish.victim === 'server' ? process.pid : this.processID!, 'SIGKILL');
  }
  return (query as (...all: unknown[]) => unknown).apply(this, args);
} as typeof query;

const context = { by: { kind: 'job' as const, firm: wish.firm, onBehalfOf: null }, ground };
await disposal.carryOut(context, { disposal: wish.disposal });
process.stdout.write(`${statements}\n`);
process.exit(0);
