import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { aClient } from './client.factory.ts';
import * as client from './client.ts';

const house = useHouse();

async function aContractOf(owner: Someone) {
  const { id } = await aClient(house().founder.context, { owner: owner.id });
  const { records } = await client.readClient(owner.context, { client: id });
  return {
    id,
    contract: records.find(({ kind }) => kind === 'contract')!,
    basic: records.find(({ kind }) => kind === 'basic')!,
  };
}

test('a changed record keeps every version with who changed it and why, masked', async () => {
  const owner = await house().hire('李娜');
  const { id, contract } = await aContractOf(owner);
  const changed = await client.changeRecord(owner.context, {
    record: contract.id,
    version: 1,
    changes: { endsOn: '2027-12-31', fee: '688.00' },
    reason: '续签合同',
  });
  expect(changed).toMatchObject({ version: 2, fields: { endsOn: '2027-12-31', fee: '****' } });
  const versions = await client.listVersions(owner.context, { record: contract.id });
  expect(versions).toMatchObject([
    { version: 2, reason: null, changedBy: owner.id, fields: { endsOn: '2027-12-31', fee: '****' } },
    { version: 1, reason: '续签合同', fields: { endsOn: '2026-12-31', fee: '****' } },
  ]);
  const { entries } = await journal.listEntries(house().founder.context, {
    client: id,
    verb: 'client.record-changed',
    limit: 9,
  });
  expect(entries[0]!.facts).toMatchObject({ record: contract.id, version: 2, fields: ['endsOn', 'fee'] });
});

test('an added record stands among the others, and one that ended stays on record', async () => {
  const owner = await house().hire('李娜');
  const { id } = await aContractOf(owner);
  const added = await client.addRecord(owner.context, {
    client: id,
    kind: 'custody',
    fields: { object: 'official-seal', quantity: 1, place: '3 号保险柜' },
  });
  await client.endRecord(owner.context, { record: added.id, version: 1, reason: '已归还客户' });
  const { records } = await client.readClient(owner.context, { client: id });
  expect(records.find((record) => record.id === added.id)).toMatchObject({ ended: true, version: 2 });
  await expect(
    client.changeRecord(owner.context, { record: added.id, version: 2, changes: { quantity: 2 }, reason: '数量' }),
  ).rejects.toMatchObject({ code: 'client.record-ended' });
});

test('a new contract with a later end takes the warning of an ended contract away', async () => {
  const owner = await house().hire('李娜');
  const { id } = await aClient(house().founder.context, {
    owner: owner.id,
    records: [{ kind: 'contract', fields: { endsOn: '2020-12-31', paidThrough: '2020-11-30', arrears: '800.00' } }],
  });
  const codes = async () => (await client.readClient(owner.context, { client: id })).warnings.map(({ code }) => code);
  expect(await codes()).toEqual(['contract-ended', 'arrears', 'paid-behind']);
  await client.addRecord(owner.context, {
    client: id,
    kind: 'contract',
    fields: { endsOn: '2099-12-31', paidThrough: '2099-12-31' },
  });
  expect(await codes()).toEqual(['arrears']);
});

test('a state other than normal is set with a reason, stands in the directory and is warned of', async () => {
  const owner = await house().hire('李娜');
  const { id, basic } = await aContractOf(owner);
  await client.changeState(owner.context, { client: id, state: 'deregistering', reason: '客户申请注销' });
  const whole = await client.readClient(owner.context, { client: id });
  expect(whole.client.state).toBe('deregistering');
  expect(whole.warnings[0]).toMatchObject({ code: 'state', facts: { state: 'deregistering' } });
  expect(await client.listVersions(owner.context, { record: basic.id })).toHaveLength(2);
});

test('a manager writes no record of a client that is another person’s', async () => {
  const owner = await house().hire('李娜');
  const { id, contract } = await aContractOf(owner);
  const { context } = house().founder;
  await expect(
    client.addRecord(context, { client: id, kind: 'habit', fields: { content: '周五取票' } }),
  ).rejects.toMatchObject({
    code: 'client.no-write',
  });
  await expect(client.changeState(context, { client: id, state: 'suspended', reason: '停业' })).rejects.toMatchObject({
    code: 'client.no-write',
  });
  const change = { record: contract.id, version: 1, reason: '代改' };
  await expect(client.changeRecord(context, { ...change, changes: { fee: '1.00' } })).rejects.toMatchObject({
    code: 'record.not-found',
  });
  await expect(client.endRecord(context, change)).rejects.toMatchObject({ code: 'record.not-found' });
  await expect(client.listVersions(context, { record: contract.id })).rejects.toMatchObject({
    code: 'record.not-found',
  });
});

test('a value that is nothing of its field’s kind is refused, and the field is named', async () => {
  const owner = await house().hire('李娜');
  const { contract } = await aContractOf(owner);
  await expect(
    client.changeRecord(owner.context, {
      record: contract.id,
      version: 1,
      changes: { fee: '五百', endsOn: '2026-02-30' },
      reason: '改',
    }),
  ).rejects.toMatchObject({ code: 'client.record-malformed', facts: { fields: ['endsOn', 'fee'] } });
});

test('a client has one basic record, which is never ended', async () => {
  const owner = await house().hire('李娜');
  const { id, basic } = await aContractOf(owner);
  await expect(
    client.addRecord(owner.context, { client: id, kind: 'basic', fields: { name: '甲' } }),
  ).rejects.toMatchObject({
    code: 'client.one-basic-record',
  });
  await expect(client.endRecord(owner.context, { record: basic.id, version: 1, reason: '删' })).rejects.toMatchObject({
    code: 'client.basic-stays',
  });
});

test('two clients never share a number, and the one who asks need not see the other', async () => {
  const [one, other] = [await house().hire('李娜'), await house().hire('王敏')];
  await aClient(house().founder.context, { owner: one.id, number: 'KH00001' });
  await expect(aClient(house().founder.context, { owner: other.id, number: 'KH00001' })).rejects.toMatchObject({
    code: 'client.number-taken',
    facts: { numbers: ['KH00001'] },
  });
  const { basic } = await aContractOf(other);
  await expect(
    client.changeRecord(other.context, {
      record: basic.id,
      version: 1,
      changes: { number: 'KH00001' },
      reason: '改号',
    }),
  ).rejects.toMatchObject({ code: 'client.number-taken' });
});

test('only a manager takes a client in, and only for an owner who is there', async () => {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  await expect(aClient(owner.context, { owner: owner.id })).rejects.toMatchObject({ code: 'client.only-manager-adds' });
  await people.suspendPerson(founder.context, { person: owner.id, reason: '失联' });
  await expect(aClient(founder.context, { owner: owner.id })).rejects.toMatchObject({ code: 'client.owner-away' });
  await expect(
    client.addClient(founder.context, {
      owner: founder.id,
      records: [{ kind: 'habit', fields: { content: '周五取票' } }],
    }),
  ).rejects.toMatchObject({ code: 'client.one-basic-record' });
});

test('a client that comes without a number gets the next one of the firm', async () => {
  const { founder } = house();
  const { number } = await client.addClient(founder.context, {
    owner: founder.id,
    records: [{ kind: 'basic', fields: { name: '上海无号商贸有限公司' } }],
  });
  expect(number).toMatch(/^KH\d{5}$/);
});
