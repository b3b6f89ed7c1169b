import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, read, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { openFiles } from '#platform/files/files.ts';
import { openFolderStore } from '#platform/files/folder-store.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from './document.ts';

const house = useHouse();
let secondFolder: string;

beforeAll(async () => {
  secondFolder = await mkdtemp(join(tmpdir(), 'baton-second-'));
});
afterAll(() => rm(secondFolder, { recursive: true, force: true }));

async function anOwnedClient() {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  return { owner, client: id };
}

async function* of(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

function aPdf(): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(600_000)]);
}

async function contentOf(who: Someone, id: Id<'document'>): Promise<Buffer> {
  const { content } = await document.openDocument(who.context, { document: id });
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

/** Where the block of a document lies in a store. */
function blockOf(folder: string, id: string): string {
  const name = createHmac('sha256', 'baton/file-name/v1').update(id).digest('hex');
  return join(folder, name.slice(0, 2), name);
}

const first = (id: string) => blockOf(join(house().dataFolder, 'files'), id);

async function flip(file: string): Promise<void> {
  const content = await readFile(file);
  content[content.length >> 1]! ^= 1;
  await writeFile(file, content);
}

/** The firm's worker, on a ground that has a second store. */
function atWork({ second = true } = {}): Context {
  const { dataFolder, ground, firm } = house();
  const files = openFiles(
    openFolderStore(join(dataFolder, 'files')),
    join(dataFolder, 'arriving'),
    second ? openFolderStore(secondFolder) : null,
  );
  return { by: { kind: 'job', firm, onBehalfOf: null }, ground: { ...ground, files } };
}

async function asOwner<Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<Row[]> {
  const connection = new pg.Client(house().owner);
  await connection.connect();
  try {
    return (await connection.query<Row>(statement, values)).rows;
  } finally {
    await connection.end();
  }
}

function faults() {
  return document.countFaults(house().founder.context);
}

/** As if nobody had read any file back for a year. */
function aYearPasses() {
  return asOwner(`update stored_file set checked_at = now() - interval '1 year'`);
}

async function verbsOn(subject: string): Promise<string[]> {
  await house().drain();
  const { entries } = await journal.listEntries(house().founder.context, { limit: 100 });
  return entries.filter((entry) => entry.subject === subject).map(({ verb }) => verb);
}

test('a damaged file is found while it is read, named, and mended from the second copy', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const content = aPdf();
  const { id } = await document.addDocument(owner.context, { client: of1, name: '对账单.pdf' }, of(content));
  await document.tendFiles(atWork());
  await flip(first(id));
  await expect(contentOf(owner, id)).rejects.toMatchObject({ code: 'document.damaged' });
  expect(await document.listDocuments(owner.context, { client: of1 })).toMatchObject([{ id, fault: 'damaged' }]);
  expect(await faults()).toEqual({ missing: 0, damaged: 1 });
  await document.mendFile(atWork(), { file: id as string as Id<'stored-file'> });
  expect(await faults()).toEqual({ missing: 0, damaged: 0 });
  expect((await contentOf(owner, id)).equals(content)).toBe(true);
  expect(await verbsOn(id)).toEqual(
    expect.arrayContaining(['document.added', 'document.fault-found', 'document.file-mended']),
  );
});

test('a missing file is found by the clock, and comes back from the second copy', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const content = aPdf();
  const { id } = await document.addDocument(owner.context, { client: of1, name: '对账单.pdf' }, of(content));
  await document.tendFiles(atWork());
  await rm(first(id));
  await document.tendFiles(atWork());
  expect(await faults()).toEqual({ missing: 0, damaged: 0 });
  await aYearPasses();
  await document.tendFiles(atWork());
  expect(await faults()).toEqual({ missing: 1, damaged: 0 });
  await document.mendFile(atWork(), { file: id as string as Id<'stored-file'> });
  expect((await contentOf(owner, id)).equals(content)).toBe(true);
});

test('without a second copy a missing file is refused by name and stays noted', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const { id } = await document.addDocument(owner.context, { client: of1, name: '对账单.pdf' }, of(aPdf()));
  await rm(first(id));
  await expect(contentOf(owner, id)).rejects.toMatchObject({ code: 'document.missing' });
  await document.mendFile(atWork({ second: false }), { file: id as string as Id<'stored-file'> });
  expect((await faults()).missing).toBe(1);
  await asOwner('update stored_file set fault = null where id = $1', [id]);
});

