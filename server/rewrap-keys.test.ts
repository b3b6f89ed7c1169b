import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import pg from 'pg';
import { expect, test } from 'vitest';
import { fileKeyOf, releaseExport } from '#modules/archive/archive.client.ts';
import * as archive from '#modules/archive/archive.ts';
import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import { asJob, read } from '#platform/context/context.ts';
import { loadMasterKey, parseMasterKey, rotateMasterKey } from '#platform/envelope/master-key.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { atWork } from '#testing/at-work.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { jobs } from './jobs.ts';
import { rewrapKeys } from './rewrap-keys.ts';

const house = useHouse();

test('after a rotation every key is wrapped by the new version, in batches that are journalled; no file is touched, an export that is being made or brought in goes on, and no older version is needed', async () => {
  const { founder, firm, ground, hire, dataFolder } = house();
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  await aClient(founder.context, { owner: owner.id });
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, of('%PDF-1.7 合同'));
  await archive.tryPrinting(founder.context);
  const brought = await broughtIn(owner, await begunExport(owner, client));
  const underWay = await begunExport(owner, client, false);
  const file = join(dataFolder, 'keys', 'master.key');
  const former = ground.keys.newest.id;
  await rotateMasterKey(file);
  const rotated = { ...ground, keys: await loadMasterKey(file) };
  const worker = { ...asJob(founder.context, firm, null), ground: rotated };
  expect(await sealedBy(former)).toEqual([
    'archive_export',
    'archive_import',
    'client_data_key',
    'file_year_key',
    'firm',
    'journal_key',
  ]);

  const files = await filesAndTheirKeys();
  expect(files).toHaveLength(2);
  expect(await rewrapKeys(worker, 1)).toBe(7);
  expect(await rewrapKeys(worker)).toBe(0);
  expect(await filesAndTheirKeys()).toEqual(files);
  expect(await sealedBy(former)).toEqual([]);
  const { entries } = await journal.listEntries(founder.context, { verb: 'people.keys-rewrapped', limit: 10 });
  expect(entries.map(({ facts }) => facts)).toContainEqual({
    of: 'client_data_key',
    count: 1,
    version: rotated.keys.newest.id,
  });
  const [heading, , newest] = (await readFile(file, 'utf8')).split('\n');
  const alone = { ...worker, ground: { ...rotated, keys: parseMasterKey(`${heading}\n${newest}\n`) } };
  const content = await read(alone, async (inside) => Array.fromAsync(await document.contentOf(inside, id)));
  expect(Buffer.concat(content).toString()).toBe('%PDF-1.7 合同');

  await jobs['archive.make-export']!(alone, { export: underWay });
  const decrypter = new Decrypter();
  decrypter.addIdentity(owner.keyring.identity);
  expect((await decrypter.decrypt(await ageFileOf(underWay))).length).toBeGreaterThan(1000);
  await jobs['archive.check-import']!(alone, { import: brought });
  expect(await archive.listImports(founder.context)).toMatchObject([{ state: 'checked' }]);
});

/** An export that its owner asked for, the founder released and the owner began; made already or only about to be. */
async function begunExport(owner: Someone, client: ClientId, made = true) {
  const { founder, firm, drain } = house();
  await drain();
  const asked = await archive.askExport(owner.context, { scope: 'client', client, recipients: [], reason: '客户转所' });
  const { api } = atWork(house(), founder);
  await releaseExport(api.archive, founder.keyring, { firm, me: founder.id }, asked);
  await archive.beginExport(owner.context, { export: asked.id });
  if (made) await drain();
  return asked.id;
}

function ageFileOf(made: string): Promise<Buffer> {
  return readFile(join(house().dataFolder, 'exports', house().firm, `${made}.age`));
}

/** An export whose last byte has come in again, and which nobody has checked yet. */
async function broughtIn(opener: Someone, made: string) {
  const { founder } = house();
  const file = await ageFileOf(made);
  const fileKey = await fileKeyOf(file, [opener.keyring.identity]);
  const { id } = await archive.beginImport(founder.context, { name: 'KH.age', size: file.length, fileKey });
  await archive.addBytes(founder.context, { import: id, at: 0 }, of(file));
  return id;
}

/** The tables in which something is sealed by this version of the master key, whatever their columns are called. */
async function sealedBy(version: string): Promise<string[]> {
  const client = new pg.Client(house().owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ table: string; found: boolean }>(
      `select c.table_name as table, (xpath('/row/n/text()', query_to_xml(format(
           'select count(*) as n from public.%I where substring(%I from 1 for 5) = ''\\x01${version}''', c.table_name, c.column_name), true, true, '')))[1]::text <> '0' as found
       from information_schema.columns c where c.table_schema = 'public' and c.udt_name = 'bytea' order by 1`,
    );
    return rows.filter(({ found }) => found).map(({ table }) => table);
  } finally {
    await client.end();
  }
}

/** The blocks of the files as they lie on disk, and the keys of the files as they are wrapped by those of their years. */
async function filesAndTheirKeys(): Promise<Buffer[]> {
  const place = join(house().dataFolder, 'files');
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const blocks = entries.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name)));
  const client = new pg.Client(house().owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ wrapped: Buffer }>('select wrapped from file_key order by stored_file_id');
    return [...(await Promise.all(blocks)), ...rows.map(({ wrapped }) => wrapped)];
  } finally {
    await client.end();
  }
}

async function* of(content: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(content as string);
}
