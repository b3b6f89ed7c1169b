import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { type IncomingMessage, get } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as vault from '#modules/vault/vault.ts';
import { transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { uploadDocument } from './document.client.ts';
import { largestInOneGo } from './document.contract.ts';
import * as document from './document.ts';
import { downloadsADay } from './download-quota.ts';

const house = useHouse();
const canary = 'KANARIENVOGEL-0815';
const aPdf = Buffer.from(`%PDF-1.7\n${canary}\n`);

async function anOwnedClient() {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  return { owner, client: id };
}

function granted(
  person: Someone,
  client: ClientId,
  capabilities: ('read' | 'check' | 'download')[],
  endsAt = new Date(Date.now() + 3_600_000),
) {
  return transact(house().founder.context, (inside) =>
    vault.grant(inside, [{ clients: [client], person: person.id, capabilities, reason: '临时协助', endsAt }]),
  );
}

function upload(who: Someone, place: { client?: string; handover?: string }, name: string, content: Buffer) {
  return house().server.inject({
    method: 'POST',
    url: `/documents?${new URLSearchParams(place).toString()}`,
    headers: {
      authorization: `Bearer ${who.token}`,
      'content-type': 'application/octet-stream',
      'x-document-name': encodeURIComponent(name),
    },
    payload: content,
  });
}

function download(who: Someone, id: string) {
  return house().server.inject({ url: `/documents/${id}`, headers: { authorization: `Bearer ${who.token}` } });
}

async function* of(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

test('a file comes back as it was sent, under its name and the type found in it', async () => {
  const { owner, client } = await anOwnedClient();
  const sent = await upload(owner, { client }, '银行回单 2026-10.pdf', aPdf);
  expect(sent.statusCode).toBe(200);
  const { id } = sent.json<{ id: string }>();
  expect(sent.json()).toMatchObject({ name: '银行回单 2026-10.pdf', mediaType: 'application/pdf', size: aPdf.length });
  const back = await download(owner, id);
  expect(back.rawPayload.equals(aPdf)).toBe(true);
  expect(back.headers['content-disposition']).toContain(encodeURIComponent('银行回单 2026-10.pdf'));
  expect(await document.listDocuments(owner.context, { client })).toMatchObject([{ id }]);
});

test('neither the name nor the content of a file stands in the clear in the database, the journal or the file store', async () => {
  const { owner, client } = await anOwnedClient();
  await document.addDocument(owner.context, { client, name: `${canary}.pdf` }, of(aPdf));
  const { founder, dataFolder } = house();
  const { entries } = await journal.listEntries(founder.context, { client, limit: 100 });
  expect(JSON.stringify(entries)).not.toContain(canary);
  const stored = (await readdir(join(dataFolder, 'files'), { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  expect(stored.length).toBeGreaterThan(0);
  for (const file of stored) {
    expect(file.name).not.toContain(canary);
    expect((await readFile(join(file.parentPath, file.name))).includes(canary)).toBe(false);
  }
});

test('the same content is kept once within a client and apart between clients', async () => {
  const { owner, client } = await anOwnedClient();
  const { id: other } = await aClient(house().founder.context, { owner: owner.id });
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200)]);
  const before = await filesStored();
  await document.addDocument(owner.context, { client, name: '一.pdf' }, of(content));
  await document.addDocument(owner.context, { client, name: '二.pdf' }, of(content));
  expect(await filesStored()).toBe(before + 1);
  await document.addDocument(owner.context, { client: other, name: '一.pdf' }, of(content));
  expect(await filesStored()).toBe(before + 2);
});

test('a stranger gets no file, by operation, by HTTP or by SQL', async () => {
  const { owner, client } = await anOwnedClient();
  const stranger = await house().hire('赵强');
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, of(aPdf));
  await expect(document.openDocument(stranger.context, { document: id })).rejects.toMatchObject({
    code: 'document.not-found',
  });
  await expect(document.listDocuments(stranger.context, { client })).rejects.toMatchObject({
    code: 'document.no-read',
  });
  await expect(document.addDocument(stranger.context, { client, name: '合同.pdf' }, of(aPdf))).rejects.toMatchObject({
    code: 'document.no-add',
  });
  expect((await download(stranger, id)).statusCode).toBe(404);
  expect((await house().server.inject({ url: `/documents/${id}` })).statusCode).toBe(401);
  const rows = await transact(stranger.context, ({ client: sql }) => sql.query('select id from document'));
  expect(rows.rows).toEqual([]);
});

test('who may read a client and not download looks at its files and has none of them', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, of(aPdf));
  const reader = await house().hire('赵强');
  await granted(reader, client, ['read']);
  expect((await download(reader, id)).json()).toMatchObject({ code: 'document.no-download' });
  expect(await document.openPreview(reader.context, { document: id })).toMatchObject({ mayDownload: false });
  await granted(reader, client, ['read', 'download']);
  expect((await download(reader, id)).statusCode).toBe(200);
});

