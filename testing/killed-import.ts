import { readFileSync } from 'node:fs';
import pg from 'pg';
import { readConfig } from '#platform/config/config.ts';
import type { LoginRole } from '#platform/database/roles.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { createLog } from '#platform/log/log.ts';
import { drainJobs } from '#server/clockwork.ts';
import { openGround } from '#server/ground.ts';

/** A process of its own that does the waiting jobs of a firm and kills itself with SIGKILL in the middle of an import. */
export interface KilledImport {
  dataFolder: string;
  owner: pg.ClientConfig;
  passwords: Record<LoginRole, string>;
  firm: FirmId;
  /** Before which part of the clients is written, from 1. */
  part: number;
}

const wish = JSON.parse(readFileSync(0, 'utf8')) as KilledImport;
const config = readConfig({ BATON_DATA: wish.dataFolder });
const opened = await openGround(config, wish.owner, createLog('silent'), wish.passwords);

let parts = 0;
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  const text = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string } | undefined)?.text ?? '');
  if (text.includes('insert into client_record ')) parts += 1;
  if (parts === wish.part) process.kill(process.pid, 'SIGKILL');
  return (query as (...all: unknown[]) => unknown).apply(this, args);
} as typeof query;

await drainJobs(opened, wish.firm);
process.exit(0);
