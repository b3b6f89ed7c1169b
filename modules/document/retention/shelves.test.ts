import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from '../document.ts';

const house = useHouse();

async function anOwnedClient(number: string): Promise<{ owner: Someone; client: ClientId }> {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id, number });
  return { owner, client: id };
}

async function aFile({ owner, client }: { owner: Someone; client: ClientId }, name: string, filed?: [string, number]) {
  async function* content() {
    yield Buffer.from(`%PDF-1.7 ${name}`);
  }
  const { id } = await document.addDocument(owner.context, { client, name }, content());
  if (filed) await document.fileDocuments(owner.context, { documents: [id], kind: filed[0], year: filed[1] });
  return id;
}

const anArchivist = () => house().hire('档案员', { roles: [], positions: ['archivist'] });

test('the class tree counts the files of a client by fiscal year and kind, and tells what is restricted, held and due', async () => {
  const of = await anOwnedClient('KH81001');
  const old = await aFile(of, '旧.pdf', ['accounting-voucher', 1990]);
  await aFile(of, '一.pdf', ['accounting-voucher', 2024]);
  await aFile(of, '二.pdf', ['accounting-voucher', 2024]);
  await aFile(of, '新.pdf');
  const [archivist, head] = [await anArchivist(), await house().hire('负责人', { positions: ['head-of-archives'] })];
  await document.placeSafeguard(head.context, { kind: 'hold', document: old, reason: '诉讼期间' });
  const safeguard = await document.placeSafeguard(head.context, {
    kind: 'restriction',
    document: old,
    reason: '本人请求',
  });
  await document.confirmSafeguard(archivist.context, { safeguard: safeguard.id });
  const { classes, mayFile } = await document.readClasses(archivist.context, { client: of.client });
  expect(classes).toEqual([
    {
      client: null,
      year: 2024,
      kind: 'accounting-voucher',
      files: 2,
      unfiled: 0,
      due: 0,
      held: 0,
      restricted: 0,
      destroyed: 0,
    },
    {
      client: null,
      year: 1990,
      kind: 'accounting-voucher',
      files: 1,
      unfiled: 0,
      due: 1,
      held: 1,
      restricted: 1,
      destroyed: 0,
    },
    { client: null, year: null, kind: null, files: 1, unfiled: 1, due: 0, held: 0, restricted: 0, destroyed: 0 },
  ]);
  expect(mayFile).toBe(false);
  expect((await document.readClasses(of.owner.context, { client: of.client })).mayFile).toBe(true);
  const whole = await document.readClasses(archivist.context, {});
  expect(whole.classes.find((one) => one.client?.id === of.client)).toMatchObject({
    files: 4,
    unfiled: 1,
    due: 1,
    held: 1,
    restricted: 1,
  });
  const { rows } = await document.listDirectory(archivist.context, {
    state: 'all',
    client: of.client,
    year: 2024,
    kind: 'accounting-voucher',
    limit: 10,
  });
  expect(rows.map(({ code }) => code)).toEqual(['KH81001-2024-PZ-0001', 'KH81001-2024-PZ-0002']);
});

test('the archivist says where paper stands, for many at once; it is found by its box, and the journal keeps where it stood', async () => {
  const of = await anOwnedClient('KH81002');
  const documents = [await aFile(of, '一.pdf', ['accounting-voucher', 2024]), await aFile(of, '二.pdf')];
  const archivist = await anArchivist();
  await document.placePaper(archivist.context, { documents, place: { cabinet: '3', shelf: '2', box: 'B15' } });
  const find = async (words: string) =>
    (await document.listDirectory(archivist.context, { state: 'all', words, limit: 10 })).rows.map(
      (row) => row.document,
    );
  expect(await find('B15')).toEqual(documents);
  expect(await find('3-2')).toEqual(documents);
  expect(await find('3-1')).toEqual([]);
  await document.placePaper(archivist.context, {
    documents: [documents[0]!],
    place: { cabinet: '4', shelf: '', box: '' },
  });
  await document.placePaper(of.owner.context, { documents: [documents[1]!], place: null });
  expect(await find('B15')).toEqual([]);
  const { entries } = await journal.listEntries(house().founder.context, { client: of.client, limit: 2 });
  expect(entries).toMatchObject([
    { verb: 'document.paper-taken-out', facts: { place: null, formerPlace: '3-2-B15' } },
    { verb: 'document.paper-placed', facts: { place: '4', formerPlace: '3-2-B15' } },
  ]);
});