test('downloads of a person end for the day at their number, looking goes on, and the next day begins anew', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, of(aPdf));
  const past = new pg.Client(house().owner);
  await past.connect();
  await past.query(
    `insert into journal_entry (firm_id, at, actor_id, "by", verb, commitment)
     select $1, now(), $2, 'person', 'document.downloaded', sha256('x') from generate_series(1, $3::integer)`,
    [house().firm, owner.id, downloadsADay - 1],
  );
  expect((await download(owner, id)).statusCode).toBe(200);
  const refused = await download(owner, id);
  expect([refused.statusCode, refused.json()]).toEqual([
    429,
    { code: 'document.downloads-used-up', facts: { most: downloadsADay } },
  ]);
  expect((await document.openPreview(owner.context, { document: id })).shown.kind).toBe('pdf');
  await past.query(`update journal_entry set at = at - interval '1 day' where actor_id = $1`, [owner.id]);
  await past.end();
  expect((await download(owner, id)).statusCode).toBe(200);
});

test('who may only read a client adds nothing to it', async () => {
  const { client } = await anOwnedClient();
  const reader = await house().hire('赵强');
  await granted(reader, client, ['read']);
  await expect(document.addDocument(reader.context, { client, name: '合同.pdf' }, of(aPdf))).rejects.toMatchObject({
    code: 'document.no-add',
  });
});

test.each([
  ['a program', 'invoice.pdf', Buffer.from('MZ\x90\x00\x03program')],
  ['a program of Linux', 'scan', Buffer.from('\x7fELF\x02\x01\x01')],
  ['a script', 'note.txt', Buffer.from('#!/bin/sh\nrm -rf /\n')],
  ['a page', 'letter.txt', Buffer.from('<!DOCTYPE html><html><script>alert(1)</script>')],
  ['a picture that is a page', 'seal.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
  ['a text named to be run', 'run.bat', Buffer.from('echo hello')],
])('what a machine would run is not taken in: %s', async (_what, name, content) => {
  const { owner, client } = await anOwnedClient();
  const answer = await upload(owner, { client }, name, content);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'document.runs']);
  expect(await document.listDocuments(owner.context, { client })).toEqual([]);
});

test('an empty file, bytes of no known kind, and a file of no client are refused, each with its reason', async () => {
  const { owner, client } = await anOwnedClient();
  const code = async (place: { client?: string }, content: Buffer) =>
    (await upload(owner, place, 'x', content)).json<{ code: string }>().code;
  expect(await code({ client }, Buffer.alloc(0))).toBe('document.empty');
  expect(await code({ client }, Buffer.from([1, 0, 2, 0, 3, 0]))).toBe('document.type-unknown');
  expect(await code({}, aPdf)).toBe('document.no-place');
});

test('a file beyond 64 MiB is refused while it streams in one request, and nothing of it is kept', async () => {
  const { owner, client } = await anOwnedClient();
  const before = await filesStored();
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  async function* endless(): AsyncGenerator<Buffer> {
    yield aPdf;
    for (let sent = 0; sent <= largestInOneGo; sent += piece.length) yield piece;
  }
  await expect(document.addDocument(owner.context, { client, name: '扫描.pdf' }, endless())).rejects.toMatchObject({
    code: 'document.too-large',
    facts: { mebibytes: 64 },
  });
  expect(await filesStored()).toBe(before);
});

