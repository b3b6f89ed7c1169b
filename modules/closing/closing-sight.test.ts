import { expect, test } from 'vitest';
import { aHandover } from '#modules/handover/handover.factory.ts';
import { aCase, atWork } from '#testing/at-work.ts';
import { useHouse } from '#testing/house.ts';

const house = useHouse();
const partyGates = ['parties-accepted', 'supervisor-lawful', 'signing-agreed', 'pledges-signed'];

test('who does not see the clients reads how far a sign-off is, and nothing that names or counts what is theirs', async () => {
  const { batches, outgoing, clients, witness } = await aCase(house(), 'pledged', { batches: [2] });
  const batch = batches[0]!;
  const name = (await atWork(house(), outgoing).api.client.readClient({ client: clients[0]![0]! })).client.name;
  expect(JSON.stringify(await witness.api.closing.readSignOff({ batch }))).toContain(name);
  for (const roles of [['auditor'], ['manager']] as const) {
    const { api } = atWork(house(), await house().hire('旁人', { roles: [...roles], positions: [] }));
    const read = await api.closing.readSignOff({ batch });
    expect(read).toMatchObject({ sees: false, totals: [], remarks: [], toSign: null });
    expect(read.gates.map(({ id }) => id)).toEqual(partyGates);
    expect(JSON.stringify(read)).not.toContain(name);
  }
});

test('gates that are green only because one sees nothing let nobody make an inventory', async () => {
  const { batches } = await aCase(house(), 'checked');
  const { api } = atWork(house(), await house().hire('主管', { roles: ['manager'], positions: [] }));
  await expect(api.closing.makeInventory({ batch: batches[0]! })).rejects.toMatchObject({
    code: 'closing.clients-unseen',
  });
});

test('a receiver whose access has not begun is told of pledges only, and that not all is green', async () => {
  const { batches, incoming } = await aHandover(house(), { until: 'running' });
  const read = await atWork(house(), incoming).api.closing.readSignOff({ batch: batches[0]! });
  expect(read.sees).toBe(false);
  expect(read.gates.find(({ id }) => id === 'pledges-signed')).toMatchObject({ ok: false });
  expect(read.gates.map(({ id }) => id)).toEqual(partyGates);
});

test('the leaver reads after the sign-off that it was done and by whom, and no line of it', async () => {
  const { leaver, batches } = await aCase(house(), 'signed');
  const batch = batches[0]!;
  const read = await leaver.api.closing.readSignOff({ batch });
  expect(read).toMatchObject({ state: 'sealed', sees: false, totals: [], remarks: [] });
  expect(read.signatures.every(({ signedAt }) => signedAt !== null)).toBe(true);
  await expect(leaver.api.closing.readInventory({ batch })).rejects.toMatchObject({ code: 'client.no-read' });
});
