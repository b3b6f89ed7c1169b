import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migrateFolder } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { makeRoles, type LoginRole } from './roles.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the database that `owner` is connected to up to the newest migration, one program at a time.
 * The owner needs the rights to make roles and schemas.
 */
export async function migrate(owner: pg.Client, passwords: Record<LoginRole, string>): Promise<void> {
  await makeRoles(owner, passwords);
  await owner.query(`select pg_advisory_lock(hashtext('baton migrations'))`);
  try {
    await migrateFolder(drizzle({ client: owner }), { migrationsFolder });
    await owner.query(
      `create schema if not exists jobs; grant usage, create on schema jobs to baton_jobs; grant usage on schema jobs to baton_app, baton_worker;
       grant baton_jobs to current_user; alter default privileges for role baton_jobs in schema jobs grant select, insert, update on tables to baton_app, baton_worker`,
    );
  } finally {
    await owner.query(`select pg_advisory_unlock(hashtext('baton migrations'))`);
  }
}
