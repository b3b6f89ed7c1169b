import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import type { ClusterAddress } from './address.ts';
import { startEmbedded, type Embedded } from './embedded.ts';

const base = mkdtempSync(join(tmpdir(), 'baton-embedded-'));
chmodSync(base, 0o755);
const running: Embedded[] = [];

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(base, { recursive: true, force: true });
});

async function start(folder: string): Promise<Embedded> {
  const server = await startEmbedded({ folder });
  running.push(server);
  return server;
}

async function ask(address: ClusterAddress, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...address, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts the server on the folder, keeps one row in it and waits. */
async function keepARow(folder: string) {
  const child = spawn(process.execPath, [
    '--input-type=module-typescript',
    '--eval',
    `
      import pg from 'pg';
      import { startEmbedded } from '#platform/database/embedded/embedded.ts';
      const server = await startEmbedded({ folder: ${JSON.stringify(folder)} });
      const client = new pg.Client({ ...server.address, database: 'postgres' });
      await client.connect();
      await client.query('create table kept (word text)');
      await client.query("insert into kept values ('接力')");
      process.stdout.write(String(server.pid()));
      setInterval(() => {}, 1000);
    `,
  ]);
  child.stderr.pipe(process.stderr);
  const said = await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the keeper ended with ${code}`)));
  });
  return { child, server: Number(String(said)) };
}

test('the embedded database speaks UTF-8, keeps its rows over a stop, and listens on no port', async () => {
  const folder = join(base, 'first');
  const first = await start(folder);
  expect(await ask(first.address, "select current_setting('listen_addresses') as tcp")).toEqual([{ tcp: '' }]);
  expect(await ask(first.address, "select current_setting('fsync') as durable")).toEqual([{ durable: 'on' }]);
  await ask(first.address, "create table kept as select '移交清册' as word");
  await first.stop();
  const second = await start(folder);
  expect(await ask(second.address, 'select word, length(word) from kept')).toEqual([{ word: '移交清册', length: 4 }]);
  const client = new pg.Client({ connectionString: second.superuserUrl });
  await client.connect();
  await client.end();
  await second.stop();
});

test('a server left by a killed process is taken over with its rows, and stopped by its new keeper', async () => {
  const folder = join(base, 'killed');
  const { child, server } = await keepARow(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const taken = await start(folder);
  expect(taken.pid()).toBe(server);
  expect(await ask(taken.address, 'select word from kept')).toEqual([{ word: '接力' }]);
  await taken.stop();
  await expect(ask(taken.address, 'select 1')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});

test('a server that another living process keeps is shared, and stays when the guest leaves', async () => {
  const folder = join(base, 'shared');
  const { child, server } = await keepARow(folder);
  const guest = await start(folder);
  expect(guest.pid()).toBe(server);
  await guest.stop();
  expect(await ask(guest.address, 'select word from kept')).toEqual([{ word: '接力' }]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await start(folder)).stop();
});

test('a server killed with -9 is up again by itself with every acknowledged row', async () => {
  const server = await start(join(base, 'restarted'));
  await ask(server.address, "create table kept as select 'acknowledged' as word");
  const before = server.pid();
  process.kill(before, 'SIGKILL');
  await expect.poll(() => server.pid(), { timeout: 20_000 }).not.toBe(before);
  expect(await ask(server.address, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
  await server.stop();
});

test('a wrong password is refused', async () => {
  const server = await start(join(base, 'password'));
  await expect(ask({ ...server.address, password: 'wrong' }, 'select 1')).rejects.toThrow(
    'password authentication failed',
  );
  await server.stop();
});

test('a data folder in a home that only its owner enters still gets a database', async () => {
  const closed = join(base, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const said: string[] = [];
  const server = await startEmbedded({ folder: join(closed, 'postgres'), log: (message) => said.push(message) });
  running.push(server);
  await ask(server.address, 'select 1');
  await server.stop();
  if (process.getuid?.() !== 0) return;
  const elsewhere = realpathSync(join(closed, 'postgres', 'elsewhere'));
  expect(said.join()).toContain(elsewhere);
  rmSync(elsewhere, { recursive: true, force: true });
  await expect(startEmbedded({ folder: join(closed, 'postgres') })).rejects.toThrow(`${elsewhere}, which is gone`);
});
