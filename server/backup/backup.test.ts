import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  truncateSync,
  statSync,
  chmodSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { readConfig } from '#platform/config/config.ts';
import { type Context, read } from '#platform/context/context.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { createLog } from '#platform/log/log.ts';
import * as archive from '#modules/archive/archive.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { atWork } from '#testing/at-work.ts';
import { type House, useHouse } from '#testing/house.ts';
import { openGround } from '../ground.ts';
import { drillRestore, longestGap } from './drill.ts';
import { backupHome, openOwn, openWithIdentity } from './open-repository.ts';
import { finishRestore, restoreInstallation } from './restore.ts';
import { type Installation, takeBackup, worker } from './take-backup.ts';
import { verifyBackup } from './verify-backup.ts';

const house = useHouse();
let room: string;
let repository: string;
let identity: string;
let recipient: string;

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'baton-backup-'));
  chmodSync(room, 0o711);
  repository = join(room, 'backups');
  ({ identity, recipient } = await createAgeKeys());
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

function installation({ owner, dataFolder, ground }: House = house()): Installation {
  return { owner, dataFolder, filesPlace: join(dataFolder, 'files'), opened: { ground } };
}

async function asOwner<Row extends pg.QueryResultRow>(statement: string, config = house().owner): Promise<Row[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The gate of a sign-off, as an accountant meets it. */
async function gateOf(context: Context) {
  return read(context, (inside) => archive.gates['restore-rehearsed']!.check(inside, newId<'batch'>()));
}

test('without a recovery key there is nobody who could open a backup, and none is made', async () => {
  await expect(takeBackup(installation(), repository)).rejects.toMatchObject({ code: 'backup.no-recovery' });
  const { ok, missing } = await gateOf((await house().hire('李娜')).context);
  expect({ ok, missing: missing.map(({ code }) => code) }).toEqual({
    ok: false,
    missing: ['backup-never', 'drill-never'],
  });
});

test('a backup is made while the firm works, holds no master key and no readable word, and stands in the journal', async () => {
  const canary = '金丝雀词汇';
  await house().hire(canary);
  writeFileSync(join(house().dataFolder, 'archive-note.txt'), canary);
  const made = await takeBackup(installation(), repository, { recipients: [recipient] });
  expect(made.rows).toBeGreaterThan(20);
  expect(await verifyBackup(await openOwn(repository, backupHome(house().dataFolder)))).toMatchObject({
    sound: true,
    snapshots: 1,
  });
  const master = readFileSync(join(house().dataFolder, 'keys', 'master.key'), 'utf8').split('\n')[1]!;
  for (const file of filesIn(repository)) {
    const content = readFileSync(file);
    expect(content.includes(canary)).toBe(false);
    expect(content.includes(master)).toBe(false);
    expect(content.includes(Buffer.from(master, 'base64url'))).toBe(false);
  }
  const state = await atWork(house(), house().founder).api.archive.readBackups();
  expect(state).toMatchObject({ backup: { old: false }, drill: null });
});

test('what has not changed is not written again', async () => {
  const again = await takeBackup(installation(), repository);
  const third = await takeBackup(installation(), repository);
  expect(third.written).toBeLessThan(200_000);
  expect(again.files).toBe(third.files);
});

test('a trial restore into a scratch database holds every row, total and journal, and leaves nothing behind', async () => {
  await house().drain();
  await takeBackup(installation(), repository);
  const report = await drillRestore(installation(), repository);
  expect(report).toMatchObject({ sound: true, faults: [], database: { differences: [], logs: [] } });
  expect(report.database.tables).toBeGreaterThan(40);
  expect(await asOwner(`select datname from pg_database where datname like 'baton_drill_%'`)).toEqual([]);
  const { drill } = await atWork(house(), house().founder).api.archive.readBackups();
  expect(drill).toMatchObject({ sound: true, old: false });
});

test('an accountant learns at the gate of a sign-off that restoring was rehearsed, and nothing more of the backups', async () => {
  const accountant = await house().hire('王芳');
  const { api } = atWork(house(), accountant);
  expect(await gateOf(accountant.context)).toMatchObject({
    ok: true,
    missing: [],
    report: { code: 'restore-rehearsed', facts: { rows: expect.any(Number), drill: localDateOf(new Date()) } },
  });
  await expect(api.archive.readBackups()).rejects.toMatchObject({ code: 'archive.only-managers-watch-backups' });
});

test.each([
  ['a flipped bit', (file: string) => flip(file)],
  ['a pack cut short', (file: string) => truncateSync(file, statSync(file).size - 1)],
  ['a pack removed', (file: string) => rmSync(file)],
])('%s in a backup is found', async (_, damage) => {
  const folder = mkdtempSync(join(room, 'copy-'));
  cpSync(repository, folder, { recursive: true });
  const pack = filesIn(join(folder, 'packs'))[0]!;
  damage(pack);
  const found = await verifyBackup(await openWithIdentity(folder, identity));
  expect(found.sound).toBe(false);
  expect(found.first!.file).toBe(pack.slice(folder.length + 1));
});

test('the longest time between two backups of a month is told, that since the newest among it', () => {
  const now = new Date('2026-11-24T00:00:00Z');
  const before = (hours: number) => ({ at: new Date(now.getTime() - hours * 3_600_000) });
  expect(longestGap([before(1000), before(50), before(26), before(2)], now)).toBe(24 * 3600);
  expect(longestGap([before(50)], now)).toBe(50 * 3600);
});

function flip(file: string): void {
  const content = readFileSync(file);
  content[Math.floor(content.length / 2)]! ^= 1;
  writeFileSync(file, content);
}

test('another installation’s folder is refused, and so is a stranger’s identity', async () => {
  rmSync(backupHome(house().dataFolder).keys, { recursive: true });
  await expect(takeBackup(installation(), repository)).rejects.toMatchObject({ code: 'backup.key-missing' });
  const stranger = await createAgeKeys();
  await expect(openWithIdentity(repository, stranger.identity)).rejects.toMatchObject({
    code: 'vault.key-does-not-fit',
  });
});

test('an instant before the oldest backup that is kept is refused with that one, what is no instant with an example, and nothing is restored', async () => {
  const dataFolder = join(room, 'too-early');
  const opened = await openWithIdentity(repository, identity);
  const { at } = (await opened.snapshots())[0]!;
  const wish = {
    repository: opened,
    notAfter: new Date(at.getTime() - 1),
    dataFolder,
    filesPlace: join(dataFolder, 'files'),
    databaseUrl: null,
    masterKey: readFileSync(join(house().dataFolder, 'keys', 'master.key'), 'utf8'),
    masterKeyFile: join(dataFolder, 'keys', 'master.key'),
  };
  await expect(restoreInstallation(wish)).rejects.toMatchObject({
    code: 'backup.no-snapshot',
    facts: { wanted: wish.notAfter.toISOString(), oldest: at.toISOString() },
  });
  const said = await baton(['restore', '--folder', repository, '--at', 'gestern'], dataFolder);
  expect(said).toMatch(/^2 “gestern” is no instant. For example 20/);
  expect(existsSync(dataFolder)).toBe(false);
});

/** What `baton` says on a machine with these data, behind the number that it ends with. */
function baton(args: string[], dataFolder: string): Promise<string> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/baton.ts'), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, LANG: 'en_GB.UTF-8', BATON_DATA: dataFolder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((settle) => child.once('close', (code) => settle(`${code} ${said}`)));
}

