import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { plainHtml } from '#platform/papers/plain-html.ts';
import { textCell, workbookParts, zipOf } from '#platform/tabular/file.factory.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from '../document.ts';

const house = useHouse();

async function anOwnedClient(): Promise<{ owner: Someone; client: ClientId }> {
  const owner = await house().hire('李娜');
  const { id } = await aClient(house().founder.context, { owner: owner.id });
  return { owner, client: id };
}

async function add({ owner, client }: { owner: Someone; client: ClientId }, name: string, bytes: Buffer) {
  async function* content() {
    yield bytes;
  }
  return document.addDocument(owner.context, { client, name }, content());
}

function view(who: Someone, id: Id<'document'>) {
  return house().server.inject({ url: `/documents/${id}/view`, headers: { authorization: `Bearer ${who.token}` } });
}

const pdf = Buffer.from('%PDF-1.7\ncontent\n');

test('a text is shown as it is read, whatever its encoding', async () => {
  const made = await anOwnedClient();
  const { id } = await add(made, '说明.txt', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]));
  const { shown, name, client } = await document.openPreview(made.owner.context, { document: id });
  expect({ shown, name, client }).toEqual({
    shown: { kind: 'text', text: '中文', cut: false },
    name: '说明.txt',
    client: made.client,
  });
});

test('a workbook is shown as the rows of its sheets', async () => {
  const made = await anOwnedClient();
  const sheets = { 台账: `<row r="2">${textCell('客户')}${textCell('余额')}</row>` };
  const { id } = await add(made, '台账.xlsx', zipOf(workbookParts({ sheets })));
  expect((await document.openPreview(made.owner.context, { document: id })).shown).toMatchObject({
    kind: 'sheets',
    sheets: [{ name: '台账', rows: [{ line: 2, cells: ['客户', '余额'] }], cut: false }],
  });
});

test('a PDF is drawn from its content, which comes as bytes without a name and is journalled as a look', async () => {
  const made = await anOwnedClient();
  const { id } = await add(made, '合同.pdf', pdf);
  expect((await document.openPreview(made.owner.context, { document: id })).shown).toEqual({ kind: 'pdf' });
  const answer = await view(made.owner, id);
  expect(answer.rawPayload).toEqual(pdf);
  expect(answer.headers['content-disposition']).toBeUndefined();
  expect(answer.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
  const { entries } = await journal.listEntries(house().founder.context, { client: made.client, limit: 20 });
  const verbs = entries.map(({ verb }) => verb);
  expect(verbs.filter((verb) => verb === 'document.viewed')).toHaveLength(1);
  expect(verbs).not.toContain('document.downloaded');
});

test('what is read and not drawn gives no content to look at', async () => {
  const made = await anOwnedClient();
  const { id } = await add(made, '说明.txt', Buffer.from('说明'));
  expect((await view(made.owner, id)).json()).toMatchObject({ code: 'document.not-drawn' });
});

test.each([
  ['a recording', '录音.wav', Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt '), Buffer.alloc(64)]), 'other-kind'],
  [
    'a broken workbook',
    '台账.xlsx',
    zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<broken' }),
    'damaged',
  ],
])('%s is not shown, and the answer says why', async (_what, name, bytes, why) => {
  const made = await anOwnedClient();
  const { id } = await add(made, name, bytes);
  expect((await document.openPreview(made.owner.context, { document: id })).shown).toEqual({ kind: 'none', why });
});

test('who may not read the client, or comes to a restricted file, looks at nothing', async () => {
  const made = await anOwnedClient();
  const { id } = await add(made, '合同.pdf', pdf);
  const stranger = await house().hire('路人');
  await expect(document.openPreview(stranger.context, { document: id })).rejects.toMatchObject({
    code: 'document.not-found',
  });
  expect((await view(stranger, id)).statusCode).toBe(404);
  const archivists = [
    await house().hire('档案甲', { roles: [], positions: ['archivist'] }),
    await house().hire('档案乙', { roles: [], positions: ['archivist'] }),
  ] as const;
  const placed = await document.placeSafeguard(archivists[0].context, {
    kind: 'restriction',
    document: id,
    reason: '本人请求删除',
  });
  await document.confirmSafeguard(archivists[1].context, { safeguard: placed.id });
  await expect(document.openPreview(made.owner.context, { document: id })).rejects.toMatchObject({
    code: 'document.restricted',
  });
  expect((await view(made.owner, id)).json()).toMatchObject({ code: 'document.restricted' });
});

test('nothing of a document but its paragraphs, lists, tables and inner pictures comes through', () => {
  expect(plainHtml('<p onclick="x()">甲<script>alert(1)</script><a href="javascript:x">乙</a></p>')).toBe(
    '<p>甲alert(1)乙</p>',
  );
  expect(plainHtml('<img src="https://example.com/x.png"><img src="data:image/svg+xml;base64,AA==">')).toBe('');
  expect(plainHtml('<img src="data:image/png;base64,AA==" onerror="x">')).toBe(
    '<img src="data:image/png;base64,AA==" alt="">',
  );
  expect(plainHtml('<td colspan="2" style="x">1 < 2</td><iframe src=x></iframe>')).toBe(
    '<td colspan="2">1 &lt; 2</td>',
  );
  expect(plainHtml('<<p>script>')).toBe('&lt;<p>script&gt;');
});
