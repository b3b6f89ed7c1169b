import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';
import * as archive from '#modules/archive/archive.ts';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import { writeDurably } from '#platform/backup/durable-file.ts';
import { getJson } from '#platform/backup/folder-tree.ts';
import { Repository } from '#platform/backup/repository.ts';
import { transact } from '#platform/context/context.ts';
import { formatVerifierKey, noteVerifier } from '#platform/crypto/signed-note.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import { makeRoles, type LoginRole, loginRoles } from '#platform/database/roles.ts';
import { createLogKey } from '#platform/envelope/log-key.ts';
import { type MasterKey, parseMasterKey } from '#platform/envelope/master-key.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { OpenGround } from '../ground.ts';
import { type Ending, replayEndings } from './endings.ts';
import { destroyKeysAgain, filesWithoutKey } from './file-keys.ts';
import { type HandedOver, replayHandOvers } from './handed-over.ts';
import { restorePlace } from './files-place.ts';
import { backupHome, keepKey } from './open-repository.ts';
import { type DatabaseTrial, examineRecovered, restoreDatabase } from './restore-database.ts';
import type { KeptLog, Snapshot } from './snapshot.ts';
import { worker } from './take-backup.ts';
import { findSnapshot } from './verify-backup.ts';

export interface RestoreOptions {
  repository: Repository;
  /** The beginning of a snapshot's name, and the instant that it is not to be younger than; by default the newest. */
  snapshot?: string | undefined;
  notAfter?: Date | undefined;
  /**
   * The database was recovered to a point in time already, by PostgreSQL itself from the WAL that its keeper has: its rows are left,
   * and what belongs to them is restored.
   */
  recovered?: boolean | undefined;
  /** Where the data folder is to be: missing or empty. */
  dataFolder: string;
  /** Where files are to be kept: a folder or `s3://…`; what is there already of them is left. */
  filesPlace: string;
  /** An empty database of one's own; null restores into the embedded one. */
  databaseUrl: string | null;
  /** The text of the master key file, which no backup holds. */
  masterKey: string;
  /** Where the master key is to be kept. */
  masterKeyFile: string;
}

export interface RestoreReport {
  snapshot: string;
  at: string;
  database: DatabaseTrial;
  files: number;
  bytes: number;
  sessions: number;
  endings: number;
  /** Files that came back without content, since no copy of their key is there and nobody has destroyed it. */
  filesWithoutKey: number;
  /** Batches that were signed over after the backup; their clients stay with whom they were given to. */
  undone: string[];
  /** Between the restored state and now: what is lost. */
  rpoSeconds: number;
  seconds: number;
}

/** What is still to be done when the data stand again, by whoever opens them first; it is there as long as it was not done. */
interface Unfinished {
  jobs: { name: string; data: Record<string, unknown> & { firm: string } }[];
  restored: { snapshot: string; at: string; sessions: number; endings: number };
  undone: HandedOver[];
  /** Of each firm: the last checkpoint that is known of the former origin, and its key. */
  former: { firm: FirmId; checkpoint: string | null; key: string }[];
}

const marker = 'restored.json';

/**
 * Restores a backup into an empty machine. The data folder appears only whole, its database compared with what was copied; killed
 * before, the next try begins anew. Every session and API key ends; what later backups know to have ended ends here too; each
 * firm's journal goes on under a new origin with a new key, whose first entry cites the last checkpoint that any backup knows.
 *
 * Clients that were signed over after the backup stay with whom they were given to.
 *
 * Refuses with `backup.target-taken` and `backup.database-taken` when there is something already, with `backup.differs` when the
 * restored database is not what was copied, and as `restoreRows` does.
 */
