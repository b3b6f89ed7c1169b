import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import * as archive from '#modules/archive/archive.ts';
import { writeDurably } from '#platform/backup/durable-file.ts';
import { copyDatabase, standStill } from '#platform/backup/database-copy.ts';
import { KeptLocked } from '#platform/backup/kept-locked.ts';
import { putJson, recall, remember, remembered, type Tree, type TreeMemory } from '#platform/backup/folder-tree.ts';
import type { Repository } from '#platform/backup/repository.ts';
import { defaultRetention, keptOf, type Retention } from '#platform/backup/retention.ts';
import { settings } from '#platform/config/setting.ts';
import { isAlive } from '#platform/database/embedded/postmaster.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { OpenGround } from '../ground.ts';
import { listEndings } from './endings.ts';
import { backUpPlace } from './files-place.ts';
import { listHandedOver } from './handed-over.ts';
import { keepFileKeys, keptApart } from './file-keys.ts';
import { backupHome, momentFile, openOrCreate } from './open-repository.ts';
import { readLogs } from './restore-database.ts';
import { type BackedUpFolder, backedUpFolders, blobsNamedBy, type Snapshot } from './snapshot.ts';

/** What is backed up. */
export interface Installation {
  /** The owner of the database. */
  owner: pg.ClientConfig;
  dataFolder: string;
  /** Where files are kept: a folder or `s3://…`. */
  filesPlace: string;
  opened: Pick<OpenGround, 'ground'>;
}

export interface BackupReport {
  snapshot: string;
  /** Everything committed before this instant is in the backup. */
  at: Date;
  /** Since the backup before: what would have been lost a moment ago. Null: there was none. */
  rpoSeconds: number | null;
  rows: number;
  files: number;
  /** Of the files. */
  bytes: number;
  /** What was new. */
  written: number;
  removed: { snapshots: number; bytes: number };
  seconds: number;
}

/**
 * Backs up an installation while it runs: the database as it stands at one instant, then files and packages, which are only ever
 * added. What the repository has already is not written again; the snapshot comes last, so that a backup is there whole or not at
 * all. Then backups that retention does not keep are taken away. Journalled in each firm. Where the place lets nothing go before its
 * time, that time is renewed last for what was written long ago.
 *
 * Refuses with `backup.running` when another one is at it, and as `openOrCreate` and `standStill` do; with `backup.lock-not-renewed`
 * though the backup stands.
 */
export async function takeBackup(
  { owner: config, dataFolder, filesPlace, opened }: Installation,
  place: string,
  options: { recipients?: readonly string[]; retention?: Retention } = {},
): Promise<BackupReport> {
  const from = performance.now();
  const home = backupHome(dataFolder);
  const unlock = lock(home.memory);
  const owner = new pg.Client(config);
  try {
    await owner.connect();
    const { repository, id, recipients } = await openOrCreate(place, home, owner, options.recipients ?? []);
    await repository.load();
    const locks = new KeptLocked(repository, join(home.memory, `${id}-locks.json`));
    const memory = join(home.memory, `${id}.json`);
    const at = await standStill(owner);
    const database = await copyDatabase(owner, repository, keptApart);
    const logs = await readLogs(owner);
    const jobs = putJson(repository, await waitingJobs(owner));
    const endings = putJson(repository, await listEndings(owner));
    const handedOver = putJson(repository, await listHandedOver(owner));
    await keepFileKeys(owner, repository);
    await owner.query('commit');
    const folders = await backUpFolders(
      repository,
      { files: filesPlace, archive: join(dataFolder, 'archive') },
      memory,
    );
    const snapshot: Snapshot = {
      format: 'baton/snapshot/v1',
      at: at.toISOString(),
      database,
      logs,
      jobs,
      endings,
      handedOver,
      folders: folders.trees,
      settings: openSettings(),
    };
    const previous = (await repository.snapshots()).at(-1);
    const name = await repository.writeSnapshot(at, snapshot);
    folders.remember(name);
    const { idle, ...removed } = await applyRetention(repository, options.retention ?? defaultRetention);
    if (idle) locks.idle = idle;
    const report: BackupReport = {
      snapshot: name,
      at,
      rpoSeconds: previous ? (at.getTime() - previous.at.getTime()) / 1000 : null,
      rows: database.tables.reduce((sum, { rows }) => sum + rows, 0),
      files: backedUpFolders.reduce((sum, one) => sum + folders.trees[one].files, 0),
      bytes: backedUpFolders.reduce((sum, one) => sum + folders.trees[one].bytes, 0),
      written: repository.written,
      removed,
      seconds: (performance.now() - from) / 1000,
    };
    writeDurably(momentFile(home, 'backup'), []);
    for (const firm of await firmsOf(owner))
      await archive.recordBackup(worker(opened, firm), { ...report, recipients });
    await locks.renew(at);
    return report;
  } finally {
    await owner.end();
    unlock();
  }
}