test('who sees a client and may add nothing to it places none of its paper; of a file that one does not see there is nothing to place', async () => {
  const of = await anOwnedClient('KH81003');
  const id = await aFile(of, '一.pdf');
  const auditor = await house().hire('审计', { roles: ['auditor'] });
  const place = { cabinet: '1', shelf: '', box: '' };
  await expect(document.placePaper(auditor.context, { documents: [id], place })).rejects.toMatchObject({
    code: 'document.only-archives-place-paper',
  });
  const stranger = await house().hire('赵敏');
  await expect(document.placePaper(stranger.context, { documents: [id], place })).rejects.toMatchObject({
    code: 'document.not-found',
  });
});

test('the directory is searched by any piece of a client’s name, a kind or a code', async () => {
  const of = await anOwnedClient('KH81004');
  const id = await aFile(of, '一.pdf', ['bank-statement', 2023]);
  const archivist = await anArchivist();
  const find = async (words: string) =>
    (await document.listDirectory(archivist.context, { state: 'all', words, limit: 200 })).rows.map(
      (row) => row.document,
    );
  for (const words of ['81004', '4-2023-DZ', '2023-dz-0001', '对账']) expect(await find(words), words).toContain(id);
  const { rows } = await document.listDirectory(archivist.context, { state: 'all', document: id, limit: 1 });
  expect(await find(rows[0]!.client!.name.slice(1, 4))).toContain(id);
  expect(await find('没有这样的')).toEqual([]);
});

test('a kind is suggested by the name, and by what stands at the head of the file, each with what says so; nothing is filed by it', async () => {
  const of = await anOwnedClient('KH81005');
  async function* statement() {
    yield Buffer.from('中国工商银行\n账户对账单\n期间 2025年10月1日至31日\n附:电子回单三张\n');
  }
  const { id } = await document.addDocument(of.owner.context, { client: of.client, name: '扫描0001.txt' }, statement());
  const named = await aFile(of, '2024年记账凭证.pdf');
  await house().drain();
  expect(await document.suggestFilings(of.owner.context, { documents: [id, named] })).toEqual([
    {
      document: id,
      kind: { key: 'bank-statement', from: 'content', words: '对账单' },
      year: { year: 2025, from: 'content', words: '2025' },
    },
    {
      document: named,
      kind: { key: 'accounting-voucher', from: 'name', words: '记账凭证' },
      year: { year: 2024, from: 'name', words: '2024' },
    },
  ]);
  const { rows } = await document.listDirectory(of.owner.context, { state: 'unfiled', limit: 10 });
  expect(rows).toHaveLength(2);
  const archivist = await anArchivist();
  expect(await document.suggestFilings(archivist.context, { documents: [id] })).toEqual([]);
});

test('labels carry a code that opens the file’s page, and a catalogue lists a client’s year; both are journalled', async () => {
  const of = await anOwnedClient('KH81006');
  const id = await aFile(of, '一.pdf', ['accounting-voucher', 2024]);
  const { server, founder } = house();
  const archivist = await anArchivist();
  const cookie = { authorization: `Bearer ${archivist.token}` };
  const labels = await server.inject({
    method: 'POST',
    url: '/directory/labels',
    headers: cookie,
    payload: { documents: [id] },
  });
  expect(labels.statusCode, labels.body.slice(0, 300)).toBe(200);
  expect(labels.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const catalogue = await document.printCatalogue(archivist.context, { client: of.client, year: 2024 });
  expect(catalogue.name).toBe('KH81006-2024年度-会计档案目录.pdf');
  await expect(document.printCatalogue(archivist.context, { client: of.client, year: 2001 })).rejects.toMatchObject({
    code: 'catalogue.not-found',
  });
  const { entries } = await journal.listEntries(founder.context, { client: of.client, limit: 1 });
  expect(entries).toMatchObject([{ verb: 'document.catalogue-printed', facts: { year: 2024, files: 1 } }]);
});