export async function restoreInstallation(options: RestoreOptions): Promise<RestoreReport> {
  const from = performance.now();
  const { repository, databaseUrl, notAfter, recovered = false } = options;
  const target = resolve(options.dataFolder);
  const master = parseMasterKey(options.masterKey);
  const { name, snapshot } = await findSnapshot(repository, { beginning: options.snapshot, notAfter });
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new Refusal('backup.target-taken', { folder: target }, 'conflict');
  const growing = prepare(target);
  const passwords = Object.fromEntries(
    loginRoles.map((role) => [role, randomBytes(24).toString('base64url')]),
  ) as Record<LoginRole, string>;
  writeDurably(join(growing, 'keys', 'database-roles.json'), [Buffer.from(JSON.stringify(passwords))]);
  keepKey(backupHome(growing), (await Repository.describe(repository.store))!.id, repository.key);
  await restorePlace(repository, snapshot.folders.archive, join(growing, 'archive'));
  const apart = options.filesPlace !== join(target, 'files');
  await restorePlace(repository, snapshot.folders.files, apart ? options.filesPlace : join(growing, 'files'));

  const { owner, stop } = await (recovered ? recoveredDatabase(databaseUrl) : emptyDatabase(databaseUrl, growing));
  let database: DatabaseTrial;
  let ended: { sessions: number; endings: number };
  let without: number;
  let undone: HandedOver[];
  let at = new Date(snapshot.at);
  try {
    await makeRoles(owner, passwords);
    const begin = () => owner.query('begin');
    if (recovered) {
      await begin();
      database = await examineRecovered(owner);
      at = await lastEntry(owner);
    } else database = await restoreDatabase(owner, repository, snapshot, begin);
    const wrong = database.differences[0]?.table ?? database.logs[0]?.firm;
    if (wrong !== undefined) throw new Refusal('backup.differs', { in: wrong }, 'conflict');
    ended = await endEverything(owner, repository, at);
    if (recovered) await destroyKeysAgain(owner);
    undone = await replayHandOvers(owner, await handedOverAfter(repository, at));
    without = await filesWithoutKey(owner);
    const former = await beginNewLogs(owner, repository, master);
    const unfinished: Unfinished = {
      jobs: recovered ? [] : await getJson(repository, snapshot.jobs),
      restored: { snapshot: name, at: at.toISOString(), ...ended },
      undone,
      former,
    };
    writeDurably(join(growing, marker), [Buffer.from(JSON.stringify(unfinished))]);
    await owner.query('commit');
  } finally {
    await owner.end();
    await stop();
  }
  const masterKeyFile = resolve(options.masterKeyFile);
  const within = masterKeyFile.startsWith(`${target}/`)
    ? join(growing, masterKeyFile.slice(target.length))
    : masterKeyFile;
  if (!existsSync(within)) writeDurably(within, [Buffer.from(options.masterKey)]);
  rmSync(target, { recursive: true, force: true });
  renameSync(growing, target);
  const { files, archive: packages } = snapshot.folders;
  return {
    snapshot: name,
    at: at.toISOString(),
    database,
    files: files.files + packages.files,
    bytes: files.bytes + packages.bytes,
    ...ended,
    filesWithoutKey: without,
    undone: undone.map(({ number }) => number),
    rpoSeconds: (Date.now() - at.getTime()) / 1000,
    seconds: (performance.now() - from) / 1000,
  };
}

/**
 * Does what a restore left for the first opening of the data, once: the waiting jobs go into the queue again, and each journal gets
 * the first entry of its new origin. Gives whether there was something to do.
 */
export async function finishRestore({ ground, queue }: OpenGround, dataFolder: string): Promise<boolean> {
  const file = join(dataFolder, marker);
  if (!existsSync(file)) return false;
  const { jobs, restored, former, undone } = JSON.parse(readFileSync(file, 'utf8')) as Unfinished;
  for (const { firm, checkpoint, key } of former) {
    const context = worker({ ground }, firm);
    await transact(context, async (inside) => {
      for (const { name, data } of jobs.filter((job) => job.data.firm === firm))
        await queue.enqueue(inside, name, data);
      // The blocks of what was destroyed since came back with the others.
      await document.orderRemoval(inside);
    });
    const numbers = undone.filter((one) => one.firm === firm).map(({ number }) => number);
    await archive.recordRestore(context, { ...restored, checkpoint, formerKey: key, undone: numbers });
    await journal.sequence(context);
  }
  rmSync(file);
  return true;
}

/** A hidden folder beside the target, and nothing left of earlier tries. */
function prepare(target: string): string {
  const prefix = `.${basename(target)}.restoring-`;
  mkdirSync(dirname(target), { recursive: true });
  for (const name of readdirSync(dirname(target)).filter((one) => one.startsWith(prefix)))
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  const growing = join(dirname(target), `${prefix}${randomBytes(6).toString('hex')}`);
  mkdirSync(growing, { mode: 0o711 });
  return growing;
}

