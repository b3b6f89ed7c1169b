import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import * as people from '#modules/people/people.ts';
import { type Case, aCase, atWork } from '#testing/at-work.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { Package } from './archive.contract.ts';
import * as archive from './archive.ts';

const house = useHouse();
let made: Case;
let sealed: Package;

beforeAll(async () => {
  made = await aCase(house(), 'signed', { batches: [2] });
  [sealed] = (await made.receiver.api.archive.listPackages()) as [Package];
}, 120_000);

const asked = () => ({ package: sealed.id });
const summary = 'data/inventory/summary-1of3.pdf';

function get({ token }: Pick<Someone, 'token'>, path: string, of: string = sealed.id) {
  return house().server.inject({
    method: 'GET',
    url: `/archive/${of}/${path}`,
    headers: { authorization: `Bearer ${token}` },
  });
}

test('the receiver finds the package, with its files, the hash of the inventory and the firm’s key', async () => {
  expect(sealed).toMatchObject({
    handoverNumber: made.number,
    batchNumber: 1,
    clients: 2,
    mine: 'incoming',
    handedOn: 0,
  });
  const found = await made.receiver.api.archive.readPackage(asked());
  expect(found.contents.map(({ path }) => path)).toEqual(
    expect.arrayContaining([summary, 'data/inventory.json', 'statement.txt']),
  );
  expect(found.contents).toHaveLength(sealed.files);
  expect(found.verifierKey).toMatch(/^baton\/journal\//);
  expect(found.keyFingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test('the supervisor, an auditor and an administrator open it; the check finds it sound', async () => {
  const auditor = atWork(house(), await house().hire('审计', { roles: ['auditor'], positions: [] }));
  const administrator = atWork(house(), house().founder);
  for (const { api } of [made.witness, auditor, administrator]) {
    expect((await api.archive.readPackage(asked())).id).toBe(sealed.id);
    expect(await api.archive.verifyStored(asked())).toMatchObject({ sound: true, faults: 0, first: null });
  }
});

test('the leaver sees that the package stands, and nothing of what is in it', async () => {
  const { leaver, outgoing } = made;
  expect(await leaver.api.archive.listPackages()).toMatchObject([
    { id: sealed.id, packageHash: sealed.packageHash, mine: 'outgoing' },
  ]);
  await expect(leaver.api.archive.readPackage(asked())).rejects.toMatchObject({ code: 'archive.handed-over' });
  await expect(leaver.api.archive.verifyStored(asked())).rejects.toMatchObject({ code: 'archive.handed-over' });
  const answer = await get(outgoing, summary);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'archive.handed-over']);
});

test('a leaver who is an auditor too is refused all the same', async () => {
  const { outgoing } = made;
  const standing = (roles: ('staff' | 'auditor')[]) =>
    people.changeStanding(house().founder.context, {
      person: outgoing.id,
      title: '主办会计',
      roles,
      positions: ['accountant'],
    });
  await standing(['staff', 'auditor']);
  await expect(made.leaver.api.archive.readPackage(asked())).rejects.toMatchObject({ code: 'archive.handed-over' });
  await standing(['staff']);
});

test('a manager, who sees the directory of clients only, sees no more of the archive', async () => {
  const manager = await house().hire('主管', { roles: ['manager'], positions: [] });
  const { api } = atWork(house(), manager);
  expect(await api.archive.listPackages()).toHaveLength(1);
  await expect(api.archive.readPackage(asked())).rejects.toMatchObject({ code: 'archive.only-receiver-opens' });
  expect((await get(manager, summary)).statusCode).toBe(403);
});

test('a stranger does not learn that there is a package', async () => {
  const stranger = await house().hire('陌生人');
  const { api } = atWork(house(), stranger);
  expect(await api.archive.listPackages()).toEqual([]);
  await expect(api.archive.readPackage(asked())).rejects.toMatchObject({ code: 'package.not-found' });
  expect((await get(stranger, summary)).statusCode).toBe(404);
  expect((await get({ token: 'nobody' }, summary)).statusCode).toBe(401);
});

test('a file comes as it was sealed, and the download stands in the journal', async () => {
  const answer = await get(made.incoming, 'data/inventory.json');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(sealed.inventoryHash);
  const { api } = atWork(house(), house().founder);
  const { entries } = await api.journal.listEntries({ verb: 'archive.file-downloaded', limit: 10 });
  expect(entries).toMatchObject([{ facts: { file: 'data/inventory.json' } }]);
});

test('the file of a client bears a Chinese name in the download', async () => {
  const { contents } = await made.receiver.api.archive.readPackage(asked());
  const { path } = contents.find((file) => file.path.endsWith('/清册.pdf'))!;
  const answer = await get(made.incoming, path.split('/').map(encodeURIComponent).join('/'));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('清册.pdf')}`);
});

test.each([
  '../../keys/master.key',
  '../H-2026-0001-1/statement.txt',
  '/etc/passwd',
  'data',
  'data//inventory.json',
  './statement.txt',
])('no path leads out of a package: %s', async (path) => {
  const asking = archive.openPackageFile(made.incoming.context, { ...asked(), path });
  await expect(asking).rejects.toMatchObject({ code: 'package-file.not-found', status: 'not-found' });
  const answer = await get(made.incoming, encodeURIComponent(path));
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'package-file.not-found']);
});

test('who is suspended while a file is on its way may not have the rest of it', async () => {
  const reader = await house().hire('另一审计', { roles: ['auditor'], positions: [] });
  expect(await archive.mayStillOpen(reader.context, asked())).toBe(true);
  await people.suspendPerson(house().founder.context, { person: reader.id, reason: '测试停用' });
  expect(await archive.mayStillOpen(reader.context, asked())).toBe(false);
});

test('whoever received the clients and handed them on opens the package no longer', async () => {
  const next = await aCase(house(), 'signed', {
    batches: [made.clients[0]!.slice(0, 1)],
    parties: { outgoing: made.incoming },
  });
  expect(next.clients[0]).toHaveLength(1);
  await expect(made.receiver.api.archive.readPackage(asked())).rejects.toMatchObject({ code: 'archive.handed-on' });
  expect((await get(made.incoming, summary)).statusCode).toBe(403);
  const [listed] = (await made.receiver.api.archive.listPackages()).filter(({ id }) => id === sealed.id);
  expect(listed).toMatchObject({ mine: 'incoming', handedOn: 1 });
});
