import pg from 'pg';
import { expect, inject, test } from 'vitest';

test('the tests have a PostgreSQL 18 of their own', async () => {
  const client = new pg.Client({ ...inject('cluster'), database: 'postgres' });
  await client.connect();
  expect((await client.query('show server_version_num')).rows[0].server_version_num).toMatch(/^18/);
  await client.end();
});
