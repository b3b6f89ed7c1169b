import pg from 'pg';
import { expect, test } from 'vitest';
import { fromHex } from '#platform/crypto/bytes.ts';
import { leafHash, verifyInclusion } from '#platform/crypto/merkle.ts';
import { openCheckpoint, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { useHouse } from '#testing/house.ts';
import type { JournalProof } from './journal.contract.ts';
import { commitmentOf, leafBytes } from './journal.policy.ts';
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

test('what an auditor exports can be checked without the program, and the export itself is journalled', async () => {
  const { founder, hire, drain } = house();
  const auditor = await hire('钱审', { roles: ['auditor'], positions: [] });
  await drain();
  const { text, entries } = await journal.exportEntries(auditor.context, { verb: 'people.' });
  const [head, ...proofs] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line)) as [{ checkpoint: string; verifierKey: string }, ...JournalProof[]];
  expect(proofs).toHaveLength(entries);
  const opened = openCheckpoint(head.checkpoint, parseVerifierKey(head.verifierKey)!);
  if (opened.state !== 'signed') throw new Error(opened.state);
  for (const { leaf, index, path, salt, facts } of proofs) {
    expect(commitmentOf(Buffer.from(salt!, 'base64url'), facts!)).toBe(leaf.commitment);
    const claim = { leaf: leafHash(leafBytes(leaf)), index, proof: path.map(fromHex), ...opened.checkpoint };
    expect(verifyInclusion(claim)).toBe(true);
  }
  const { entries: recorded } = await journal.listEntries(founder.context, { verb: 'journal.exported', limit: 1 });
  expect(recorded[0]).toMatchObject({ actor: auditor.id, facts: { entries } });
});

test('an entry that was altered behind the program is found, and its place is named', async () => {
  const { founder, owner, drain } = house();
  await drain();
  const { size } = await journal.status(founder.context);
  const client = new pg.Client(owner);
  await client.connect();
  const { rows } = await client.query<{ entry_id: string; facts: unknown }>(
    `update journal_fact set facts = facts || '{"roles":["administrator"]}' where entry_id = (select entry_id from journal_leaf where index = 2)
     returning entry_id, old.facts`,
  );
  expect(await journal.verify(founder.context)).toEqual({ size, intact: false, firstFault: 2 });
  await client.query('update journal_fact set facts = $2 where entry_id = $1', [rows[0]!.entry_id, rows[0]!.facts]);
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

test('an accountant exports nothing from the journal', async () => {
  const accountant = await house().hire('王敏');
  await expect(journal.exportEntries(accountant.context, {})).rejects.toMatchObject({
    code: 'journal.only-auditor-exports',
  });
});

test('an export that would hold nothing is refused', async () => {
  const { founder } = house();
  await expect(journal.exportEntries(founder.context, { verb: 'nothing.' })).rejects.toMatchObject({
    code: 'journal.nothing-to-export',
  });
});

test('an export of more than ten thousand entries is refused with the word to narrow it', async () => {
  const { founder, firm, owner, drain } = house();
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(
    `with made as (insert into journal_entry (firm_id, id, at, by, verb, commitment) select $1, uuidv7(), now(), 'job', 'test.many', '\\x00' from generate_series(1, 10001) returning id)
     insert into journal_unsequenced select $1, id from made`,
    [firm],
  );
  await client.end();
  await drain();
  await expect(journal.exportEntries(founder.context, { verb: 'test.many' })).rejects.toMatchObject({
    code: 'journal.export-too-large',
    facts: { most: 10_000 },
  });
  // As many are checked in threads.
  expect(await journal.verify(founder.context)).toMatchObject({ intact: true, firstFault: null });
});
