import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as archive from '#modules/archive/archive.ts';
import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import { asJob, read } from '#platform/context/context.ts';
import { loadMasterKey, parseMasterKey, rotateMasterKey } from '#platform/envelope/master-key.ts';
import { useHouse } from '#testing/house.ts';
import { rewrapKeys } from './rewrap-keys.ts';

const house = useHouse();

test('after a rotation every key is wrapped by the new version, in batches that are journalled; no file is touched, and no older version is needed to open one', async () => {
  const { founder, firm, ground, hire, dataFolder, drain } = house();
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  await aClient(founder.context, { owner: owner.id });
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, of('%PDF-1.7 合同'));
  await archive.tryPrinting(founder.context);
  await drain();
  const file = join(dataFolder, 'keys', 'master.key');
  const former = ground.keys.newest.id;
  await rotateMasterKey(file);
  const rotated = { ...ground, keys: await loadMasterKey(file) };
  const worker = { ...asJob(founder.context, firm, null), ground: rotated };
  expect(await sealedBy(former)).toEqual(['client_data_key', 'file_year_key', 'firm', 'journal_key']);

  const files = await filesAndTheirKeys();
  expect(files).toHaveLength(2);
  expect(await rewrapKeys(worker, 1)).toBe(5);
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
});

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

async function* of(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
