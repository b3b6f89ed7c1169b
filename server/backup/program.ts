import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { type Config, ConfigError, readConfig } from '#platform/config/config.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { openEscrow } from '#platform/envelope/master-key-escrow.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { createLog } from '#platform/log/log.ts';
import { openGround } from '../ground.ts';
import { drillRestore } from './drill.ts';
import { backupHome, openOwn, openWithIdentity } from './open-repository.ts';
import { restoreInstallation } from './restore.ts';
import { type Installation, takeBackup } from './take-backup.ts';
import { verifyBackup } from './verify-backup.ts';

/**
 * What `baton backup` and `baton restore` run, in a process of its own: the argument names the deed; its wishes come as JSON over
 * standard input, since they may hold the recovery identity, and arguments can be read by everybody on the machine. Answers
 * with one line of JSON: a report, or a refusal.
 */
export interface Wishes {
  folder: string;
  recipients?: string[];
  /** The recovery identity. */
  identity?: string;
  snapshot?: string;
  /** ISO instant. */
  notAfter?: string;
  recovered?: boolean;
  /** A file with the master key, or the age file that it is escrowed in. */
  masterKeyFile?: string;
  escrowFile?: string;
}

const deeds: Record<string, (config: Config, wishes: Wishes) => Promise<object>> = {
  backup: (config, { folder, recipients }) =>
    withInstallation(config, (installation) => takeBackup(installation, folder, { recipients: recipients ?? [] })),
  drill: (config, { folder }) => withInstallation(config, (installation) => drillRestore(installation, folder)),
  verify: async (config, { folder, identity }) =>
    verifyBackup(
      await (identity ? openWithIdentity(folder, identity) : openOwn(folder, backupHome(config.dataFolder))),
    ),
  restore: async (config, wishes) => {
    if (!wishes.identity) throw new Refusal('backup.no-identity');
    return restoreInstallation({
      repository: await openWithIdentity(wishes.folder, wishes.identity),
      snapshot: wishes.snapshot,
      notAfter: wishes.notAfter ? new Date(wishes.notAfter) : undefined,
      recovered: wishes.recovered,
      dataFolder: config.dataFolder,
      filesPlace: config.filesPlace,
      databaseUrl: config.databaseUrl,
      masterKey: await masterKeyOf(wishes, wishes.identity),
      masterKeyFile: config.masterKeyFile,
    });
  },
};

try {
  const wishes = JSON.parse(await text(process.stdin)) as Wishes;
  const report = await deeds[process.argv[2]!]!(readConfig(process.env), wishes);
  process.stdout.write(`${JSON.stringify({ report })}\n`);
} catch (error) {
  if (!(error instanceof Refusal || error instanceof ConfigError)) throw error;
  const refusal =
    error instanceof Refusal
      ? { code: error.code, facts: error.facts }
      : { code: 'doctor.settings', facts: { faults: error.message } };
  process.stdout.write(`${JSON.stringify({ refusal })}\n`);
}

/** The installation of this environment, its own PostgreSQL running if it was not. Refuses with `backup.no-installation`. */
async function withInstallation<T>(config: Config, run: (installation: Installation) => Promise<T>): Promise<T> {
  const { dataFolder, filesPlace, databaseUrl } = config;
  const place = join(dataFolder, 'postgres');
  if (!databaseUrl && !existsSync(place))
    throw new Refusal('backup.no-installation', { folder: dataFolder }, 'not-found');
  const cluster = databaseUrl ? null : await startEmbedded({ folder: place });
  try {
    const owner: pg.ClientConfig = cluster
      ? { ...cluster.address, database: 'baton' }
      : { connectionString: databaseUrl! };
    const opened = await openGround(config, owner, createLog('warn'));
    try {
      return await run({ owner, dataFolder, filesPlace, opened });
    } finally {
      await opened.close();
    }
  } finally {
    await cluster?.stop();
  }
}

async function masterKeyOf({ escrowFile, masterKeyFile }: Wishes, identity: string): Promise<string> {
  if (escrowFile) return openEscrow(await readFile(escrowFile, 'utf8'), identity);
  if (masterKeyFile) return readFile(masterKeyFile, 'utf8');
  throw new Refusal('backup.no-master-key');
}
