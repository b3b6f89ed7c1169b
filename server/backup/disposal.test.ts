import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { verifyCommand } from '#modules/archive/archive.cli.ts';
import { aList, aVoucher, allSign, theOfficers } from '#modules/disposal/disposal.factory.ts';
import * as disposal from '#modules/disposal/disposal.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { useHouse } from '#testing/house.ts';
import { openWithIdentity } from './open-repository.ts';
import { restoreInstallation } from './restore.ts';
import { takeBackup } from './take-backup.ts';

const house = useHouse();

test('the certificate of a disposal verifies offline; a backup from before it brings the file back without its key, and it stands as destroyed', async () => {
  const room = mkdtempSync(join(tmpdir(), 'baton-disposed-'));
  chmodSync(room, 0o711);
  try {
    const { identity, recipient } = await createAgeKeys();
    const repository = join(room, 'backups');
    const { owner, dataFolder, firm, ground, drain } = house();
    const installation = { owner, dataFolder, filesPlace: join(dataFolder, 'files'), opened: { ground } };
    const of = await theOfficers(house());
    const { file } = await aVoucher(house());
    const other = await aVoucher(house(), { year: 2024 });
    await drain();
    await takeBackup(installation, repository, { recipients: [recipient] });
    const { id } = await aList(of, [file]);
    await allSign(of, id, 'appraisal', 'opinion', 'check');
    await disposal.destroy(of.archivist.context, { disposal: id });
    await drain();
    await allSign(of, id, 'watched');
    await drain();
    const { number } = await disposal.readDisposal(of.archivist.context, { disposal: id });
    const bag = join(dataFolder, 'archive', firm, number);
    expect(await verifyCommand({ path: bag, lang: 'zh' }, () => {})).toBe(0);
    await takeBackup(installation, repository);

    const opened = await openWithIdentity(repository, identity);
    const machine = join(room, 'machine');
    const masterKeyFile = join(machine, 'keys', 'master.key');
    const masterKey = readFileSync(join(dataFolder, 'keys', 'master.key'), 'utf8');
    const [before] = await opened.snapshots();
    await restoreInstallation({
      repository: opened,
      snapshot: before!.name,
      dataFolder: machine,
      filesPlace: join(machine, 'files'),
      databaseUrl: null,
      masterKey,
      masterKeyFile,
    });
    const cluster = await startEmbedded({ folder: join(machine, 'postgres') });
    const client = new pg.Client({ ...cluster.address, database: 'baton' });
    try {
      await client.connect();
      const { rows } = await client.query(
        `select d.id, k.stored_file_id is not null as opens, s.destroyed_at is not null as gone, f.destroyed_at is not null as said
         from document d join stored_file s on s.id = d.stored_file_id join document_filing f on f.document_id = d.id
         left join file_key k on k.stored_file_id = s.id order by d.added_at`,
      );
      expect(rows).toEqual([
        { id: file, opens: false, gone: true, said: true },
        { id: other.file, opens: true, gone: false, said: false },
      ]);
      const { rows: lists } = await client.query('select from disposal');
      expect(lists).toEqual([]);
    } finally {
      await client.end();
      await cluster.stop();
    }
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}, 180_000);
