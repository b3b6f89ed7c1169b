import { createHash, randomBytes } from 'node:crypto';
import { appendFile, readdir, stat, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { type DocumentPlace, partSize } from './document.contract.ts';
import * as document from './document.ts';

const house = useHouse();
const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2 * partSize + 100_000)]);

async function anOwnedClient() {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  return { owner, client: id };
}

function begin(who: Someone, place: DocumentPlace, content: Buffer, file: { name?: string; folder?: string } = {}) {
  const { name = '账套备份.pdf', folder = '' } = file;
  const identity = createHash('sha256').update(`${folder}/${name}`).update(content).digest('hex');
  return document.beginUpload(who.context, { ...place, name, folder, size: content.length, identity });
}

async function sendFrom(who: Someone, upload: Id<'document'>, content: Buffer, from = 0) {
  for (let at = from; at < content.length; at += partSize)
    await document.addPart(who.context, { upload, from: at }, content.subarray(at, at + partSize));
}

async function contentOf(who: Someone, id: Id<'document'>): Promise<Buffer> {
  const { content } = await document.openDocument(who.context, { document: id });
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

function arriving(id?: string): string {
  return join(house().dataFolder, 'arriving', ...(id ? [id] : []));
}

async function kept(): Promise<number> {
  const all = await readdir(join(house().dataFolder, 'files'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return all.filter((one) => one.isFile()).length;
}

function firmAtWork(): Context {
  return { by: { kind: 'job', firm: house().firm, onBehalfOf: null }, ground: house().ground };
}

test('a file that is sent in parts is kept under its name and folder as it was', async () => {
  const { owner, client } = await anOwnedClient();
  const { id, received } = await begin(owner, { client }, large, {
    name: '账套备份.pdf',
    folder: '2026/../账套//十月',
  });
  expect(received).toBe(0);
  await sendFrom(owner, id, large);
  const made = await document.finishUpload(owner.context, { upload: id });
  expect(made).toMatchObject({ id, name: '账套备份.pdf', folder: '2026/账套/十月', size: large.length });
  expect(made.sha256).toBe(createHash('sha256').update(large).digest('hex'));
  expect((await contentOf(owner, id)).equals(large)).toBe(true);
  expect(await document.listUploads(owner.context, { client })).toEqual([]);
  expect(await readdir(arriving())).toEqual([]);
});

test('a file whose answer was lost is kept once, however often it is asked for', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  await sendFrom(owner, id, large);
  const first = await document.finishUpload(owner.context, { upload: id });
  expect(await document.finishUpload(owner.context, { upload: id })).toEqual(first);
  expect(await document.listDocuments(owner.context, { client })).toHaveLength(1);
});

test('an upload that was cut off goes on where it was when the same file is chosen again', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  await document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize));
  expect(await document.listUploads(owner.context, { client })).toMatchObject([{ id, received: partSize }]);
  const again = await begin(owner, { client }, large);
  expect(again).toMatchObject({ id, received: partSize });
  await sendFrom(owner, id, large, again.received);
  await document.finishUpload(owner.context, { upload: id });
  expect((await contentOf(owner, id)).equals(large)).toBe(true);
});

test('what a kill has left torn at the end of an upload is not counted, and what was acknowledged is', async () => {
  const { owner, client } = await anOwnedClient();
  const { incoming } = house().ground.files;
  const { id } = await begin(owner, { client }, large);
  await document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize));
  await incoming.release(id);
  await appendFile(arriving(id), randomBytes(300_000));
  const again = await begin(owner, { client }, large);
  expect(again.received).toBe(partSize);
  await incoming.release(id);
  await truncate(arriving(id), (await stat(arriving(id))).size - 1000);
  const cut = await begin(owner, { client }, large);
  expect(cut.received).toBe(partSize - 256 * 1024);
  await sendFrom(owner, id, large, cut.received);
  await document.finishUpload(owner.context, { upload: id });
  expect((await contentOf(owner, id)).equals(large)).toBe(true);
});

test('a part that does not begin where the file ends is refused, and the answer says where it goes on', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  const second = { upload: id, from: partSize };
  await expect(document.addPart(owner.context, second, large.subarray(partSize, 2 * partSize))).rejects.toMatchObject({
    code: 'file.part-elsewhere',
    facts: { received: 0 },
  });
  const first = large.subarray(0, partSize);
  await document.addPart(owner.context, { upload: id, from: 0 }, first);
  expect(await document.addPart(owner.context, { upload: id, from: 0 }, first)).toEqual({ received: partSize });
});

