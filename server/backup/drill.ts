import { randomBytes } from 'node:crypto';
import pg from 'pg';
import * as archive from '#modules/archive/archive.ts';
import { writeDurably } from '#platform/backup/durable-file.ts';
import type { RepositoryFault } from '#platform/backup/repository.ts';
import { filesWithoutKey } from './file-keys.ts';
import { backupHome, momentFile, openOwn } from './open-repository.ts';
import { type DatabaseTrial, restoreDatabase } from './restore-database.ts';
import { firmsOf, type Installation, worker } from './take-backup.ts';
import { findSnapshot, verifyBackup } from './verify-backup.ts';

export interface DrillReport {
  sound: boolean;
  snapshot: string;
  at: Date;
  database: DatabaseTrial;
  /** Files that would come back without content, since no copy of their key is there. */
  filesWithoutKey: number;
  /** Of the repository as a whole, files and packages among it. */
  faults: RepositoryFault[];
  files: number;
  bytes: number;
  /** The longest time between two backups of the last 30 days, or since the newest: what could have been lost. */
  rpoSeconds: number;
  /** Until the database stood and was compared; what a real restore would take, but for writing the files. */
  databaseSeconds: number;
  seconds: number;
}

/**
 * Restores the newest backup for trial: the database into a scratch one beside the real one, compared by counts, totals and the
 * checkpoints of the journals, then dropped; and everything else is read back. Journalled in each firm with its result.
 */
export async function drillRestore({ owner, dataFolder, opened }: Installation, place: string): Promise<DrillReport> {
  const from = performance.now();
  const repository = await openOwn(place, backupHome(dataFolder));
  const { name, snapshot } = await findSnapshot(repository);
  const { database, without } = await inScratch(owner, async (scratch) => ({
    database: await restoreDatabase(scratch, repository, snapshot, () => scratch.query('begin')),
    without: await filesWithoutKey(scratch),
  }));
  const databaseSeconds = (performance.now() - from) / 1000;
  const { faults } = await verifyBackup(repository);
  const { files, archive: packages } = snapshot.folders;
  const report: DrillReport = {
    sound: faults.length + database.differences.length + database.logs.length + without === 0,
    snapshot: name,
    at: new Date(snapshot.at),
    database,
    filesWithoutKey: without,
    faults,
    files: files.files + packages.files,
    bytes: files.bytes + packages.bytes,
    rpoSeconds: longestGap(await repository.snapshots(), new Date()),
    databaseSeconds,
    seconds: (performance.now() - from) / 1000,
  };
  writeDurably(momentFile(backupHome(dataFolder), 'drill'), []);
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const { tables, rows, differences, logs } = database;
    const wrong = faults.length + differences.length + logs.length + without;
    for (const firm of await firmsOf(client))
      await archive.recordDrill(worker(opened, firm), { ...report, tables, rows, faults: wrong });
  } finally {
    await client.end();
  }
  return report;
}

const month = 30 * 24 * 3_600_000;

/** In seconds. */
export function longestGap(backups: readonly { at: Date }[], now: Date): number {
  const times = [...backups.map(({ at }) => at.getTime()), now.getTime()].filter((at) => at > now.getTime() - month);
  return Math.max(...times.slice(1).map((at, index) => at - times[index]!), 0) / 1000;
}

const prefix = 'baton_drill_';

async function inScratch<T>(config: pg.ClientConfig, deed: (scratch: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(config);
  await admin.connect();
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  try {
    await dropLeftovers(admin);
    await admin.query(`create database ${name} template template0 encoding 'UTF8'`);
    const scratch = new pg.Client(databaseOf(config, name));
    await scratch.connect();
    try {
      return await deed(scratch);
    } finally {
      await scratch.end();
      await admin.query(`drop database ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}

/** What a drill left that was killed; one that is at work has connections. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database d where datname like '${prefix}%'
       and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
  );
  for (const { name } of rows) await admin.query(`drop database if exists ${admin.escapeIdentifier(name)}`);
}

function databaseOf(config: pg.ClientConfig, database: string): pg.ClientConfig {
  if (!config.connectionString) return { ...config, database };
  const url = new URL(config.connectionString);
  url.pathname = `/${database}`;
  return { ...config, connectionString: url.href };
}
