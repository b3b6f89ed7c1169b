import { readFile } from 'node:fs/promises';
import { PDF } from '@libpdf/core';
import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import * as vault from '#modules/vault/vault.ts';
import { read, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { renderPdf } from '#platform/pdf/typst.ts';
import { textCell, workbookParts, zipOf } from '#platform/tabular/file.factory.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from '../document.ts';
import { gramHash, gramsAsked, gramsOf, keptText, pieceOf, tokenOf } from './grams.ts';
import { placesOf } from './places.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';

const house = useHouse();
const scan = await readFile(new URL('./receipt-scan.png', import.meta.url));

async function anOwnedClient(name?: string): Promise<{ owner: Someone; client: ClientId }> {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id, ...(name ? { name } : {}) });
  return { owner, client: id };
}

async function add(
  who: Someone,
  place: { client?: ClientId; handover?: Id<'handover'> },
  name: string,
  bytes: Uint8Array,
) {
  async function* content() {
    yield bytes;
  }
  return document.addDocument(who.context, { ...place, name }, content());
}

const text = (words: string) => Buffer.from(words);
const wordDocument = (words: string) =>
  zipOf({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${words.slice(0, 4)}</w:t></w:r><w:r><w:t>${words.slice(4)}</w:t></w:r></w:p></w:body></w:document>`,
  });
const pdfOf = async (words: string) =>
  (await renderPdf({ template: '#data.words', data: { words }, title: '合同', language: 'zh', at: new Date(0) })).pdf;
const scannedPdf = async () => {
  const pdf = PDF.create();
  const picture = pdf.embedImage(scan);
  pdf.addPage({ width: 620, height: 300 }).drawImage(picture, { x: 0, y: 0, width: 620, height: 300 });
  return pdf.save();
};

const words = '委托方应当于每月十五日前支付代理记账服务费';
const workbook = zipOf(
  workbookParts({
    sheets: {
      目录: `<row r="1">${textCell('条款')}</row>`,
      '!附件': `<row r="3">${textCell('一')}${textCell(words)}</row>`,
    },
  }),
);

test.each([
  [
    'text in GB 18030',
    '约定.txt',
    async () => Buffer.from([0xce, 0xaf, 0xcd, 0xd0, 0xb7, 0xbd, 0xd3, 0xa6, 0xb5, 0xb1]),
    '托方应当',
  ],
  ['CSV', '约定.csv', async () => text(`条款,内容\n1,${words}\n`), '十五日前支付'],
  ['DOCX, across its runs', '合同.docx', async () => wordDocument(words), '方应当于'],
  ['XLSX, in any of its sheets', '台账.xlsx', async () => workbook, '代理记账'],
  [
    'PDF, across its lines',
    '合同.pdf',
    async () => Buffer.from(await pdfOf(`${words} `.repeat(12))),
    '记账服务费委托方',
  ],
])(
  'the words of %s are found by a piece of them and shown with what stands around',
  async (_what, name, make, piece) => {
    const { owner, client } = await anOwnedClient();
    const { id } = await add(owner, { client }, name, await make());
    await house().drain();
    const { found } = await document.searchDocuments(owner.context, { words: piece, client });
    expect(found.map((one) => one.document)).toEqual([id]);
    expect(pieceOf(found[0]!.places[0]!.words)).toBe(piece);
    expect(found[0]).toMatchObject({ name, client: { id: client } });
    expect(await document.listReadings(owner.context, { client })).toEqual([]);
  },
);

test.each([
  ['a photo', '回单.png', async () => scan],
  ['a PDF of scanned pages', '回单.pdf', async () => Buffer.from(await scannedPdf())],
])('the words on %s are recognised in the background and found', async (_what, name, make) => {
  const { owner, client } = await anOwnedClient();
  const { id } = await add(owner, { client }, name, await make());
  await house().drain();
  const { found } = await document.searchDocuments(owner.context, { words: '代理记账服务费', client });
  expect(found.map((one) => one.document)).toEqual([id]);
});

test('a search of all one may read names the client of each hit, the newest first, and nobody else’s', async () => {
  const first = await anOwnedClient('浦东甲贸易有限公司');
  const other = await anOwnedClient();
  const second = await aClient(house().founder.context, { owner: first.owner.id, name: '浦东乙贸易有限公司' });
  await add(first.owner, { client: first.client }, '甲.txt', text('押金条退还说明甲'));
  await add(first.owner, { client: second.id }, '乙.txt', text('押金条退还说明乙'));
  await add(other.owner, { client: other.client }, '丙.txt', text('押金条退还说明丙'));
  await house().drain();
  const { found, next } = await document.searchDocuments(first.owner.context, { words: '押金条' });
  expect(found.map((one) => one.client?.name)).toEqual(['浦东乙贸易有限公司', '浦东甲贸易有限公司']);
  expect(next).toBeNull();
});

test('a person who is given access finds, and finds nothing more when it has ended', async () => {
  const { owner, client } = await anOwnedClient();
  await add(owner, { client }, '说明.txt', text('补充协议第三条'));
  await house().drain();
  const helper = await house().hire('孙悦');
  const search = async () => (await document.searchDocuments(helper.context, { words: '补充协议' })).found.length;
  expect(await search()).toBe(0);
  const endsAt = new Date(Date.now() + 3_600_000);
  await transact(house().founder.context, (inside) =>
    vault.grant(inside, [{ clients: [client], person: helper.id, capabilities: ['read'], reason: '临时协助', endsAt }]),
  );
  expect(await search()).toBe(1);
  const past = new pg.Client(house().owner);
  await past.connect();
  await past.query(`update access_grant set ends_at = now() where person_id = $1`, [helper.id]);
  await past.end();
  expect(await search()).toBe(0);
});

test('a file of a handover as a whole is found by its parties and not by others', async () => {
  const made = await aHandover(house(), {});
  await add(made.outgoing, { handover: made.handover }, '会议纪要.txt', text('交接会议决定延期三日'));
  await house().drain();
  const input = { words: '延期三日', handover: made.handover };
  expect((await document.searchDocuments(made.incoming.context, input)).found).toHaveLength(1);
  const stranger = await house().hire('路人');
  await expect(document.searchDocuments(stranger.context, input)).rejects.toMatchObject({ code: 'handover.not-found' });
});

test('who may not read a client is refused there, and PostgreSQL gives neither words nor hashes', async () => {
  const { owner, client } = await anOwnedClient();
  await add(owner, { client }, '说明.txt', text('保密内容说明'));
  await house().drain();
  const stranger = await house().hire('路人');
  await expect(document.searchDocuments(stranger.context, { words: '保密内容', client })).rejects.toMatchObject({
    code: 'document.no-read',
  });
  await expect(document.listReadings(stranger.context, { client })).rejects.toMatchObject({ code: 'document.no-read' });
  const seen = await transact(stranger.context, ({ client: sql }) => sql.query('select * from file_text'));
  expect(seen.rows).toEqual([]);
  const key = deriveHashKey(house().ground.keys, house().firm);
  const wanted = { grams: gramsAsked('保密内容').map((gram) => gramHash(key, gram).toString('hex')), most: 10, client };
  const named = await transact(stranger.context, ({ client: sql }) =>
    sql.query('select * from access.search_texts($1)', [JSON.stringify(wanted)]),
  );
  expect(named.rows).toEqual([]);
  await expect(
    transact(owner.context, ({ client: sql }) => sql.query(`update file_text set grams = '{}'`)),
  ).rejects.toThrow(/permission denied/);
});

test('the words of a restricted file are found by nobody, those of a destroyed one are gone with their hashes', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await add(owner, { client }, '名单.txt', text('离职员工名单张三'));
  await house().drain();
  const search = async () =>
    (await document.searchDocuments(owner.context, { words: '员工名单', client })).found.length;
  expect(await search()).toBe(1);
  const [one, two] = [
    await house().hire('档案甲', { roles: [], positions: ['archivist'] }),
    await house().hire('档案乙', { roles: [], positions: ['archivist'] }),
  ];
  const placed = await document.placeSafeguard(one.context, {
    kind: 'restriction',
    document: id,
    reason: '本人请求删除',
  });
  await document.confirmSafeguard(two.context, { safeguard: placed.id });
  expect(await search()).toBe(0);
  const worker = { by: { kind: 'job' as const, firm: house().firm, onBehalfOf: null }, ground: house().ground };
  await transact(worker, (inside) => document.destroyStoredFiles(inside, [id]));
  const left = await read(worker, ({ client: sql }) =>
    sql.query('select * from file_text where client_id = $1', [client]),
  );
  expect(left.rows).toEqual([]);
});

test('a search for one character is refused with what to do', async () => {
  const { owner } = await anOwnedClient();
  await expect(document.searchDocuments(owner.context, { words: ' 费 ' })).rejects.toMatchObject({
    code: 'document.search-too-short',
  });
});

test('files are listed as unread only of a place', async () => {
  const { owner } = await anOwnedClient();
  await expect(document.listReadings(owner.context, {})).rejects.toMatchObject({ code: 'document.no-place' });
});

test.each([
  ['a broken PDF', '坏.pdf', Buffer.from('%PDF-1.7\nnothing'), { state: 'unreadable', fault: 'damaged' }],
  [
    'a recording',
    '录音.wav',
    Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(64)]),
    { state: 'wordless', fault: null },
  ],
])('%s is kept, and the list says why it is not found', async (_what, name, bytes, state) => {
  const { owner, client } = await anOwnedClient();
  const { id } = await add(owner, { client }, name, bytes);
  await house().drain();
  expect(await document.listReadings(owner.context, { client })).toEqual([{ document: id, cut: false, ...state }]);
});

test('the same content is read once, and is found as each document that it is', async () => {
  const { owner, client } = await anOwnedClient();
  await add(owner, { client }, '一.txt', text('同一份租赁合同'));
  await add(owner, { client }, '二.txt', text('同一份租赁合同'));
  await house().drain();
  const { found } = await document.searchDocuments(owner.context, { words: '租赁合同', client });
  expect(found.map(({ name }) => name)).toEqual(['二.txt', '一.txt']);
  const worker = { by: { kind: 'job' as const, firm: house().firm, onBehalfOf: null }, ground: house().ground };
  const kept = await read(worker, ({ client: sql }) =>
    sql.query('select tries from file_text where client_id = $1', [client]),
  );
  expect(kept.rows).toEqual([{ tries: 1 }]);
});

test('a kept file whose words are not known, as after a restore, is read by the work of the minute', async () => {
  const { owner, client } = await anOwnedClient();
  await add(owner, { client }, '说明.txt', text('恢复以后重新读入'));
  await house().drain();
  const past = new pg.Client(house().owner);
  await past.connect();
  await past.query('delete from file_text where client_id = $1', [client]);
  await past.query(`update stored_file set kept_at = now() - interval '1 hour' where client_id = $1`, [client]);
  await past.end();
  const worker = { by: { kind: 'job' as const, firm: house().firm, onBehalfOf: null }, ground: house().ground };
  await document.orderReadings(worker);
  await house().drain();
  expect((await document.searchDocuments(owner.context, { words: '重新读入', client })).found).toHaveLength(1);
});

test('searches are journalled, summed for each minute, without what was searched', async () => {
  const { owner, client } = await anOwnedClient();
  await document.searchDocuments(owner.context, { words: '某个很少见的词', client });
  const past = new pg.Client(house().owner);
  await past.connect();
  await past.query(`update journal_reading set at = at - interval '2 minutes'`);
  await past.end();
  await journal.sumReadings({ by: { kind: 'job', firm: house().firm, onBehalfOf: null }, ground: house().ground });
  const { entries } = await journal.listEntries(house().founder.context, { verb: 'document.searched', limit: 5 });
  expect(entries.length).toBeGreaterThan(0);
  expect(JSON.stringify(entries)).not.toContain('少见');
});

test('no word of a file stands in the database as it is', async () => {
  const { owner, client } = await anOwnedClient();
  await add(owner, { client }, '密.txt', text('金丝雀子丑寅卯'));
  await house().drain();
  expect((await document.searchDocuments(owner.context, { words: '丝雀子', client })).found).toHaveLength(1);
  const past = new pg.Client(house().owner);
  await past.connect();
  const { rows } = await past.query<{ row: string }>('select t::text as row from file_text t');
  await past.end();
  const clear = [Buffer.from('丝雀').toString('hex'), Buffer.from('丝雀子').toString('base64'), '丝雀'];
  for (const { row } of rows) for (const word of clear) expect(row).not.toContain(word);
});

test('two clients have no hash of the same words in common, and the tokens of a client are what PostgreSQL reckons', async () => {
  const key = deriveHashKey(house().ground.keys, house().firm);
  const hash = gramHash(key, '记账');
  const [one, two] = ['01a00000-0000-7000-8000-000000000001', '01a00000-0000-7000-8000-000000000002'];
  expect(tokenOf(hash, one)).not.toBe(tokenOf(hash, two));
  const past = new pg.Client(house().owner);
  await past.connect();
  const { rows } = await past.query<{ token: number }>(
    'select substr(sha256($1::bytea || uuid_send($2)), 1, 4)::integer as token',
    [hash, one],
  );
  await past.end();
  expect(rows[0]!.token).toBe(tokenOf(hash, one));
});

test('a piece is found over blanks, line ends, width and case, and what looks like a pattern is taken as it stands', () => {
  const kept = keptText('代 理\n  记 账服务(ABC)  合计 1,200.00');
  expect(placesOf(kept, pieceOf('代理记账'))).toMatchObject({ count: 1, places: [{ words: '代 理 记 账' }] });
  expect(placesOf(kept, pieceOf('(abc)')).places[0]!.words).toBe('(ABC)');
  expect(placesOf('a.c abc', 'a.c').count).toBe(1);
  expect(gramsOf('记账记账')).toEqual(['记账', '账记']);
  expect(gramsAsked('一二三四五六七八九十')).toHaveLength(6);
});
