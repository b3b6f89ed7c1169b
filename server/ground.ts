import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { type Anchor, addressAnchor, folderAnchor } from '#platform/anchor/anchor.ts';
import { type Config, ConfigError } from '#platform/config/config.ts';
import { settings } from '#platform/config/setting.ts';
import type { DemoPerson, Ground } from '#platform/context/context.ts';
import { type Address, openDatabase } from '#platform/database/database.ts';
import { migrate } from '#platform/database/migrate.ts';
import { type LoginRole, loginRoles } from '#platform/database/roles.ts';
import { loadOrCreateMasterKey } from '#platform/envelope/master-key.ts';
import { openFiles } from '#platform/files/files.ts';
import { openStore } from '#platform/files/open-store.ts';
import { startQueue, type Queue } from '#platform/jobs/queue.ts';
import type { Logger } from '#platform/log/log.ts';
import { followers, jobNames } from './jobs.ts';

/** The ground of a running program, and how to leave it. */
export interface OpenGround {
  ground: Ground;
  queue: Queue;
  /** Where checkpoints go outward; empty unless the firm set it up. */
  anchors: Anchor[];
  close(): Promise<void>;
}

/** Opens everything that operations stand on: migrated database, keys, files, queue. */
export async function openGround(
  config: Config,
  owner: pg.ClientConfig,
  log: Logger,
  givenPasswords?: Record<LoginRole, string>,
): Promise<OpenGround> {
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const passwords = givenPasswords ?? (await rolePasswords(join(config.dataFolder, 'keys', 'database-roles.json')));
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await migrate(client, passwords);
  } finally {
    await client.end();
  }
  const address: Address = { host: client.host, port: client.port, database: client.database! };
  const keys = await loadOrCreateMasterKey(config.masterKeyFile);
  const database = openDatabase(address, passwords, {
    onLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  const anchors = await openAnchors(config);
  const queue = await startQueue(database, jobNames, log);
  const ground: Ground = {
    database,
    log,
    keys,
    demoPeople: await readDemoPeople(config.dataFolder),
    files: openFiles(
      await openStore(config.filesPlace),
      join(config.dataFolder, 'arriving'),
      config.secondFilesPlace === null ? null : await openStore(config.secondFilesPlace),
    ),
    archiveFolder: join(config.dataFolder, 'archive'),
    escrowFolder: join(config.dataFolder, 'keys', 'escrow'),
    enqueue: queue.enqueue,
    followers,
    founded: (inside) => playbook.installDefault(inside),
    refused: (context, actor, refusal) => journal.recordRefusal(context, actor, refusal),
  };
  const close = async () => {
    await queue.stop();
    await ground.files.incoming.close();
    await database.close();
  };
  return { ground, queue, anchors, close };
}

async function openAnchors({ checkpointFolder, checkpointAddress }: Config): Promise<Anchor[]> {
  const anchors = checkpointAddress ? [addressAnchor(checkpointAddress)] : [];
  if (!checkpointFolder) return anchors;
  const folder = await folderAnchor(checkpointFolder).catch((error: NodeJS.ErrnoException) => {
    const { example } = settings.BATON_CHECKPOINTS;
    const fault = `is no folder that can be written to (${error.code})`;
    throw new ConfigError([{ name: 'BATON_CHECKPOINTS', example, fault }]);
  });
  return [folder, ...anchors];
}

/** Written by the making of the demo firm; absent everywhere else. */
async function readDemoPeople(dataFolder: string): Promise<DemoPerson[]> {
  const found = await readFile(join(dataFolder, 'demo-people.json'), 'utf8').catch(() => null);
  return found ? (JSON.parse(found) as DemoPerson[]) : [];
}

/** Passwords of the login roles, made once for each installation and kept beside its keys. */
async function rolePasswords(path: string): Promise<Record<LoginRole, string>> {
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found) return JSON.parse(found) as Record<LoginRole, string>;
  const made = Object.fromEntries(loginRoles.map((role) => [role, randomBytes(24).toString('base64url')])) as Record<
    LoginRole,
    string
  >;
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  return made;
}
