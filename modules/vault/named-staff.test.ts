import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { listMine } from '#modules/task/task.ts';
import { asJob } from '#platform/context/context.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { wrapWaitingKeys } from './vault.client.ts';
import { aRecoveryKey, aSecret, vaultOf } from './vault.factory.ts';
import * as vault from './vault.ts';

const house = useHouse();

const waitingFor = async ({ context }: Someone) =>
  (await listMine(context, { kind: 'vault.wrap-keys', limit: 10, offset: 0 })).tasks;

test('who is named to open a client’s secrets waits for its owner, who has the task of handing over the key', async () => {
  const { founder, hire, firm } = house();
  await aRecoveryKey(house());
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  const secret = await aSecret(house(), owner, client);
  const helper = await hire('王敏');
  await vault.grantAccess(founder.context, {
    clients: [client],
    person: helper.id,
    capabilities: ['read', 'open'],
    reason: '协助申报',
    endsAt: new Date(Date.now() + 3_600_000),
  });
  await expect(vault.openSecret(helper.context, { secret })).rejects.toMatchObject({ code: 'vault.not-wrapped' });
  expect(await waitingFor(owner)).toMatchObject([{ subject: helper.id }]);

  await wrapWaitingKeys(vaultOf(owner), owner.keyring, firm);
  expect(await waitingFor(owner)).toEqual([]);
  expect(await vault.openSecret(helper.context, { secret })).toMatchObject({ client });
});

test('when the grant comes to its end, by hand or by time, nobody is asked for its key any more; others are still asked', async () => {
  const { founder, hire, firm } = house();
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  await aSecret(house(), owner, client);
  const [first, second, third] = [await hire('王敏'), await hire('赵敏'), await hire('周洁')];
  const wish = { clients: [client], capabilities: ['open' as const], reason: '协助申报' };
  const endsAt = new Date(Date.now() + 3_600_000);
  for (const { id } of [first, second, third])
    await vault.grantAccess(founder.context, { ...wish, person: id, endsAt });
  const worker = asJob(founder.context, firm, null);
  expect(await vault.dropIdleWrapTasks(worker)).toBe(0);
  const [granted] = await vault.listGrants(founder.context, { person: first.id, limit: 1 });
  await vault.endGrant(founder.context, { grant: granted!.id });
  await asOwner(`update access_grant set ends_at = now() where person_id = '${second.id}'`);
  expect(await vault.dropIdleWrapTasks(worker)).toBe(2);
  expect(await waitingFor(owner)).toMatchObject([{ subject: third.id }]);
});

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client(house().owner);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

test('nobody hands over a key where only reading was granted, or nothing is sealed', async () => {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  const helper = await hire('王敏');
  const wish = { clients: [client], person: helper.id, reason: '协助申报', endsAt: new Date(Date.now() + 3_600_000) };
  await vault.grantAccess(founder.context, { ...wish, capabilities: ['read'] });
  await vault.grantAccess(founder.context, { ...wish, capabilities: ['open'] });
  expect(await waitingFor(owner)).toEqual([]);
});
