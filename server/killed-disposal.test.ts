import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aList, aVoucher, allSign, type Officers, theOfficers } from '#modules/disposal/disposal.factory.ts';
import * as disposal from '#modules/disposal/disposal.ts';
import { type Embedded, startEmbedded } from '#platform/database/embedded/embedded.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type House, clusterPasswords, openHouse } from '#testing/house.ts';
import type { KilledDisposal } from '#testing/killed-disposal.ts';

/** A cluster of its own, with full durability: this test kills it. */
let cluster: Embedded;
let house: House;
let close: () => Promise<void>;
let of: Officers;
const folder = mkdtempSync(join(tmpdir(), 'baton-killed-disposal-'));

beforeAll(async () => {
  chmodSync(folder, 0o711);
  cluster = await startEmbedded({ folder });
  ({ house, close } = await openHouse(cluster.address));
  of = await theOfficers(house);
}, 120_000);

afterAll(async () => {
  await close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** A list of two files whose destruction was ordered and not begun. */
async function ordered(): Promise<{ id: Id<'disposal'>; files: Id<'document'>[] }> {
  const files = [(await aVoucher(house)).file, (await aVoucher(house)).file];
  const { id } = await aList(of, files);
  await allSign(of, id, 'appraisal', 'opinion', 'check');
  await disposal.destroy(of.archivist.context, { disposal: id });
  return { id, files };
}

/** Keys, marks, state, journal, tasks and the order for the blocks as one picture: either all of it has happened or none. */
async function picture({ id, files }: { id: Id<'disposal'>; files: Id<'document'>[] }): Promise<'whole' | 'absent'> {
  const client = await connected();
  try {
    const { rows } = await client.query<Record<string, boolean>>(
      `select (select count(*) = 0 from file_key k join document d on d.stored_file_id = k.stored_file_id where d.id = any ($2)) as keys,
        (select bool_and(s.destroyed_at is not null) from stored_file s join document d on d.stored_file_id = s.id where d.id = any ($2)) as contents,
        (select bool_and(destroyed_at is not null) from document_filing where document_id = any ($2)) as marks,
        (select state = 'watched' and destruction_at is not null from disposal where id = $1) as state,
        (select bool_and(not open) from disposal_line where disposal_id = $1) as lines,
        exists (select from journal_entry where verb = 'disposal.destroyed' and subject_id = $1::text) as journal,
        exists (select from task where kind = 'disposal.sign-watched' and subject_id = $1::text) as tasks,
        exists (select from jobs.job j, stored_file s join document d on d.stored_file_id = s.id
          where j.name = 'document.remove-blocks' and d.id = $2[1] and j.data -> 'files' ? s.id::text) as blocks`,
      [id, files],
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

function carryOutInOwnProcess(
  id: Id<'disposal'>,
  victim: KilledDisposal['victim'],
  killAt: number,
): Promise<number | null> {
  const wish: KilledDisposal = {
    address: house.ground.database.address,
    passwords: clusterPasswords,
    masterKey: join(house.dataFolder, 'keys', 'master.key'),
    firm: house.firm,
    disposal: id,
    killAt,
    victim,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'killed-disposal.ts')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify(wish));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', () => resolve(said.trim() ? Number(said.trim()) : null)));
}

test('kill -9 of server or PostgreSQL at six points of a disposal: after restart it is whole or absent, and tried again it is whole', async () => {
  const first = await ordered();
  const statements = await carryOutInOwnProcess(first.id, 'server', 0);
  expect(statements).toBeGreaterThan(8);
  expect(await picture(first)).toBe('whole');
  const second = await ordered();
  for (let point = 1; point <= 6; point += 1) {
    const killAt = Math.ceil((point * statements!) / 6);
    await carryOutInOwnProcess(second.id, point % 2 === 0 ? 'database' : 'server', killAt);
    const after = await picture(second);
    if (point < 6) expect(after, `point ${point}`).toBe('absent');
    expect(await picture(first)).toBe('whole');
  }
  await connected().then((client) => client.end());
  expect(await carryOutInOwnProcess(second.id, 'server', 0)).not.toBeNull();
  expect(await picture(second)).toBe('whole');
}, 300_000);