/** Only one at a time keeps the memory of a repository and takes old backups away. */
function lock(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'running');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(path, 'utf8'));
      if (attempt > 1 || (pid > 0 && isAlive(pid))) throw new Refusal('backup.running', { pid }, 'conflict');
      rmSync(path, { force: true });
    }
  }
}

type Memory = { snapshot: string } & Record<BackedUpFolder, TreeMemory>;

async function backUpFolders(repository: Repository, places: Record<BackedUpFolder, string>, memoryFile: string) {
  const empty = (): TreeMemory => ({ folders: {}, tree: [] });
  const kept = recall<Memory>(memoryFile);
  const isThere = kept !== null && (await repository.snapshots()).some(({ name }) => name === kept.snapshot);
  const memory: Memory = isThere ? kept : { snapshot: '', files: empty(), archive: empty() };
  const trees = {} as Record<BackedUpFolder, Tree>;
  for (const one of backedUpFolders) {
    repository.trust(remembered(memory[one]));
    trees[one] = await backUpPlace(repository, places[one], memory[one]);
  }
  return { trees, remember: (snapshot: string) => remember(memoryFile, { ...memory, snapshot }) };
}

/** `idle` is what nobody needs and stays; absent while nothing was looked at. */
async function applyRetention(
  repository: Repository,
  retention: Retention,
): Promise<BackupReport['removed'] & { idle?: string[] }> {
  const all = await repository.snapshots();
  const wanted = new Set(keptOf(all, retention));
  const staying: string[] = [];
  for (const one of all) if (wanted.has(one) || !(await repository.removeSnapshot(one.name))) staying.push(one.name);
  if (staying.length === all.length) return { snapshots: 0, bytes: 0 };
  const live = new Set<string>();
  for (const name of staying)
    for await (const id of blobsNamedBy(repository, await repository.readSnapshot<Snapshot>(name))) live.add(id);
  return { snapshots: all.length - staying.length, ...(await repository.sweep(live)) };
}

/** The jobs that wait or are at work, without those of the queue itself. */
async function waitingJobs(owner: pg.Client): Promise<{ name: string; data: unknown }[]> {
  const { rows: there } = await owner.query<{ there: boolean }>(`select to_regclass('jobs.job') is not null as there`);
  if (!there[0]!.there) return [];
  const { rows } = await owner.query<{ name: string; data: unknown }>(
    `select name, data from jobs.job where state in ('created', 'retry', 'active') and name not like '\\_\\_%' order by created_on`,
  );
  return rows;
}

/** A connection string carries a password, and files of keys are elsewhere on the next machine. */
function openSettings(): Record<string, string> {
  const closed = ['DATABASE_URL', 'BATON_MASTER_KEY_FILE'];
  const open = Object.keys(settings).filter((name) => !closed.includes(name) && process.env[name]);
  return Object.fromEntries(open.map((name) => [name, process.env[name]!]));
}

/** The firms of the installation, in the connection of its owner. */
export async function firmsOf(owner: pg.Client): Promise<FirmId[]> {
  const { rows } = await owner.query<{ id: FirmId }>('select id from public.firm order by id');
  return rows.map(({ id }) => id);
}

/** The program at work for a firm. */
export function worker({ ground }: Pick<OpenGround, 'ground'>, firm: FirmId) {
  return { by: { kind: 'job' as const, firm, onBehalfOf: null }, ground };
}