async function emptyDatabase(url: string | null, folder: string): Promise<{ owner: pg.Client; stop(): Promise<void> }> {
  if (url !== null) {
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    if (await isEmpty(owner)) return { owner, stop: async () => {} };
    await owner.end();
    throw new Refusal('backup.database-taken', {}, 'conflict');
  }
  const cluster = await startEmbedded({ folder: join(folder, 'postgres') });
  await ensureDatabase(cluster.address, 'baton');
  const owner = new pg.Client({ ...cluster.address, database: 'baton' });
  await owner.connect();
  return { owner, stop: () => cluster.stop() };
}

/** Refuses with `backup.not-recovered` when there is no database of one's own with a firm in it. */
async function recoveredDatabase(url: string | null): Promise<{ owner: pg.Client; stop(): Promise<void> }> {
  if (url === null) throw new Refusal('backup.not-recovered', {}, 'conflict');
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  if (!(await isEmpty(owner))) return { owner, stop: async () => {} };
  await owner.end();
  throw new Refusal('backup.not-recovered', {}, 'conflict');
}

/** How far a database goes that was recovered. */
async function lastEntry(owner: pg.Client): Promise<Date> {
  const { rows } = await owner.query<{ at: Date }>('select max(at) as at from public.journal_entry');
  return rows[0]!.at;
}

/** What the newest backup knows to have been signed over, when it is later than the restored state. */
async function handedOverAfter(repository: Repository, restored: Date): Promise<HandedOver[]> {
  const newest = (await repository.snapshots()).at(-1)!;
  if (newest.at <= restored) return [];
  const { handedOver = [] } = await repository.readSnapshot<Snapshot>(newest.name);
  return handedOver.length === 0 ? [] : getJson<HandedOver[]>(repository, handedOver);
}

/** Tables without a firm are what a restore leaves that was killed. Whoever cannot see all rows is not told that there are none. */
async function isEmpty(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ made: boolean; sees: boolean }>(
    `select to_regclass('public.firm') is not null as made,
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as sees`,
  );
  const { made, sees } = rows[0]!;
  if (!made) return true;
  return sees && (await owner.query('select from public.firm limit 1')).rowCount === 0;
}

/** Sessions, API keys, and whatever any backup of the repository knows to have ended. */
async function endEverything(owner: pg.Client, repository: Repository, restored: Date) {
  const sessions = await owner.query('delete from auth.session');
  const keys = await owner.query('delete from auth.api_key');
  let endings = 0;
  for (const { name, at } of await repository.snapshots()) {
    if (at <= restored) continue;
    const later = await repository.readSnapshot<Snapshot>(name);
    endings += await replayEndings(owner, await getJson<Ending[]>(repository, later.endings));
  }
  return { sessions: (sessions.rowCount ?? 0) + (keys.rowCount ?? 0), endings };
}

/**
 * A new key and a new name for each firm's log: what was written after the backup is lost, and the former log, which others may hold
 * checkpoints of, must not seem to say two things.
 */
async function beginNewLogs(
  owner: pg.Client,
  repository: Repository,
  master: MasterKey,
): Promise<Unfinished['former']> {
  const newest = new Map<string, KeptLog>();
  for (const { name } of await repository.snapshots())
    for (const log of (await repository.readSnapshot<Snapshot>(name)).logs) newest.set(log.firm, log);
  const { rows } = await owner.query<{ firm: FirmId; key: string }>(
    'select firm_id as firm, verifier_key as key from public.journal_key order by firm_id',
  );
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  for (const { firm } of rows) {
    const { keys, sealed } = createLogKey(master, firm);
    const verifier = formatVerifierKey(noteVerifier(journal.originOf(firm, stamp), keys.signingKey));
    await owner.query(
      'update public.journal_key set verifier_key = $2, sealed_key = $3, created_at = now() where firm_id = $1',
      [firm, verifier, sealed],
    );
  }
  return rows.map(({ firm, key }) => ({ firm, checkpoint: newest.get(firm)?.note ?? null, key }));
}
