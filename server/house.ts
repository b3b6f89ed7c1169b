import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Config } from '#platform/config/config.ts';
import type { DemoPerson } from '#platform/context/context.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import type { Logger } from '#platform/log/log.ts';
import { startNightly } from './backup/nightly.ts';
import { finishRestore } from './backup/restore.ts';
import { startClockwork } from './clockwork.ts';
import { clearHalfMadeDemo } from './demo/half-made.ts';
import { openGround } from './ground.ts';
import { buildPages } from './pages.ts';
import { resumeWork } from './resume.ts';
import { createServer } from './server.ts';

export interface StartOptions {
  config: Config;
  log: Logger;
  /** Make the demo firm when there is no firm yet. */
  demo: boolean;
  /** Folder of the built pages, built when missing or out of date; null serves the API alone. */
  pages: string | null;
  /** Hears what takes a while. */
  say?: (text: string) => void;
}

/** A whole running installation. */
export interface RunningHouse {
  address: string;
  founded: boolean;
  demoPeople: DemoPerson[];
  stop(): Promise<void>;
}

/** Starts database, ground, server and clockwork, in that order; `stop` ends what was started, in the other. */
export async function startHouse({ config, log, demo, pages, say = () => {} }: StartOptions): Promise<RunningHouse> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    const owner = await ownerOf(config, log, stops);
    const opened = await openGround(config, owner, log);
    stops.push(() => opened.close());
    await finishRestore(opened, config.dataFolder);
    if (pages) await buildPages(pages, say);
    const founded = await hasFirm(opened.ground.database.auth);
    if (!founded && demo) {
      say('  正在生成演示公司 · making the demo firm …');
      const { makeDemoFirm } = await import('./demo/demo-firm.ts');
      opened.ground.demoPeople = await makeDemoFirm(opened, config.dataFolder);
    }
    const server = await createServer({
      ground: opened.ground,
      publicUrl: config.publicUrl,
      ...(pages ? { pages } : {}),
    });
    stops.push(() => server.close());
    const clockwork = await startClockwork(opened);
    stops.push(() => clockwork.stop());
    await resumeWork(opened.ground);
    const nightly = startNightly(config.dataFolder, config.backupPlace, log);
    stops.push(async () => nightly.stop());
    await server.listen({ host: config.host, port: config.port });
    return { address: config.publicUrl, founded: founded || demo, demoPeople: opened.ground.demoPeople, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ownerOf(config: Config, log: Logger, stops: (() => Promise<void>)[]): Promise<pg.ClientConfig> {
  if (config.databaseUrl) {
    await clearHalfMadeDemo(config.dataFolder, null);
    return { connectionString: config.databaseUrl };
  }
  const folder = join(config.dataFolder, 'postgres');
  await mkdir(config.dataFolder, { recursive: true });
  const cluster = await startEmbedded({ folder, log: (message) => log.info(message) });
  stops.push(() => cluster.stop());
  if (await clearHalfMadeDemo(config.dataFolder, cluster.address))
    log.warn('the demo firm was left half made and begins anew');
  await ensureDatabase(cluster.address, 'baton');
  return { ...cluster.address, database: 'baton' };
}

async function hasFirm(auth: pg.Pool): Promise<boolean> {
  const { rows } = await auth.query<{ firm: boolean }>('select access.has_firm() as firm');
  return rows[0]!.firm;
}
