import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '#modules/people/people.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { readConfig } from '#platform/config/config.ts';
import { type Embedded, startEmbedded } from '#platform/database/embedded/embedded.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import { createLog } from '#platform/log/log.ts';
import { openGround } from '../ground.ts';
import { openWithIdentity } from './open-repository.ts';
import type { Wishes } from './program.ts';
import { verifyBackup } from './verify-backup.ts';

/** An installation of its own, with full durability. */
const room = mkdtempSync(join(tmpdir(), 'baton-killed-backup-'));
const dataFolder = join(room, 'data');
const folder = join(room, 'backups');
const identityFile = join(room, 'identity');
let cluster: Embedded;
let recipient: string;
let identity: string;

beforeAll(async () => {
  chmodSync(room, 0o711);
  ({ recipient, identity } = await createAgeKeys());
  writeFileSync(identityFile, identity);
  cluster = await startEmbedded({ folder: join(dataFolder, 'postgres') });
  await ensureDatabase(cluster.address, 'baton');
  const opened = await openGround(
    readConfig({ BATON_DATA: dataFolder }),
    { ...cluster.address, database: 'baton' },
    createLog('silent'),
  );
  await people.foundFirm(
    { by: { kind: 'credential', secret: '' }, ground: opened.ground },
    {
      firm: '上海启明财务咨询有限公司',
      name: '周正',
      title: '单位负责人',
      email: 'zhou@example.com',
      password: 'a long password for tests',
    },
  );
  await opened.close();
  addFiles('first');
}, 60_000);

afterAll(async () => {
  await cluster.stop();
  rmSync(room, { recursive: true, force: true });
}, 60_000);

const filesAtOnce = 8;

/** Some 5 MB in files, as the store of files holds them. */
function addFiles(name: string): void {
  for (let number = 0; number < filesAtOnce; number++) {
    const place = join(dataFolder, 'files', String(number % 4));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${name}-${number}`), randomBytes(700_000));
  }
}

/** Runs the program, and kills it with SIGKILL after so many milliseconds; gives its report when it came to its end. */
function run(
  deed: string,
  wishes: Wishes,
  killAfter?: number,
  data = dataFolder,
): Promise<Record<string, unknown> | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'program.ts'), deed], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, BATON_DATA: data },
  });
  child.stdin.on('error', () => {}).end(JSON.stringify(wishes));
  if (killAfter !== undefined) void sleep(killAfter).then(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += killAfter === undefined ? part.toString() : ''));
  return new Promise((resolve) =>
    child.once('close', () => {
      if (killAfter === undefined && !said.trimEnd().split('\n').at(-1)!.startsWith('{')) throw new Error(said);
      resolve(
        said.includes('{"report"') ? (JSON.parse(said.trimEnd().split('\n').at(-1)!) as Record<string, unknown>) : null,
      );
    }),
  );
}

test('kill -9 at ten points of a backup: what was acknowledged stays whole, the rest is not seen, and the next one is made', async () => {
  await run('backup', { folder, recipients: [recipient] });
  const from = performance.now();
  addFiles('second');
  await run('backup', { folder });
  const whole = performance.now() - from;
  let acknowledged = 2;
  for (let point = 1; point <= 10; point++) {
    addFiles(`point-${point}`);
    if (await run('backup', { folder }, (whole * point) / 10)) acknowledged += 1;
    const repository = await openWithIdentity(folder, identity);
    expect((await repository.snapshots()).length).toBeGreaterThanOrEqual(Math.min(acknowledged, 3));
    expect(await verifyBackup(repository), `point ${point}`).toMatchObject({ sound: true, faults: [] });
  }
  const { report } = (await run('backup', { folder })) as { report: { files: number } };
  expect(report.files).toBe(filesAtOnce * 12);
}, 400_000);

test('kill -9 at ten points of a restore: the data folder is absent or whole, and the next try begins anew', async () => {
  const wishes: Wishes = { folder, identity, masterKeyFile: join(dataFolder, 'keys', 'master.key') };
  const first = join(room, 'first', 'data');
  const from = performance.now();
  expect(await run('restore', wishes, undefined, first)).toMatchObject({ report: { files: filesAtOnce * 12 } });
  const whole = performance.now() - from;
  const machine = join(room, 'machine', 'data');
  for (let point = 1; point <= 10; point++) {
    const report = await run('restore', wishes, (whole * point) / 11, machine);
    if (report) break;
    if (existsSync(machine)) expect(readdirSync(machine)).toContain('restored.json');
  }
  if (!existsSync(machine))
    expect(await run('restore', wishes, undefined, machine)).toMatchObject({ report: { files: filesAtOnce * 12 } });
  expect(readdirSync(join(room, 'machine'))).toEqual(['data']);
  expect(readdirSync(machine).toSorted()).toEqual(['archive', 'files', 'keys', 'postgres', 'restored.json']);
}, 400_000);
