import { beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { approveRecovery } from './vault.client.ts';
import { aRecoveryKey, aSecret, vaultOf } from './vault.factory.ts';
import * as vault from './vault.ts';

const house = useHouse();
let second: Someone;
let third: Someone;
beforeAll(async () => {
  await aRecoveryKey(house());
  second = await house().hire('钱宁', { roles: ['manager'] });
  third = await house().hire('吴越', { roles: ['manager'] });
});

/** A request of the founder for keys that a receiver may have and has not. */
async function aRequest() {
  const { founder, hire } = house();
  const [leaver, receiver] = [await hire('李娜'), await hire('王敏')];
  const { id: client } = await aClient(founder.context, { owner: leaver.id });
  await aSecret(house(), leaver, client);
  const endsAt = new Date(Date.now() + 3_600_000);
  await vault.grantAccess(founder.context, {
    clients: [client],
    person: receiver.id,
    capabilities: ['read', 'open'],
    reason: '单方交接',
    endsAt,
  });
  return vault.askRecovery(founder.context, { clients: [client], holder: receiver.id, reason: '移交人失联' });
}

const asSql = (who: Someone, set: string, request: Id<'second-person-request'>) =>
  transact(who.context, ({ client }) =>
    client.query(`update second_person_request set ${set} where id = $1`, [request]),
  );
const refused = { code: expect.stringMatching(/^(42501|23514)$/) };

test('by SQL nobody approves for another, without a signature, or an own request', async () => {
  const { id } = await aRequest();
  const approval = `approved_at = now(), approval = '{}'`;
  await expect(asSql(second, `approver_id = '${third.id}', ${approval}`, id)).rejects.toMatchObject(refused);
  await expect(asSql(second, `approver_id = '${second.id}', approved_at = now()`, id)).rejects.toMatchObject(refused);
  const own = asSql(house().founder, `approver_id = '${house().founder.id}', ${approval}`, id);
  await expect(own).rejects.toMatchObject(refused);
});

test('by SQL a request is used by who asked alone, approved, once, and nothing of it is taken back', async () => {
  const { founder, firm } = house();
  const request = await aRequest();
  await expect(asSql(founder, 'used_at = now()', request.id)).rejects.toMatchObject(refused);
  await approveRecovery(vaultOf(second), second.keyring, firm, second.id, request);
  await expect(asSql(second, 'used_at = now()', request.id)).rejects.toMatchObject(refused);
  await vault.releaseRecovery(founder.context, { request: request.id });
  for (const set of ['used_at = null', 'used_at = now()', 'approver_id = null, approved_at = null, approval = null'])
    await expect(asSql(founder, set, request.id)).rejects.toMatchObject(refused);
});

test.each([
  `update second_person_request set expires_at = expires_at + interval '1 day'`,
  `update second_person_request set facts = '{}'`,
  'delete from second_person_request',
])('what was asked for stands as it was asked: %s', async (statement) => {
  const { ground } = house();
  for (const pool of [ground.database.app, ground.database.worker])
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('nobody asks in the name of another, for longer than a day, or with the approval at hand', async () => {
  const { founder } = house();
  const insert = (requester: string, expires: string, approver: string | null) =>
    transact(founder.context, ({ client, firm }) =>
      client.query(
        `insert into second_person_request (firm_id, deed, facts, requester_id, approver_id, approved_at, expires_at)
         values ($1, 'recover-keys', '{}', $2, $3, now(), now() + $4::interval)`,
        [firm, requester, approver, expires],
      ),
    );
  await expect(insert(second.id, '1 hour', null)).rejects.toMatchObject(refused);
  await expect(insert(founder.id, '25 hours', null)).rejects.toMatchObject(refused);
  await expect(insert(founder.id, '1 hour', second.id)).rejects.toMatchObject(refused);
});
