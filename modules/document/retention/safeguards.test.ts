import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as task from '#modules/task/task.ts';
import { transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from '../document.ts';

const house = useHouse();
const content = Buffer.from('%PDF-1.7\n合同\n');

async function aFile() {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  async function* bytes() {
    yield content;
  }
  const { id } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, bytes());
  return { owner, client, file: id };
}

const head = () => house().hire('档案负责人', { roles: [], positions: ['head-of-archives'] });
const archivist = () => house().hire('档案员', { roles: [], positions: ['archivist'] });
const place = (who: Someone, client: ClientId, kind: 'hold' | 'restriction') =>
  document.placeSafeguard(who.context, { kind, client, reason: '与供应商诉讼' });

async function read(who: Someone, file: Awaited<ReturnType<typeof aFile>>['file']) {
  const { content: bytes } = await document.openDocument(who.context, { document: file });
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a hold stands from the moment it is placed, and takes two persons to place and two to lift', async () => {
  const { owner, client } = await aFile();
  const [one, other] = [await head(), await archivist()];
  const placed = await place(one, client, 'hold');
  expect(placed).toMatchObject({ state: 'placed', placedBy: { name: '档案负责人' }, client: { id: client } });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ held: true, restricted: false }]);
  expect((await task.listMine(other.context, { limit: 50, offset: 0 })).byKind).toMatchObject({
    'document.confirm-safeguard': 1,
  });
  await expect(document.confirmSafeguard(one.context, { safeguard: placed.id })).rejects.toMatchObject({
    code: 'document.safeguard-second-person',
  });
  expect(await document.confirmSafeguard(other.context, { safeguard: placed.id })).toMatchObject({
    state: 'confirmed',
    confirmedBy: { name: '档案员' },
  });
  await expect(document.confirmSafeguard(other.context, { safeguard: placed.id })).rejects.toMatchObject({
    code: 'document.safeguard-not-waiting',
  });
  await expect(document.liftSafeguard(one.context, { safeguard: placed.id })).rejects.toMatchObject({
    code: 'document.safeguard-lift-not-asked',
  });
  await document.askToLift(one.context, { safeguard: placed.id, reason: '判决已生效' });
  await expect(document.askToLift(other.context, { safeguard: placed.id, reason: '判决已生效' })).rejects.toMatchObject(
    { code: 'document.safeguard-not-standing' },
  );
  await expect(document.liftSafeguard(one.context, { safeguard: placed.id })).rejects.toMatchObject({
    code: 'document.safeguard-second-person',
  });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ held: true }]);
  expect(await document.liftSafeguard(other.context, { safeguard: placed.id })).toMatchObject({ state: 'lifted' });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ held: false }]);
});

