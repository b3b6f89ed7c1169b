import pg from 'pg';
import type { ClusterAddress } from './embedded/address.ts';

/** Makes the database in the cluster when it is not there yet. */
export async function ensureDatabase(cluster: ClusterAddress, name: string): Promise<void> {
  const admin = new pg.Client({ ...cluster, database: 'postgres' });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await admin.query(`create database ${admin.escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
}
