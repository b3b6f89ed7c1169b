import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Stands in the data folder while the demo firm is being made. */
export const halfMade = 'demo-firm.half-made';

/**
 * Clears away a demo firm whose making was cut short, so that it begins anew: in the embedded cluster nothing else stands yet.
 * Gives whether there was one. A database of the firm's own is never cleared; the start is refused with what to do.
 */
export async function clearHalfMadeDemo(dataFolder: string, cluster: pg.ClientConfig | null): Promise<boolean> {
  const mark = join(dataFolder, halfMade);
  if (!existsSync(mark)) return false;
  if (!cluster)
    throw new Error(
      `The making of the demo firm was cut short. Empty the database of DATABASE_URL, remove ${mark}, and start again.`,
    );
  const admin = new pg.Client({ ...cluster, database: 'postgres' });
  await admin.connect();
  try {
    await admin.query('drop database if exists baton with (force)');
  } finally {
    await admin.end();
  }
  for (const name of ['files', 'archive', 'demo-people.json', 'demo-recovery-shares.txt', halfMade])
    await rm(join(dataFolder, name), { recursive: true, force: true });
  return true;
}
