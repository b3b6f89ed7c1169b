import pg from 'pg';
import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { asJob } from '#platform/context/context.ts';
import { type House, type Someone, useHouse } from '#testing/house.ts';
import { aClient } from './client.factory.ts';

const house = useHouse();

const readList = ({ server }: House, { token }: Someone, device: string) =>
  server.inject({
    method: 'GET',
    url: '/api/v1/clients?limit=2',
    remoteAddress: '198.51.100.7',
    headers: { authorization: `Bearer ${token}`, 'user-agent': device },
  });

/** Lets the minute pass in which everything up to now was read, and sums it. */
async function nextMinute({ owner, founder, firm }: House): Promise<number> {
  const past = new pg.Client(owner);
  await past.connect();
  await past.query(`update journal_reading set at = date_trunc('minute', now()) - interval '30 seconds'`);
  await past.end();
  return journal.sumReadings(asJob(founder.context, firm, null));
}

const listReads = ({ founder }: House, { id: actor }: Someone) =>
  journal.listEntries(founder.context, { verb: 'client.list-read', actor, limit: 10 });

test('the pages of the client list that somebody read stand in the journal, summed for the minute and the device', async () => {
  const { founder, hire } = house();
  const reader = await hire('王敏');
  for (let i = 0; i < 3; i += 1) await aClient(founder.context, { owner: reader.id });
  for (const device of ['Firefox/150', 'Firefox/150', 'Safari/27'])
    expect((await readList(house(), reader, device)).statusCode).toBe(200);
  expect((await listReads(house(), reader)).entries).toEqual([]);
  expect(await nextMinute(house())).toBe(2);
  const { entries } = await listReads(house(), reader);
  expect(entries.map(({ facts }) => facts)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ pages: 2, lines: 4, from: { address: '198.51.100.7', device: 'Firefox/150' } }),
      expect.objectContaining({ pages: 1, lines: 2, from: { address: '198.51.100.7', device: 'Safari/27' } }),
    ]),
  );
  expect(entries[0]!.facts!.minute).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
});

test('a minute that is not over is not summed yet, and nothing is summed twice', async () => {
  const { founder, firm, hire } = house();
  const reader = await hire('李娜');
  await readList(house(), reader, 'Firefox/150');
  const past = await journal.sumReadings(asJob(founder.context, firm, null));
  await nextMinute(house());
  expect(await nextMinute(house())).toBe(0);
  const { entries } = await listReads(house(), reader);
  expect(entries.reduce((sum, { facts }) => sum + (facts!.pages as number), 0)).toBe(1);
  expect(past).toBeLessThanOrEqual(1);
});

test('a list that cannot be noted is not shown', async () => {
  const { hire, owner } = house();
  const reader = await hire('赵敏');
  const walls = new pg.Client(owner);
  await walls.connect();
  try {
    await walls.query('revoke insert on journal_reading from baton_app');
    expect((await readList(house(), reader, 'Firefox/150')).statusCode).toBe(500);
  } finally {
    await walls.query('grant insert on journal_reading to baton_app');
    await walls.end();
  }
});

test.each(['update journal_reading set lines = 0', 'delete from journal_reading', 'truncate journal_reading'])(
  'the application takes nothing back of what it noted: %s',
  async (statement) => {
    await expect(house().ground.database.app.query(statement)).rejects.toMatchObject({ code: '42501' });
  },
);

test('nobody notes a reading in the name of a colleague', async () => {
  const { ground, firm, founder, hire } = house();
  const reader = await hire('周洁');
  const app = await ground.database.app.connect();
  try {
    await app.query('begin');
    await app.query(`select set_config('baton.credential', $1, true)`, [reader.token]);
    const insert = `insert into journal_reading (firm_id, person_id, verb, lines) values ($1, $2, 'client.list-read', 1)`;
    await expect(app.query(insert, [firm, founder.id])).rejects.toMatchObject({ code: '42501' });
  } finally {
    await app.query('rollback');
    app.release();
  }
});
