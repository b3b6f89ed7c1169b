import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import { readConfig } from '#platform/config/config.ts';
import { read, transact } from '#platform/context/context.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import type { Id } from '#platform/kernel/id.ts';
import { createLog } from '#platform/log/log.ts';
import { useHouse } from '#testing/house.ts';
import { drainJobs } from '../clockwork.ts';
import { openGround } from '../ground.ts';
import { drillRestore } from './drill.ts';
import { openWithIdentity } from './open-repository.ts';
import { finishRestore, restoreInstallation } from './restore.ts';
import { type Installation, takeBackup, worker } from './take-backup.ts';
import { verifyBackup } from './verify-backup.ts';

const house = useHouse();
let room: string;
let identity: string;
let recipient: string;

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'baton-file-keys-'));
  chmodSync(room, 0o711);
  ({ identity, recipient } = await createAgeKeys());
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

function installation(): Installation {
  const { owner, dataFolder, ground } = house();
  return { owner, dataFolder, filesPlace: join(dataFolder, 'files'), opened: { ground } };
}

async function* of(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

test('what was destroyed is gone from every backup, also from those made before; what merely lost its key is not', async () => {
  const folder = join(room, 'backups');
  const { founder, hire, firm, ground, owner, dataFolder } = house();
  const accountant = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: accountant.id });
  const add = (name: string) => document.addDocument(accountant.context, { client, name }, of(`%PDF-1.7 ${name}`));
  const [destroyed, lost, kept] = [await add('销毁.pdf'), await add('失钥.pdf'), await add('保留.pdf')];
  await takeBackup(installation(), folder, { recipients: [recipient] });

  await transact(worker({ ground }, firm), (inside) => document.destroyStoredFiles(inside, [destroyed.id]));
  await house().drain();
  const past = new pg.Client(owner);
  await past.connect();
  await past.query('delete from file_key where stored_file_id = (select stored_file_id from document where id = $1)', [
    lost.id,
  ]);
  await past.end();
  await takeBackup(installation(), folder);
  const repository = await openWithIdentity(folder, identity);
  const apart = JSON.stringify(await repository.readApart('file-keys'));
  expect(apart).not.toContain(destroyed.id);
  for (const one of [lost, kept]) expect(apart).toContain(one.id);
  expect(await verifyBackup(repository)).toMatchObject({ sound: true, snapshots: 2 });
  expect(await drillRestore(installation(), folder)).toMatchObject({ sound: true, filesWithoutKey: 0 });

  const machine = join(room, 'machine');
  const report = await restoreInstallation({
    repository,
    snapshot: (await repository.snapshots())[0]!.name,
    dataFolder: machine,
    filesPlace: join(machine, 'files'),
    databaseUrl: null,
    masterKey: readFileSync(join(dataFolder, 'keys', 'master.key'), 'utf8'),
    masterKeyFile: join(machine, 'keys', 'master.key'),
  });
  expect(report.filesWithoutKey).toBe(0);
  const cluster = await startEmbedded({ folder: join(machine, 'postgres') });
  const config = readConfig({ BATON_DATA: machine, LOG_LEVEL: 'silent' });
  const restored = await openGround(config, { ...cluster.address, database: 'baton' }, createLog('silent'));
  try {
    await finishRestore(restored, machine);
    await drainJobs(restored, firm);
    const contentOf = (id: Id<'document'>) =>
      read(worker(restored, firm), async (inside) => {
        const pieces: Buffer[] = [];
        for await (const piece of await document.contentOf(inside, id)) pieces.push(piece);
        return Buffer.concat(pieces).toString();
      });
    await expect(contentOf(destroyed.id)).rejects.toMatchObject({ code: 'file.destroyed' });
    expect(await contentOf(lost.id)).toBe('%PDF-1.7 失钥.pdf');
    expect(await contentOf(kept.id)).toBe('%PDF-1.7 保留.pdf');
  } finally {
    await restored.close();
    await cluster.stop();
  }
}, 120_000);

test('a damaged object of the files’ keys is found when the backups are read back', async () => {
  const folder = join(room, 'damaged');
  await takeBackup(installation(), folder, { recipients: [recipient] });
  const file = join(folder, 'apart', 'file-keys');
  const content = readFileSync(file);
  content[content.length >> 1]! ^= 1;
  writeFileSync(file, content);
  const found = await verifyBackup(await openWithIdentity(folder, identity));
  expect(found).toMatchObject({ sound: false, first: { file: 'apart/file-keys' } });
});