test('a part that is larger than agreed, and a file that is not whole, are refused', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  await expect(
    document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize + 1)),
  ).rejects.toMatchObject({ code: 'document.part-too-large' });
  await document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize));
  await expect(document.finishUpload(owner.context, { upload: id })).rejects.toMatchObject({
    code: 'document.not-whole',
    facts: { received: partSize },
  });
});

test('a program is found out by its first part, and nothing of it stays', async () => {
  const { owner, client } = await anOwnedClient();
  const program = Buffer.concat([Buffer.from('MZ\x90\x00'), randomBytes(100_000)]);
  const { id } = await begin(owner, { client }, program, { name: '发票.pdf' });
  await expect(document.addPart(owner.context, { upload: id, from: 0 }, program)).rejects.toMatchObject({
    code: 'document.runs',
  });
  expect(await document.listUploads(owner.context, { client })).toEqual([]);
  await expect(begin(owner, { client }, program, { name: '打印.exe' })).rejects.toMatchObject({
    code: 'document.runs',
  });
  await expect(begin(owner, { client }, Buffer.alloc(0))).rejects.toMatchObject({ code: 'document.empty' });
});

test('the same content is kept once however it comes', async () => {
  const { owner, client } = await anOwnedClient();
  const before = await kept();
  for (const name of ['一.pdf', '二.pdf']) {
    const { id } = await begin(owner, { client }, large, { name });
    await sendFrom(owner, id, large);
    await document.finishUpload(owner.context, { upload: id });
  }
  expect(await kept()).toBe(before + 1);
  expect(await document.listDocuments(owner.context, { client })).toHaveLength(2);
});

test('an upload is its person’s alone, and ends with the access to the client', async () => {
  const { owner, client } = await anOwnedClient();
  const stranger = await house().hire('赵强');
  const { id } = await begin(owner, { client }, large);
  const part = large.subarray(0, partSize);
  const notFound = { code: 'document.upload-not-found' };
  await expect(document.addPart(stranger.context, { upload: id, from: 0 }, part)).rejects.toMatchObject(notFound);
  await expect(document.finishUpload(stranger.context, { upload: id })).rejects.toMatchObject(notFound);
  await expect(document.cancelUpload(stranger.context, { upload: id })).rejects.toMatchObject(notFound);
  expect(await document.listUploads(stranger.context, {})).toEqual([]);
  await expect(begin(stranger, { client }, large)).rejects.toMatchObject({ code: 'document.no-add' });
  await expect(begin(owner, {}, large)).rejects.toMatchObject({ code: 'document.no-place' });
});

test('a cancelled upload leaves nothing', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  await document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize));
  await document.cancelUpload(owner.context, { upload: id });
  expect(await document.listUploads(owner.context, { client })).toEqual([]);
  await expect(stat(arriving(id))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an upload that nobody goes on with for a week is thrown away, journalled, and a kept file never', async () => {
  const { owner, client } = await anOwnedClient();
  const done = await begin(owner, { client }, large, { name: '留下.pdf' });
  await sendFrom(owner, done.id, large);
  await document.finishUpload(owner.context, { upload: done.id });
  const other = Buffer.concat([large, Buffer.from('x')]);
  const left = await begin(owner, { client }, other, { name: '中断.pdf' });
  await document.addPart(owner.context, { upload: left.id, from: 0 }, other.subarray(0, partSize));
  await document.tendFiles(firmAtWork());
  expect(await document.listUploads(owner.context, { client })).toHaveLength(1);
  const longAgo = new Date(Date.now() - 8 * 86_400_000);
  await utimes(arriving(left.id), longAgo, longAgo);
  await document.tendFiles(firmAtWork());
  expect(await document.listUploads(owner.context, { client })).toEqual([]);
  await expect(stat(arriving(left.id))).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await contentOf(owner, done.id)).equals(large)).toBe(true);
  await house().drain();
  const { entries } = await journal.listEntries(house().founder.context, { verb: 'document.upload-expired', limit: 5 });
  expect(entries).toMatchObject([{ client, subject: left.id, facts: { size: other.length } }]);
});

