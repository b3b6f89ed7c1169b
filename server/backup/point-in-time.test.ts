import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as people from '#modules/people/people.ts';
import { readConfig } from '#platform/config/config.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { urlOf } from '#platform/database/embedded/address.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import { createLog } from '#platform/log/log.ts';
import { openGround } from '../ground.ts';
import { openWithIdentity } from './open-repository.ts';
import { finishRestore, restoreInstallation } from './restore.ts';
import { takeBackup } from './take-backup.ts';

test('where WAL is kept the database is recovered to a point in time by PostgreSQL, and restore completes the rest: sessions end, the journal cites the last checkpoint', async () => {
  const room = mkdtempSync(join(tmpdir(), 'baton-point-in-time-'));
  const stops: (() => Promise<void>)[] = [];
  try {
    chmodSync(room, 0o711);
    const wal = join(room, 'wal');
    mkdirSync(wal);
    chmodSync(wal, 0o777);
    const [firmsOwn, data] = [join(room, 'primary'), join(room, 'data')];
    const first = await startEmbedded({ folder: firmsOwn });
    stops.push(() => first.stop());
    await ask(first.superuserUrl, 'alter system set fsync = off');
    await ask(first.superuserUrl, 'alter system set archive_mode = on');
    await ask(first.superuserUrl, `alter system set archive_command = 'cp %p ${wal}/%f'`);
    await first.stop();
    const primary = await startEmbedded({ folder: firmsOwn });
    stops.push(() => primary.stop());
    await ensureDatabase(primary.address, 'baton');
    const url = urlOf(primary.address, 'baton');
    const config = readConfig({ BATON_DATA: data, DATABASE_URL: url, LOG_LEVEL: 'silent' });
    const opened = await openGround(config, { connectionString: url }, createLog('silent'));
    await people.foundFirm(
      { by: { kind: 'credential', secret: '' }, ground: opened.ground },
      {
        firm: '备份前的名称',
        name: '周正',
        title: '单位负责人',
        email: 'zhou@example.com',
        password: 'a long password for tests',
      },
    );
    await copyBase(url, firmsOwn, join(room, 'recovered'));

    await ask(url, `update firm set name = '所要的时刻'`);
    const [{ at }] = (await ask(url, 'select clock_timestamp()::text as at')) as [{ at: string }];
    await ask(url, `update firm set name = '改错之后'`);
    const { identity, recipient } = await createAgeKeys();
    const backups = join(room, 'backups');
    const installation = {
      owner: { connectionString: url },
      dataFolder: data,
      filesPlace: join(data, 'files'),
      opened,
    };
    await takeBackup(installation, backups, { recipients: [recipient] });
    const [{ file }] = (await ask(url, 'select pg_walfile_name(pg_switch_wal()) as file')) as [{ file: string }];
    await expect
      .poll(async () => (await ask(url, `select last_archived_wal >= '${file}' as kept from pg_stat_archiver`))[0], {
        timeout: 30_000,
      })
      .toEqual({ kept: true });
    await opened.close();
    await primary.stop();

    const cluster = join(room, 'recovered', 'cluster');
    appendFileSync(
      join(cluster, 'postgresql.auto.conf'),
      `archive_mode = off\nrestore_command = 'cp ${wal}/%f %p'\nrecovery_target_time = '${at}'\nrecovery_target_action = promote\n`,
    );
    writeFileSync(join(cluster, 'recovery.signal'), '');
    for (const file of ['backup_label', 'recovery.signal'])
      execFileSync('chown', [`--reference=${cluster}`, join(cluster, file)]);
    const recovered = await startEmbedded({ folder: join(room, 'recovered') });
    stops.push(() => recovered.stop());
    const databaseUrl = urlOf(recovered.address, 'baton');
    const machine = join(room, 'machine');
    const wish = {
      repository: await openWithIdentity(backups, identity),
      dataFolder: machine,
      filesPlace: join(machine, 'files'),
      masterKey: readFileSync(join(data, 'keys', 'master.key'), 'utf8'),
      masterKeyFile: join(machine, 'keys', 'master.key'),
      recovered: true,
    };
    await expect(restoreInstallation({ ...wish, databaseUrl: null })).rejects.toMatchObject({
      code: 'backup.not-recovered',
    });
    expect(await restoreInstallation({ ...wish, databaseUrl })).toMatchObject({
      database: { logs: [] },
      undone: [],
      filesWithoutKey: 0,
    });
    const restored = await openGround(
      readConfig({ BATON_DATA: machine, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }),
      { connectionString: databaseUrl },
      createLog('silent'),
    );
    stops.push(() => restored.close());
    expect(await finishRestore(restored, machine)).toBe(true);
    expect(await ask(databaseUrl, 'select name from firm')).toEqual([{ name: '所要的时刻' }]);
    expect(await ask(databaseUrl, 'select 1 from auth.session')).toEqual([]);
    expect(await ask(databaseUrl, `select 1 as entry from journal_entry where verb = 'archive.restored'`)).toHaveLength(
      1,
    );
  } finally {
    for (const stop of stops.toReversed()) await stop();
    rmSync(room, { recursive: true, force: true });
  }
});

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A base backup as the keeper of a PostgreSQL takes it. */
async function copyBase(url: string, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('base', true)`);
    mkdirSync(to, { mode: 0o711 });
    execFileSync('cp', ['-a', join(from, 'cluster'), to]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(to, 'cluster', 'backup_label'), rows[0]!.labelfile);
    rmSync(join(to, 'cluster', 'postmaster.pid'));
  } finally {
    await client.end();
  }
}