test('the database holds that nobody is both persons, whatever the program says', async () => {
  const { client } = await aFile();
  const [one, other] = [await head(), await archivist()];
  const { id } = await place(one, client, 'hold');
  const attempt = (who: Someone, set: string) =>
    transact(who.context, ({ client: sql }) => sql.query(`update safeguard set ${set} where id = $1`, [id]));
  await expect(attempt(one, `confirmed_by = placed_by, confirmed_at = now()`)).rejects.toThrow(/placed_by_two/);
  await expect(attempt(one, `confirmed_by = '${other.id}', confirmed_at = now()`)).rejects.toThrow(/for themselves/);
  await expect(attempt(one, `lifted_by = '${one.id}', lifted_at = now()`)).rejects.toThrow(/after somebody asked/);
  await expect(attempt(one, `reason = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(
    transact(one.context, ({ client: sql }) => sql.query('delete from safeguard where id = $1', [id])),
  ).rejects.toThrow(/permission denied/);
});

test('a restricted file is stored and no more: its owner reads it no longer, by operation, by HTTP and by SQL', async () => {
  const { owner, client, file } = await aFile();
  const [one, other] = [await head(), await archivist()];
  const { id } = await place(one, client, 'restriction');
  expect(await read(owner, file)).toEqual(content);
  const keys = async () => {
    const found = await transact(owner.context, ({ client: sql }) =>
      sql.query('select from file_key k join document d on d.stored_file_id = k.stored_file_id where d.id = $1', [
        file,
      ]),
    );
    return found.rowCount;
  };
  expect(await keys()).toBe(1);
  await document.confirmSafeguard(other.context, { safeguard: id });
  expect(await keys()).toBe(0);
  await expect(read(owner, file)).rejects.toMatchObject({ code: 'document.restricted', status: 'forbidden' });
  expect(await document.mayStillRead(owner.context, { document: file })).toBe(false);
  const answer = await house().server.inject({
    url: `/documents/${file}`,
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'document.restricted']);
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ restricted: true, closed: true }]);
});

test('for a named purpose, with the consent of another person, it is open to who asked for a day, and to nobody else', async () => {
  const { owner, client, file } = await aFile();
  const [one, other] = [await head(), await archivist()];
  await expect(
    document.askOpening(owner.context, { document: file, purpose: 'dispute', reason: '法院要求举证' }),
  ).rejects.toMatchObject({ code: 'document.not-restricted' });
  const { id } = await place(one, client, 'restriction');
  await document.confirmSafeguard(other.context, { safeguard: id });
  const asked = await document.askOpening(owner.context, {
    document: file,
    purpose: 'dispute',
    reason: '法院要求举证',
  });
  await expect(read(owner, file)).rejects.toMatchObject({ code: 'document.restricted' });
  await expect(document.approveOpening(owner.context, { opening: asked.id })).rejects.toMatchObject({
    code: 'document.only-archives-approve-openings',
  });
  const approved = await document.approveOpening(other.context, { opening: asked.id });
  expect(approved).toMatchObject({ purpose: 'dispute', approvedBy: { name: '档案员' } });
  expect(approved.until!.getTime() - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  expect(await read(owner, file)).toEqual(content);
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ restricted: true, closed: false }]);
  await expect(document.approveOpening(one.context, { opening: asked.id })).rejects.toMatchObject({
    code: 'document.opening-approved',
  });
  expect(await document.listOpenings(owner.context)).toMatchObject([{ id: asked.id, purpose: 'dispute' }]);
});

test('who is charged with the archives and owns the client needs another one to approve the own request', async () => {
  const { founder } = house();
  const owner = await house().hire('兼职档案', { roles: ['staff'], positions: ['archivist'] });
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  async function* bytes() {
    yield content;
  }
  const { id: file } = await document.addDocument(owner.context, { client, name: '合同.pdf' }, bytes());
  const { id } = await document.placeSafeguard(owner.context, {
    kind: 'restriction',
    document: file,
    reason: '服务终止',
  });
  await document.confirmSafeguard(founder.context, { safeguard: id });
  const asked = await document.askOpening(owner.context, { document: file, purpose: 'inspection', reason: '税务检查' });
  await expect(document.approveOpening(owner.context, { opening: asked.id })).rejects.toMatchObject({
    code: 'document.safeguard-second-person',
  });
  await expect(
    transact(owner.context, ({ client: sql }) =>
      sql.query(
        `update purpose_opening set approved_by = person_id, approved_at = now(), until = now() + interval '1 hour' where id = $1`,
        [asked.id],
      ),
    ),
  ).rejects.toThrow(/opened_by_two/);
});

test('an accountant places no hold, and a hold over nothing is refused', async () => {
  const { owner, client } = await aFile();
  await expect(place(owner, client, 'hold')).rejects.toMatchObject({ code: 'document.only-archives-safeguard' });
  await expect(document.listSafeguards(owner.context)).rejects.toMatchObject({
    code: 'document.only-archives-safeguard',
  });
  const one = await head();
  await expect(document.placeSafeguard(one.context, { kind: 'hold', reason: '无对象' })).rejects.toMatchObject({
    code: 'document.safeguard-nothing',
  });
  await expect(place(one, one.id as unknown as ClientId, 'hold')).rejects.toMatchObject({
    code: 'document.safeguard-nothing',
  });
});
