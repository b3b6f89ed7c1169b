import { expect, test } from 'vitest';
import * as client from '#modules/client/client.ts';
import { useHouse } from '#testing/house.ts';
import { aHandover } from './handover.factory.ts';
import * as handover from './handover.ts';

const house = useHouse();

test('an import whose client stands in an open handover is not taken back, and says which client; once the handover is cancelled it is', async () => {
  const { founder, hire } = house();
  const outgoing = await hire('陈静');
  const id = await imported(
    '客户编号,企业名称,主办会计\nKH00901,上海观澜贸易有限公司,陈静\nKH00902,上海听涛贸易有限公司,陈静\n',
  );
  const { rows } = await client.listClients(founder.context, {
    owner: outgoing.id,
    sort: 'number',
    descending: false,
    limit: 10,
  });
  const kept = await aHandover(house(), { parties: { outgoing }, batches: [[rows[0]!.id]], until: 'asked' });
  const takeBack = () => client.takeBackImport(founder.context, { import: id });
  await expect(takeBack()).rejects.toMatchObject({
    code: 'client.import-touched',
    facts: { numbers: ['KH00901'], clients: 1 },
  });
  expect(await client.importProgress(founder.context, { import: id })).toMatchObject({ state: 'done' });

  await handover.cancelHandover(founder.context, { handover: kept.handover, reason: '改期' });
  await expect(takeBack()).rejects.toMatchObject({ code: 'client.import-touched' });
});

/** A register is uploaded, looked through as it was understood, confirmed and written. */
async function imported(register: string) {
  const { context } = house().founder;
  const content = (async function* () {
    yield Buffer.from(register);
  })();
  const { import: id } = await client.proposeImport(context, { name: '台账.csv', content });
  const { digest } = await client.previewImport(context, { import: id });
  await client.confirmImport(context, { import: id, digest });
  await house().drain();
  return id;
}
