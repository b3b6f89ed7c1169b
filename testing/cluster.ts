import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { ClusterAddress } from '#platform/database/embedded/address.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser of the one PostgreSQL cluster that all tests of a run share. */
    cluster: ClusterAddress;
  }
}

const prefix = 'baton-test-cluster-';

/** Vitest's global setup: one cluster for the run, without durability; `inject('cluster')` in a test says where. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ folder, fast: true });
  project.provide('cluster', cluster.address);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Ends and removes the clusters of test runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    if (!isAbandoned(join(folder, 'keeper')) || !isMineToSweep(folder)) continue;
    await (await startEmbedded({ folder, fast: true })).stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbandoned(keeper: string): boolean {
  if (!existsSync(keeper)) return false;
  try {
    process.kill(Number(readFileSync(keeper, 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Of several runs that begin at once one ends it. */
function isMineToSweep(folder: string): boolean {
  try {
    writeFileSync(join(folder, 'sweeper'), String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