test('whoever has no place, no data, no backups, no recovery key or no master key is told which, and nothing is made', async () => {
  const nowhere = join(room, 'nowhere');
  const [own, without] = [join(room, 'identity'), join(room, 'no-identity')];
  writeFileSync(own, identity);
  writeFileSync(without, 'a shopping list');
  const answers = await Promise.all(
    [
      ['backup'],
      ['backup', '--folder', nowhere],
      ['restore', '--folder', repository, '--identity', without],
      ['restore', '--folder', repository, '--identity', own],
    ].map((args) => baton(args, nowhere)),
  );
  expect(answers).toEqual([
    expect.stringMatching(/^2 .*BATON_BACKUP/),
    expect.stringMatching(/^1 There is nothing to back up in/),
    expect.stringMatching(/^1 No recovery key was given/),
    expect.stringMatching(/^1 No master key was given/),
  ]);
  await expect(openWithIdentity(nowhere, identity)).rejects.toMatchObject({ code: 'backup.no-repository' });
  expect(existsSync(nowhere)).toBe(false);
});

/** Only root makes a small disk of its own. */
test.runIf(process.getuid?.() === 0)(
  'a disk that gets full during a backup is refused by name, nothing of that backup is seen, and with more room the next one is whole',
  async () => {
    const disk = join(room, 'disk');
    mkdirSync(disk);
    mkdirSync(join(house().dataFolder, 'files'), { recursive: true });
    writeFileSync(join(house().dataFolder, 'files', 'large'), randomBytes(3_000_000));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]);
    try {
      const place = join(disk, 'backups');
      const backUp = () => takeBackup(installation(), place, { recipients: [recipient] });
      await expect(backUp()).rejects.toMatchObject({ code: 'file.disk-full', status: 'unavailable' });
      expect(await (await openWithIdentity(place, identity)).snapshots()).toEqual([]);
      expect(filesIn(place).filter((file) => file.endsWith('.part'))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=16m', disk]);
      await backUp();
      expect(await verifyBackup(await openWithIdentity(place, identity))).toMatchObject({ sound: true, snapshots: 1 });
    } finally {
      execFileSync('umount', [disk]);
    }
  },
);