test('Chinese text is taken in as text whether it is UTF-8 or GB18030', async () => {
  const { owner, client } = await anOwnedClient();
  const gb18030 = Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x0d, 0x0a]);
  expect(await document.addDocument(owner.context, { client, name: '台账.csv' }, of(gb18030))).toMatchObject({
    mediaType: 'text/csv',
  });
  expect(
    await document.addDocument(owner.context, { client, name: '说明.txt' }, of(Buffer.from('中文'))),
  ).toMatchObject({
    mediaType: 'text/plain',
  });
});

// The promise is about a server with breath to spare; a machine that is busy with other tests is asked again.
test.each(['by hand', 'by the clock', 'by suspension'])(
  'a running download ends within a second after access was lost %s',
  { retry: 3 },
  async (how) => {
    const { owner, client } = await anOwnedClient();
    const { founder, hire, server } = house();
    const reader = await hire('赵强');
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(24 * 1024 * 1024, 7)]);
    const { id } = await document.addDocument(owner.context, { client, name: '账套.pdf' }, of(large));
    const ends = new Date(Date.now() + (how === 'by the clock' ? 1_500 : 3_600_000));
    await granted(reader, client, ['read', 'download'], ends);
    const address = await server.listen({ port: 0, host: '127.0.0.1' }).catch(() => server.listeningOrigin);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${address}/documents/${id}`, { headers: { authorization: `Bearer ${reader.token}` } }, resolve).on(
        'error',
        reject,
      );
    });
    expect(response.statusCode).toBe(200);
    await new Promise((resolve) => response.once('readable', resolve));
    const ended = new Promise<number>((resolve) => {
      const finish = () => resolve(Date.now());
      response.on('error', finish).on('close', finish).on('aborted', finish);
    });
    let lostAt = ends.getTime();
    if (how === 'by hand') {
      await transact(founder.context, (inside) =>
        vault.endGrants(inside, { person: reader.id, clients: [client] }, 'test'),
      );
      lostAt = Date.now();
    } else if (how === 'by suspension') {
      await people.suspendPerson(founder.context, { person: reader.id, reason: '离职调查' });
      lostAt = Date.now();
    }
    // Nobody reads on until then, so most of the file is still with the server; what is under way arrives at once.
    if (how === 'by the clock') await until(new Date(lostAt + 1_100));
    let received = 0;
    response.on('data', (piece: Buffer) => (received += piece.length));
    const endedAt = await ended;
    expect(endedAt - lostAt).toBeLessThan(how === 'by the clock' ? 2_200 : 1_000);
    expect(response.complete).toBe(false);
    expect(received).toBeLessThan(large.length);
  },
);

test('a program sends a file with its key and learns the refusal in the words of the server', async () => {
  const { owner, client } = await anOwnedClient();
  const { server } = house();
  const url = await server.listen({ port: 0, host: '127.0.0.1' }).catch(() => server.listeningOrigin);
  const headers = { authorization: `Bearer ${owner.token}` };
  const sent = await uploadDocument({ url, headers }, { client }, { name: '回单.pdf', content: new Uint8Array(aPdf) });
  expect(sent).toMatchObject({ client, name: '回单.pdf' });
  const stranger = await house().hire('赵强');
  await expect(
    uploadDocument(
      { url, headers: { authorization: `Bearer ${stranger.token}` } },
      { client },
      { name: 'x.pdf', content: new Uint8Array(aPdf) },
    ),
  ).rejects.toMatchObject({ code: 'document.no-add' });
});

function until(instant: Date): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, instant.getTime() - Date.now()));
}

async function filesStored(): Promise<number> {
  const all = await readdir(join(house().dataFolder, 'files'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return all.filter((one) => one.isFile()).length;
}