test('a second copy that was damaged is made again from the first', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const { id } = await document.addDocument(owner.context, { client: of1, name: '对账单.pdf' }, of(aPdf()));
  await document.tendFiles(atWork());
  const copy = blockOf(secondFolder, id);
  expect((await readFile(copy)).equals(await readFile(first(id)))).toBe(true);
  await flip(copy);
  await aYearPasses();
  await document.tendFiles(atWork());
  expect((await readFile(copy)).equals(await readFile(first(id)))).toBe(true);
});

test('destroying the key of a file destroys it here and in the second copy, unless another document holds the same content', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const content = aPdf();
  const add = (name: string) => document.addDocument(owner.context, { client: of1, name }, of(content));
  const [one, other] = [await add('一.pdf'), await add('二.pdf')];
  await document.tendFiles(atWork());
  const destroy = (ids: Id<'document'>[]) => transact(atWork(), (inside) => document.destroyStoredFiles(inside, ids));
  expect(await destroy([one.id])).toEqual({ destroyed: [], shared: [one.id] });
  expect((await contentOf(owner, other.id)).equals(content)).toBe(true);
  const { destroyed } = await destroy([one.id, other.id]);
  expect(destroyed).toHaveLength(1);
  await expect(contentOf(owner, one.id)).rejects.toMatchObject({ code: 'file.destroyed' });
  expect(await asOwner('select from file_key where stored_file_id = $1', [destroyed[0]])).toEqual([]);
  await document.removeBlocks(atWork(), { files: destroyed });
  for (const folder of [join(house().dataFolder, 'files'), secondFolder])
    await expect(stat(blockOf(folder, destroyed[0]!))).rejects.toMatchObject({ code: 'ENOENT' });
  const again = await add('三.pdf');
  expect((await contentOf(owner, again.id)).equals(content)).toBe(true);
  await document.removeBlocks(atWork(), { files: destroyed });
  expect((await contentOf(owner, again.id)).equals(content)).toBe(true);
});

test('only jobs take keys away, and nobody changes what was kept', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  await document.addDocument(owner.context, { client: of1, name: '一.pdf' }, of(aPdf()));
  const denied = (statement: string) =>
    expect(transact(owner.context, ({ client: sql }) => sql.query(statement))).rejects.toMatchObject({ code: '42501' });
  await denied('delete from file_key');
  await denied('delete from stored_file');
  await denied('update stored_file set destroyed_at = now()');
  await denied(`update document set sha256 = ''`);
  await expect(
    transact(atWork(), ({ client: sql }) => sql.query(`update stored_file set sha256 = ''`)),
  ).rejects.toMatchObject({ code: '42501' });
});

test('a stranger sees neither what is kept of a client nor its keys', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  await document.addDocument(owner.context, { client: of1, name: '一.pdf' }, of(aPdf()));
  const stranger = await house().hire('赵强');
  for (const table of ['stored_file', 'file_key', 'file_year_key', 'upload']) {
    const { rows } = await transact(stranger.context, ({ client: sql }) => sql.query(`select from ${table}`));
    expect(rows, table).toEqual([]);
  }
});

test('a document from before files had keys of their own gets one at the next start, and its content is the same', async () => {
  const { owner, client: of1 } = await anOwnedClient();
  const { ground, firm } = house();
  const content = aPdf();
  const [id, double, address] = [newId<'document'>(), newId<'document'>(), randomBytes(32).toString('hex')];
  const dataKey = await read(owner.context, (inside) => client.dataKeyOf(inside, of1));
  await ground.files.put(dataKey, address, of(content));
  const insert = async (one: Id<'document'>, name: string) =>
    asOwner(
      `insert into document (firm_id, id, client_id, name, media_type, size, sha256, address, added_by)
       values ($1, $2, $3, $4, 'application/pdf', $5, $6, $7, $8)`,
      [
        firm,
        one,
        of1,
        sealFields(dataKey, { table: 'document', row: one }, { name }),
        content.length,
        await sha256(content),
        address,
        owner.id,
      ],
    );
  await insert(id, '旧.pdf');
  await insert(double, '旧二.pdf');
  const blocks = async () =>
    (await readdir(join(house().dataFolder, 'files'), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    ).length;
  const before = await blocks();
  expect(await document.rehouseDocuments(atWork({ second: false }))).toBe(2);
  expect(await document.rehouseDocuments(atWork({ second: false }))).toBe(0);
  expect(await blocks()).toBe(before);
  const listed = await document.listDocuments(owner.context, { client: of1 });
  expect(listed.map(({ name, folder }) => ({ name, folder }))).toEqual(
    expect.arrayContaining([
      { name: '旧.pdf', folder: '' },
      { name: '旧二.pdf', folder: '' },
    ]),
  );
  expect((await contentOf(owner, id)).equals(content)).toBe(true);
});

async function sha256(content: Buffer): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(content));
  return Buffer.from(hash).toString('hex');
}
