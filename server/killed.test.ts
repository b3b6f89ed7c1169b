import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sign } from '#modules/closing/closing.client.ts';
import { type Embedded, startEmbedded } from '#platform/database/embedded/embedded.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Case, aCase, prepareAndSignTwo } from '#testing/at-work.ts';
import { type House, clusterPasswords, openHouse } from '#testing/house.ts';
import type { KilledSignOff } from '#testing/killed-sign-off.ts';

/** A cluster of its own, with full durability: this test kills it. */
let cluster: Embedded;
let house: House;
let close: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), 'baton-killed-'));

beforeAll(async () => {
  chmodSync(folder, 0o711);
  cluster = await startEmbedded({ folder });
  ({ house, close } = await openHouse(cluster.address));
}, 60_000);

afterAll(async () => {
  await close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Owner, keys, tasks, journal and batch as one picture: either all of it has happened or none. */
async function picture(made: Case, batch: Id<'batch'>): Promise<'whole' | 'absent'> {
  const client = await connected();
  try {
    const clients = made.clients[made.batches.indexOf(batch)]!;
    const { rows } = await client.query<Record<string, boolean>>(
      `select (select state in ('signed', 'sealing', 'sealed') from batch where id = $1) as batch,
        (select bool_and(owner_id = $3) from client where id = any ($2)) as owner,
        (select bool_and(not open) from batch_client where batch_id = $1) as released,
        (select bool_and(lock_version = 2) from secret where client_id = any ($2)) as keys,
        (select bool_and(change_by is not null) from secret where client_id = any ($2)) as marked,
        (select count(*) = $4 from journal_entry where verb = 'client.handed-over' and client_id = any ($2)) as journal,
        (select count(*) = 3 from signature s join inventory i on i.id::text = s.subject_id where i.batch_id = $1 and s.voided_at is null) as signatures,
        exists (select from jobs.job where name = 'archive.seal' and data ->> 'batch' = $1::text) as package`,
      [batch, clients, made.incoming.id, clients.length],
    );
    const happened = Object.values(rows[0]!);
    expect(new Set(happened).size, JSON.stringify(rows[0])).toBe(1);
    return happened[0] ? 'whole' : 'absent';
  } finally {
    await client.end();
  }
}

/** Connects once the database is there again after it was killed. */
async function connected(): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(house.owner);
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function signInOwnProcess(
  made: Case,
  batch: Id<'batch'>,
  victim: KilledSignOff['victim'],
  killAt: number,
): Promise<{ statements: number | null }> {
  const { address } = house.ground.database;
  const wish: KilledSignOff = {
    address,
    passwords: clusterPasswords,
    masterKey: join(house.dataFolder, 'keys', 'master.key'),
    token: made.supervisor.token,
    keyring: made.supervisor.keyring,
    batch,
    killAt,
    victim,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'killed-sign-off.ts')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify(wish));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) =>
    child.once('close', () => resolve({ statements: said.trim() ? Number(said.trim()) : null })),
  );
}

test('kill -9 of server or PostgreSQL at ten points of the sign-off: after restart it is whole or absent, and nothing acknowledged is lost', async () => {
  const made = await aCase(house, 'checked', { batches: [2, 2] });
  await prepareAndSignTwo(made);
  const [first, second] = made.batches as [Id<'batch'>, Id<'batch'>];
  const { statements } = await signInOwnProcess(made, first, 'server', 0);
  expect(statements).toBeGreaterThan(10);
  expect(await picture(made, first)).toBe('whole');
  for (let point = 1; point <= 10; point += 1) {
    const killAt = Math.ceil((point * statements!) / 10);
    await signInOwnProcess(made, second, point % 2 === 0 ? 'database' : 'server', killAt);
    const after = await picture(made, second);
    if (point < 10) expect(after, `point ${point}`).toBe('absent');
    expect(await picture(made, first)).toBe('whole');
  }
  if ((await picture(made, second)) === 'absent') {
    await connected().then((client) => client.end());
    await sign(made.witness.api.closing, made.witness.keyring, second);
  }
  expect(await picture(made, second)).toBe('whole');
}, 300_000);
