import type pg from 'pg';
import { expect, test } from 'vitest';
import type { Someone } from '#testing/house.ts';
import { useHouse } from '#testing/house.ts';
import { type MadeHandover, aHandover, openForChecking } from './handover.factory.ts';

const house = useHouse();

/** What a statement gives to somebody who speaks SQL as the application's role with their own credential. */
async function asked(whom: Someone, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await house().ground.database.app.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('baton.credential', $1, true)`, [whom.token]);
    return await client.query(statement, values);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const lines = (whom: Someone, of: MadeHandover) =>
  asked(whom, 'select from item where handover_id = $1', [of.handover]).then(({ rowCount }) => rowCount);

test('before the pledges the receiver reads no line and no client by SQL, though the handover and its counts', async () => {
  const of = await aHandover(house(), { batches: [2] });
  expect(await lines(of.incoming, of)).toBe(0);
  expect((await asked(of.incoming, 'select from client where id = any($1)', [of.clients[0]])).rowCount).toBe(0);
  expect((await asked(of.incoming, 'select from handover where id = $1', [of.handover])).rowCount).toBe(1);
  const counted = await asked(
    of.incoming,
    'select sum(lines)::int as lines from access.inventory_progress($1, false)',
    [[of.handover]],
  );
  expect(counted.rows[0].lines).toBe(await lines(of.outgoing, of));
});

test('after the pledges the receiver reads the lines', async () => {
  const of = await aHandover(house());
  await openForChecking(house(), of);
  expect(await lines(of.incoming, of)).toBeGreaterThan(3);
});

test('a manager who is no party reads no line, and no stranger anything of the handover', async () => {
  const of = await aHandover(house());
  expect(await lines(house().founder, of)).toBe(0);
  const stranger = await house().hire('周洁');
  for (const table of ['handover', 'handover_party', 'handover_stage', 'batch', 'batch_client', 'item']) {
    const column = table === 'handover' ? 'id' : 'handover_id';
    expect((await asked(stranger, `select from ${table} where ${column} = $1`, [of.handover])).rowCount, table).toBe(0);
  }
  const counted = await asked(stranger, 'select from access.inventory_progress($1, true)', [[of.handover]]);
  expect(counted.rowCount).toBe(0);
  const deadlines = await asked(stranger, `select from access.handover_deadlines($1, '2099-12-31')`, [of.handover]);
  expect(deadlines.rowCount).toBe(0);
});

test('an auditor reads lines and cannot write them', async () => {
  const of = await aHandover(house());
  const auditor = await house().hire('高远', { roles: ['auditor'], positions: [] });
  expect(await lines(auditor, of)).toBeGreaterThan(3);
  const changed = await asked(auditor, `update item set state = 'received' where handover_id = $1`, [of.handover]);
  expect(changed.rowCount).toBe(0);
});

test('by SQL too a client stands in one open batch only', async () => {
  const of = await aHandover(house(), { batches: [1, 1] });
  const twice = asked(
    house().founder,
    'insert into batch_client (firm_id, batch_id, handover_id, client_id) values ($1, $2, $3, $4)',
    [house().firm, of.batches[1], of.handover, of.clients[0]![0]],
  );
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'batch_client_open_once' });
});
