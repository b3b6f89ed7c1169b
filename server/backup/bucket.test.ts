import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import { KeptLocked } from '#platform/backup/kept-locked.ts';
import { Repository } from '#platform/backup/repository.ts';
import { createRepositoryKey } from '#platform/backup/repository-key.ts';
import { openRepositoryStore } from '#platform/backup/open-repository-store.ts';
import { readConfig } from '#platform/config/config.ts';
import { read } from '#platform/context/context.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { urlOf } from '#platform/database/embedded/address.ts';
import { type Embedded, startEmbedded } from '#platform/database/embedded/embedded.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import { openFiles } from '#platform/files/files.ts';
import { openStore } from '#platform/files/open-store.ts';
import { createLog } from '#platform/log/log.ts';
import { type BucketServer, bucketKeys, noBucketServer, startBucketServer } from '#testing/bucket.ts';
import { useHouse } from '#testing/house.ts';
import { openGround } from '../ground.ts';
import { drillRestore } from './drill.ts';
import { backupHome, openOwn, openWithIdentity } from './open-repository.ts';
import { finishRestore, restoreInstallation } from './restore.ts';
import { type Installation, takeBackup, worker } from './take-backup.ts';
import { verifyBackup } from './verify-backup.ts';

process.env.AWS_ACCESS_KEY_ID = bucketKeys.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = bucketKeys.secretAccessKey;

