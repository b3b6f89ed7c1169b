import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as task from '#modules/task/task.ts';
import { transact } from '#platform/context/context.ts';
import { createRecovery } from '#platform/crypto/recovery.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { approveRecovery, openSecret, recoverKeys } from './vault.client.ts';
import type { Recovery, SignedApproval } from './vault.contract.ts';
import { aRecoveryKey, aSecret, vaultOf } from './vault.factory.ts';
import * as vault from './vault.ts';

const house = useHouse();
let key: Awaited<ReturnType<typeof aRecoveryKey>>;
let second: Someone;
beforeAll(async () => {
  key = await aRecoveryKey(house());
  second = await house().hire('钱宁', { roles: ['manager'] });
});

/** A leaver who is gone, and a receiver who was granted to open but has no key. */
async function aLeaverGone() {
  const { founder, hire } = house();
  const [leaver, receiver] = [await hire('李娜'), await hire('王敏')];
  const { id: client } = await aClient(founder.context, { owner: leaver.id });
  const secret = await aSecret(house(), leaver, client, { value: 'Etax#2026' });
  const endsAt = new Date(Date.now() + 3_600_000);
  await vault.grantAccess(founder.context, {
    clients: [client],
    person: receiver.id,
    capabilities: ['read', 'open'],
    reason: '单方交接',
    endsAt,
  });
  return { leaver, receiver, client, secret };
}

function ask(client: ClientId, holder: Someone): Promise<Recovery> {
  return vault.askRecovery(house().founder.context, { clients: [client], holder: holder.id, reason: '移交人失联' });
}

function approve(request: Recovery, by = second): Promise<Recovery> {
  return approveRecovery(vaultOf(by), by.keyring, house().firm, by.id, request);
}

function recover(
  request: Id<'second-person-request'>,
  shares: [string, string] = [key.shares[0], key.shares[2]],
): Promise<number> {
  const { founder, firm } = house();
  const input = { request, shares, recoveryRecipient: key.recipient };
  return recoverKeys(vaultOf(founder), founder.keyring, firm, input);
}

test('two persons and two printed shares give the receiver the keys of a leaver who is gone', async () => {
  const { receiver, client, secret } = await aLeaverGone();
  await expect(openSecret(vaultOf(receiver), receiver.keyring, secret)).rejects.toMatchObject({
    code: 'vault.not-wrapped',
  });
  const asked = await ask(client, receiver);
  expect(asked).toMatchObject({ state: 'waiting', holderName: '王敏', requester: { name: '周正' } });
  expect(
    (await task.listMine(second.context, { kind: 'vault.approve', limit: 10, offset: 0 })).tasks.map(
      ({ subject }) => subject,
    ),
  ).toContain(asked.id);
  expect(await approve(asked)).toMatchObject({ state: 'approved', approver: { name: '钱宁' } });
  expect(await recover(asked.id)).toBe(1);
  expect(await openSecret(vaultOf(receiver), receiver.keyring, secret)).toBe('Etax#2026');
  expect((await vault.listRecoveries(second.context)).find(({ id }) => id === asked.id)).toMatchObject({
    state: 'completed',
  });
});

test('nobody approves an own request, by operation or by SQL', async () => {
  const { receiver, client } = await aLeaverGone();
  const asked = await ask(client, receiver);
  await expect(approve(asked, house().founder)).rejects.toMatchObject({ code: 'vault.second-person-needed' });
  const bySql = transact(house().founder.context, ({ client: sql }) =>
    sql.query(
      'update second_person_request set approver_id = requester_id, approved_at = now(), approval = to_jsonb(0) where id = $1',
      [asked.id],
    ),
  );
  await expect(bySql).rejects.toThrow(/two_persons/);
});

test('staff neither ask nor approve', async () => {
  const { receiver, client } = await aLeaverGone();
  const input = { clients: [client], holder: receiver.id, reason: '移交人失联' };
  await expect(vault.askRecovery(receiver.context, input)).rejects.toMatchObject({
    code: 'vault.only-manager-recovers',
  });
  const asked = await ask(client, receiver);
  await expect(approve(asked, receiver)).rejects.toMatchObject({ code: 'recovery.not-found' });
});

test('an approval signed for another request does not count', async () => {
  const { receiver, client } = await aLeaverGone();
  const [one, other] = [await ask(client, receiver), await ask(client, receiver)];
  const api = vaultOf(second);
  const swapped = new Proxy(api, {
    get: (_, name) =>
      name === 'approveRecovery'
        ? (input: { signed: SignedApproval }) => api.approveRecovery({ ...input, request: other.id })
        : Reflect.get(api, name),
  });
  await expect(approveRecovery(swapped, second.keyring, house().firm, second.id, one)).rejects.toMatchObject({
    code: 'vault.approval-differs',
  });
});

test('nothing is given out before the approval, and it is given out once, to who asked', async () => {
  const { receiver, client } = await aLeaverGone();
  const asked = await ask(client, receiver);
  await expect(recover(asked.id)).rejects.toMatchObject({ code: 'vault.request-waiting' });
  await approve(asked);
  await expect(approve(asked)).rejects.toMatchObject({ code: 'vault.request-approved' });
  await expect(vault.releaseRecovery(second.context, { request: asked.id })).rejects.toMatchObject({
    code: 'vault.only-requester',
  });
  await recover(asked.id);
  await expect(recover(asked.id)).rejects.toMatchObject({ code: 'vault.request-used' });
});

test('a request is over after twenty-four hours', async () => {
  const { receiver, client } = await aLeaverGone();
  const asked = await ask(client, receiver);
  const past = new pg.Client(house().owner);
  await past.connect();
  await past.query(`update second_person_request set expires_at = now() - interval '1 second' where id = $1`, [
    asked.id,
  ]);
  await past.end();
  await expect(approve(asked)).rejects.toMatchObject({ code: 'vault.request-expired' });
});

test('mistyped or foreign shares are told before anything is given out', async () => {
  const { receiver, client } = await aLeaverGone();
  const asked = await ask(client, receiver);
  await approve(asked);
  const foreign = await createRecovery();
  await expect(recover(asked.id, [foreign.shares[0], foreign.shares[1]])).rejects.toMatchObject({
    code: 'recovery.shares-of-different-keys',
  });
  await expect(recover(asked.id, [key.shares[0], key.shares[0]])).rejects.toMatchObject({
    code: 'recovery.same-share',
  });
  expect((await vault.listRecoveries(house().founder.context)).find(({ id }) => id === asked.id)).toMatchObject({
    state: 'approved',
  });
  expect(await recover(asked.id)).toBe(1);
});

test('keys are fetched only for who may open the client and has none', async () => {
  const { leaver, client } = await aLeaverGone();
  const stranger = await house().hire('赵强');
  await expect(ask(client, stranger)).rejects.toMatchObject({ code: 'vault.not-granted' });
  await expect(ask(client, leaver)).rejects.toMatchObject({ code: 'vault.nothing-to-recover' });
});