test('an empty machine gets the firm back: sessions end, later endings are replayed, clients stay with whom they were signed over to, the journal goes on under a new origin that cites the last checkpoint', async () => {
  const folder = join(room, 'whole');
  const leaver = await house().hire('离任者');
  const made = await aHandover(house(), { until: 'asked', parties: { outgoing: leaver } });
  await house().drain();
  await takeBackup(installation(), folder, { recipients: [recipient] });
  await asOwner(`update batch set state = 'signed', signed_at = now()`);
  await asOwner(`update client set owner_id = '${made.incoming.id}'`);
  await people.suspendPerson(house().founder.context, { person: leaver.id, reason: '离职' });
  await house().drain();
  await takeBackup(installation(), folder);
  const opened = await openWithIdentity(folder, identity);
  const [first, second] = await opened.snapshots();
  const masterKey = readFileSync(join(house().dataFolder, 'keys', 'master.key'), 'utf8');
  const dataFolder = join(room, 'machine');
  const masterKeyFile = join(dataFolder, 'keys', 'master.key');
  const wish = {
    repository: opened,
    snapshot: first!.name,
    dataFolder,
    filesPlace: join(dataFolder, 'files'),
    databaseUrl: null,
    masterKey,
    masterKeyFile,
  };
  const report = await restoreInstallation(wish);
  expect(report.database).toMatchObject({ differences: [], logs: [] });
  expect(report.sessions).toBeGreaterThan(0);
  expect(report.endings).toBeGreaterThan(0);
  expect(report.undone).toEqual([expect.stringMatching(/^H-\d{4}-\d{4}-1$/)]);
  await expect(restoreInstallation(wish)).rejects.toMatchObject({ code: 'backup.target-taken' });

  const cluster = await startEmbedded({ folder: join(dataFolder, 'postgres') });
  const owner = { ...cluster.address, database: 'baton' };
  const config = readConfig({ BATON_DATA: dataFolder, LOG_LEVEL: 'silent' });
  const ground = await openGround(config, owner, createLog('silent'));
  try {
    expect(await finishRestore(ground, dataFolder)).toBe(true);
    expect(await finishRestore(ground, dataFolder)).toBe(false);
    expect(await asOwner('select 1 from auth.session', owner)).toEqual([]);
    expect(await asOwner(`select suspended_at is not null as ended from person where name = '离任者'`, owner)).toEqual([
      { ended: true },
    ]);
    const { firm } = house();
    expect(await asOwner('select owner_id as owner, (select state from batch) as state from client', owner)).toEqual([
      { owner: made.incoming.id, state: 'preparing' },
    ]);
    const [entry] = await asOwner<{ facts: { checkpoint: string; formerKey: string; undone: string[] } }>(
      `select f.facts from journal_entry e join journal_fact f on f.entry_id = e.id where e.verb = 'archive.restored'`,
      owner,
    );
    const former = await read(worker(house(), firm), (inside) => journal.verifierKey(inside));
    const present = await read(worker(ground, firm), (inside) => journal.verifierKey(inside));
    expect(entry!.facts.formerKey).toBe(former);
    expect(entry!.facts.undone).toEqual(report.undone);
    expect(entry!.facts.checkpoint).toBe(
      (await opened.readSnapshot<{ logs: { note: string }[] }>(second!.name)).logs[0]!.note,
    );
    expect(present).not.toBe(former);
    const [checkpoint] = await asOwner<{ note: string }>(
      'select note from journal_checkpoint order by size desc limit 1',
      owner,
    );
    expect(checkpoint!.note.split('\n')[0]).toBe(present.split('+')[0]);
  } finally {
    await ground.close();
    await cluster.stop();
  }
  expect(existsSync(join(dataFolder, 'restored.json'))).toBe(false);
}, 120_000);