describe.skipIf(noBucketServer !== null)(noBucketServer ?? 'with a bucket of radosgw', () => {
  const house = useHouse();
  let server: BucketServer;
  let cluster: Embedded;
  let room: string;
  let keys: Awaited<ReturnType<typeof createAgeKeys>>;

  beforeAll(async () => {
    room = mkdtempSync(join(tmpdir(), 'baton-bucket-backup-'));
    chmodSync(room, 0o711);
    [server, cluster, keys] = await Promise.all([
      startBucketServer(),
      startEmbedded({ folder: join(room, 'cluster'), fast: true }),
      createAgeKeys(),
    ]);
    await ensureDatabase(cluster.address, 'restored');
    const locked = { Bucket: 'locked', ObjectLockEnabledForBucket: true };
    await server.client.send(new CreateBucketCommand(locked));
  }, 180_000);
  afterAll(async () => {
    await Promise.all([server?.close(), cluster?.stop()]);
    rmSync(room, { recursive: true, force: true });
  });

  const at = (place: string, more = '') => `s3://${place}?endpoint=${server.endpoint}${more}`;
  const installation = (): Installation => {
    const { owner, dataFolder, ground } = house();
    return { owner, dataFolder, filesPlace: at('baton/files'), opened: { ground } };
  };

  async function* of(content: Buffer): AsyncGenerator<Buffer> {
    yield content;
  }

  test('files that are kept in a bucket are backed up to a bucket that lets nothing go, and come back on another machine with its own PostgreSQL', async () => {
    const { founder, hire, firm, ground, dataFolder, drain } = house();
    ground.files = openFiles(await openStore(at('baton/files')), join(dataFolder, 'arriving'));
    const accountant = await hire('李娜');
    const { id: client } = await aClient(founder.context, { owner: accountant.id });
    const content = Buffer.concat([Buffer.from('%PDF-1.7 金丝雀'), randomBytes(5_000_000)]);
    const { id } = await document.addDocument(accountant.context, { client, name: '账套.pdf' }, of(content));
    await drain();

    const place = at('locked/backups', '&lock=2');
    const made = await takeBackup(installation(), place, { recipients: [keys.recipient] });
    expect(made).toMatchObject({ files: 1 });
    const again = await takeBackup(installation(), place, {
      retention: { last: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    });
    expect(again.written).toBeLessThan(200_000);
    expect(again.removed).toEqual({ snapshots: 0, bytes: 0 });
    expect(await drillRestore(installation(), place)).toMatchObject({ sound: true, faults: [], files: 1 });

    const machine = join(room, 'machine');
    const databaseUrl = urlOf(cluster.address, 'restored');
    const wish = {
      repository: await openWithIdentity(place, keys.identity),
      dataFolder: machine,
      filesPlace: at('baton/elsewhere'),
      databaseUrl,
      masterKey: readFileSync(join(dataFolder, 'keys', 'master.key'), 'utf8'),
      masterKeyFile: join(machine, 'keys', 'master.key'),
    };
    expect(await restoreInstallation(wish)).toMatchObject({ files: 1, filesWithoutKey: 0 });
    const other = join(room, 'other');
    await expect(restoreInstallation({ ...wish, dataFolder: other })).rejects.toMatchObject({
      code: 'backup.database-taken',
    });

    const config = readConfig({
      BATON_DATA: machine,
      BATON_FILES: at('baton/elsewhere'),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'silent',
    });
    const restored = await openGround(config, { connectionString: databaseUrl }, createLog('silent'));
    try {
      await finishRestore(restored, machine);
      const found = await read(worker(restored, firm), async (inside) =>
        Buffer.concat(await Array.fromAsync(await document.contentOf(inside, id))),
      );
      expect(found.equals(content)).toBe(true);
    } finally {
      await restored.close();
    }
  });

  test('a pack that somebody put another in place of is found, and nobody takes the former version away', async () => {
    const place = at('locked/overwritten', '&lock=2');
    await takeBackup(installation(), place, { recipients: [keys.recipient] });
    const { Contents } = await server.client.send(
      new ListObjectsV2Command({ Bucket: 'locked', Prefix: 'overwritten/packs/' }),
    );
    const Key = Contents![0]!.Key!;
    await server.client.send(new PutObjectCommand({ Bucket: 'locked', Key, Body: 'something else' }));
    const repository = await openOwn(place, backupHome(house().dataFolder));
    expect(await verifyBackup(repository)).toMatchObject({
      sound: false,
      first: { code: 'file-altered', file: Key.slice('overwritten/'.length) },
    });
    expect(await repository.store.remove(Key.slice('overwritten/'.length))).toBe(false);
    const { Versions } = await server.client.send(new ListObjectVersionsCommand({ Bucket: 'locked', Prefix: Key }));
    expect(Versions!.map(({ Size }) => Size)).toContain(Contents![0]!.Size);
  });

  test('what was written long ago and is still needed is locked anew as long as is promised; what nobody needs runs out, and is written anew when it comes back', async () => {
    const store = await openRepositoryStore(at('locked/renewed', '&lock=2'));
    const key = createRepositoryKey();
    const memory = join(room, 'locks.json');
    const open = async () => {
      const again = new Repository(await openRepositoryStore(at('locked/renewed', '&lock=2')), key);
      await again.load();
      return { again, locks: new KeptLocked(again, memory) };
    };
    const lockOf = async (name: string) => {
      const asked = new GetObjectRetentionCommand({ Bucket: 'locked', Key: `renewed/${name}` });
      return (await server.client.send(asked)).Retention!.RetainUntilDate!.getTime();
    };
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
    const first = await Repository.create(store, key, [keys.recipient]);
    const wanted = first.put(randomBytes(1000));
    await first.flush();
    const idle = first.put(randomBytes(1001));
    await first.flush();
    const names = (await store.list('packs')).map(({ name }) => name);
    const before = new Map(await Promise.all(names.map(async (name) => [name, await lockOf(name)] as const)));
    const { again, locks } = await open();
    const { idle: left } = await again.sweep(new Set([wanted]));
    locks.idle = left;
    const [unneeded] = left.filter((name) => name.startsWith('packs/'));
    const [needed] = names.filter((name) => name !== unneeded);
    expect(await locks.renew(inDays(0))).toBeGreaterThan(0);
    expect(await locks.renew(inDays(0.9))).toBe(0);
    expect(await locks.renew(inDays(2))).toBeGreaterThan(0);
    expect(await lockOf(needed!)).toBeGreaterThan(inDays(4).getTime());
    expect(await lockOf(unneeded!)).toBe(before.get(unneeded!));
    const { again: later } = await open();
    expect([later.has(wanted), later.has(idle)]).toEqual([true, false]);
  });

  test('what all backups share leaves no former version behind, and a bucket that would keep one is refused', async () => {
    const store = await openRepositoryStore(at('locked/apart', '&lock=2'));
    const repository = await Repository.create(store, createRepositoryKey(), [keys.recipient]);
    await repository.writeApart('file-keys', { keys: 1 });
    await repository.writeApart('file-keys', { keys: 2 });
    expect(await repository.readApart('file-keys')).toEqual({ keys: 2 });
    const versions = new ListObjectVersionsCommand({ Bucket: 'locked', Prefix: 'apart/apart/' });
    expect((await server.client.send(versions)).Versions).toHaveLength(1);

    const ObjectLockConfiguration = {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
    } as const;
    await server.client.send(new CreateBucketCommand({ Bucket: 'keeping', ObjectLockEnabledForBucket: true }));
    await server.client.send(new PutObjectLockConfigurationCommand({ Bucket: 'keeping', ObjectLockConfiguration }));
    const keeping = new Repository(await openRepositoryStore(at('keeping')), createRepositoryKey());
    await keeping.writeApart('file-keys', { keys: 1 });
    await expect(keeping.writeApart('file-keys', { keys: 2 })).rejects.toMatchObject({ code: 'backup.former-kept' });
  });
});
