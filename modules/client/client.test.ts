import { expect, test } from 'vitest';
import { read, transact } from '#platform/context/context.ts';
import { useHouse } from '#testing/house.ts';
import { aClient } from './client.factory.ts';
import * as client from './client.ts';

const house = useHouse();

test('a correction keeps the old version with its reason, and the record and the directory have the new one', async () => {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  const [contract] = await read(owner.context, (inside) => client.recordsOf(inside, [id], { kinds: ['contract'] }));
  const changed = await transact(owner.context, (inside) =>
    client.changeFields(inside, {
      record: contract!.id,
      expectedVersion: 1,
      changes: { endsOn: '2027-12-31', fee: '600.00', paidThrough: null },
      reason: '续签合同',
    }),
  );
  expect(changed).toMatchObject({ version: 2, fields: { endsOn: '2027-12-31', fee: '600.00', services: '代理记账' } });
  expect(changed.fields).not.toHaveProperty('paidThrough');
  await read(owner.context, async (inside) => {
    expect(await client.recordVersion(inside, contract!.id, 1)).toMatchObject({
      version: 1,
      fields: { fee: '500.00' },
    });
    expect(await client.findClient(inside, id)).toMatchObject({ contractEnd: '2027-12-31', paidThrough: null });
  });
});

test('a change to a record that moved on meanwhile is refused, and says which version stands', async () => {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  const [contact] = await read(owner.context, (inside) => client.recordsOf(inside, [id], { kinds: ['contact'] }));
  const change = (phone: string) =>
    transact(owner.context, (inside) =>
      client.changeFields(inside, { record: contact!.id, expectedVersion: 1, changes: { phone }, reason: '换号' }),
    );
  await change('13900000000');
  await expect(change('13911111111')).rejects.toMatchObject({ code: 'client.record-moved-on', facts: { version: 2 } });
});

test('a client that changes hands is open to the new owner and closed to the former one', async () => {
  const { founder, hire } = house();
  const [leaver, heir] = [await hire('李娜'), await hire('王敏')];
  const { id } = await aClient(founder.context, { owner: leaver.id });
  expect(await transact(founder.context, (inside) => client.changeOwner(inside, [id], heir.id))).toBe(1);
  expect(await read(heir.context, (inside) => client.recordsOf(inside, [id]))).toHaveLength(3);
  expect(await read(leaver.context, (inside) => client.recordsOf(inside, [id]))).toEqual([]);
  expect(await read(leaver.context, (inside) => client.capabilitiesOn(inside, id))).toEqual([]);
  await expect(read(leaver.context, (inside) => client.dataKeyOf(inside, id))).rejects.toMatchObject({
    code: 'client.not-found',
  });
});
