import pg from 'pg';
import { expect, test } from 'vitest';
import { useHouse } from '#testing/house.ts';
import * as journal from './journal.ts';

const house = useHouse();

test('every entry finds its place in the tree, and the whole log verifies against its signed checkpoint', async () => {
  const { founder, hire, drain } = house();
  await hire('王敏');
  await drain();
  const status = await journal.status(founder.context);
  expect(status.waiting).toBe(0);
  expect(status.size).toBeGreaterThan(3);
  expect(await journal.verify(founder.context)).toEqual({ size: status.size, intact: true, firstFault: null });
});

test('an entry that was altered behind the program is found, and its place is named', async () => {
  const { founder, owner, drain } = house();
  await drain();
  const { size } = await journal.status(founder.context);
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(
    `update journal_fact set facts = facts || '{"roles":["administrator"]}' where entry_id = (select entry_id from journal_leaf where index = 2)`,
  );
  expect(await journal.verify(founder.context)).toEqual({ size, intact: false, firstFault: 2 });
  await client.end();
});

test.each([
  'update journal_entry set verb = $$x$$',
  'delete from journal_entry',
  'truncate journal_entry',
  'update journal_leaf set index = 1',
  'delete from journal_checkpoint',
])('the application cannot change the journal: %s', async (statement) => {
  const { ground } = house();
  await expect(ground.database.app.query(statement)).rejects.toMatchObject({ code: '42501' });
  await expect(ground.database.worker.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('an accountant cannot read the status of the journal', async () => {
  const accountant = await house().hire('周洁');
  await expect(journal.status(accountant.context)).rejects.toMatchObject({ code: 'journal.only-auditor' });
});