test('what lies there of no upload at all is swept away when it is old enough', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await begin(owner, { client }, large);
  await document.addPart(owner.context, { upload: id, from: 0 }, large.subarray(0, partSize));
  await document.sweepArrived(firmAtWork(), new Date());
  expect((await stat(arriving(id))).size).toBeGreaterThan(0);
  await document.sweepArrived(firmAtWork(), new Date(Date.now() + 9 * 86_400_000));
  await expect(stat(arriving(id))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('neither the name nor the content of what is on its way stands in the clear anywhere', async () => {
  const { owner, client } = await anOwnedClient();
  const canary = 'KANARIENVOGEL-4711';
  const content = Buffer.concat([Buffer.from(`%PDF-1.7 ${canary}\n`), randomBytes(partSize)]);
  const { id } = await begin(owner, { client }, content, { name: `${canary}.pdf`, folder: canary });
  await document.addPart(owner.context, { upload: id, from: 0 }, content.subarray(0, partSize));
  const { readFile } = await import('node:fs/promises');
  expect((await readFile(arriving(id))).includes(canary)).toBe(false);
  const connection = new pg.Client(house().owner);
  await connection.connect();
  const { rows } = await connection.query<{ row: string }>('select u::text as row from upload u where id = $1', [id]);
  await connection.end();
  for (const form of [canary, Buffer.from(canary).toString('hex')]) expect(rows[0]!.row).not.toContain(form);
});

test('parts and their refusals go over HTTP as the page sends them', async () => {
  const { owner, client } = await anOwnedClient();
  const headers = { authorization: `Bearer ${owner.token}`, 'content-type': 'application/octet-stream' };
  const { id } = await begin(owner, { client }, large);
  // A copy, as a network makes: the server gives back the memory of what came in.
  const put = (from: number, sent: Buffer) =>
    house().server.inject({
      method: 'PUT',
      url: `/uploads/${id}?from=${from}`,
      headers,
      payload: Buffer.from(sent),
    });
  expect((await put(0, large.subarray(0, partSize))).json()).toEqual({ received: partSize });
  const wrong = await put(0.5, large.subarray(0, 10));
  expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([404, 'document.upload-not-found']);
  const elsewhere = await put(2 * partSize, large.subarray(2 * partSize));
  expect(elsewhere.statusCode).toBe(409);
  expect(elsewhere.json()).toEqual({ code: 'file.part-elsewhere', facts: { received: partSize } });
  const tooLarge = await put(partSize, Buffer.alloc(partSize + 1));
  expect(tooLarge.json()).toEqual({ code: 'document.part-too-large', facts: { most: partSize } });
});

test('nobody has more files under way than agreed', async () => {
  const { owner, client } = await anOwnedClient();
  const connection = new pg.Client(house().owner);
  await connection.connect();
  await connection.query(
    `insert into upload (firm_id, person_id, client_id, name, size, identity, wrapped)
     select firm_id, id, $2, '', 1, gen_random_uuid()::text::bytea, '' from person, generate_series(1, 200) where id = $1`,
    [owner.id, client],
  );
  await connection.end();
  await expect(begin(owner, { client }, large)).rejects.toMatchObject({
    code: 'document.too-many',
    facts: { most: 200 },
  });
});

test('a file of 192 MiB goes in and comes out in a part of the memory that it would fill', async () => {
  const { owner, client } = await anOwnedClient();
  const size = 48 * partSize;
  const upload = { client, name: '账套.pdf', folder: '', size, identity: 'a large file' };
  const { id } = await document.beginUpload(owner.context, upload);
  const part = randomBytes(partSize);
  part.write('%PDF-1.7\n');
  const before = process.memoryUsage().rss;
  let most = 0;
  const look = () => (most = Math.max(most, process.memoryUsage().rss - before));
  for (let from = 0; from < size; from += partSize) {
    part.writeUInt32LE(from, 16);
    await document.addPart(owner.context, { upload: id, from }, part);
    look();
  }
  await document.finishUpload(owner.context, { upload: id });
  const { content } = await document.openDocument(owner.context, { document: id });
  let seen = 0;
  for await (const piece of content) {
    seen += piece.length;
    look();
  }
  expect(seen).toBe(size);
  expect(most).toBeLessThan(120 * 1024 * 1024);
});
