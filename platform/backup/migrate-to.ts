import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { Refusal } from '#platform/kernel/refusal.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings an empty database to just these migrations, so that the rows of a backup fit into its tables. Refuses with
 * `backup.of-newer-program` when one of them is not known here.
 */
export async function migrateTo(owner: pg.Client, migrations: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-migrations-'));
  try {
    for (const name of migrations) {
      const known = join(migrationsFolder, name);
      if (!existsSync(known)) throw new Refusal('backup.of-newer-program', { migration: name }, 'conflict');
      cpSync(known, join(folder, name), { recursive: true });
    }
    await migrate(drizzle({ client: owner }), { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
