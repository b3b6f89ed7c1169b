import { expect, test } from 'vitest';
import { type MadeHandover, aHandover } from '#modules/handover/handover.factory.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { asJob, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { useHouse } from '#testing/house.ts';
import * as issue from './issue.ts';

const house = useHouse();

const today = localDateOf(new Date());

async function anIssue() {
  const made = await aHandover(house(), {
    records: [{ kind: 'custody', fields: { object: 'finance-seal', name: '财务专用章', quantity: 1 } }],
    until: 'checking',
  });
  const { id: item } = await sealOf(made);
  const raised = await issue.raiseIssue(made.incoming.context, { item, remark: '交接时未见印章' });
  return { ...made, batch: made.batches[0]!, item, issue: raised.id, number: raised.number };
}

async function sealOf(made: MadeHandover): Promise<handover.Item> {
  const items = await read(made.incoming.context, (inside) => handover.itemsOf(inside, { batch: made.batches[0]! }));
  return items.find(({ kind, recordId }) => kind === 'seals' && recordId)!;
}

const aNote = (of: { issue: Id<'issue'>; outgoing: { id: Id<'person'> } }) => ({
  issue: of.issue,
  cause: '印章在客户处,年检后取回',
  responsible: of.outgoing.id,
  dueOn: addDays(today, 7),
});

test('issues are numbered within the firm without gaps', async () => {
  const [one, other] = [await anIssue(), await anIssue()];
  expect(other.number).toBe(one.number + 1);
});

test('the owner answers, and the receiver has the task of settling it', async () => {
  const made = await anIssue();
  const answered = await issue.answerIssue(made.outgoing.context, { issue: made.issue, answer: '印章在客户处' });
  expect(answered).toMatchObject({ state: 'answered' });
  expect(answered.course.at(-1)).toMatchObject({ step: 'answered', by: { name: '李娜' }, said: '印章在客户处' });
  const { tasks } = await task.listMine(made.incoming.context, { kind: 'issue.', limit: 10, offset: 0 });
  expect(tasks).toMatchObject([{ kind: 'issue.settle', subject: made.issue }]);
  expect((await task.listMine(made.outgoing.context, { kind: 'issue.', limit: 10, offset: 0 })).tasks).toEqual([]);
});

test('nobody answers for the owner', async () => {
  const made = await anIssue();
  await expect(
    issue.answerIssue(made.supervisor.context, { issue: made.issue, answer: '代为答复' }),
  ).rejects.toMatchObject({ code: 'issue.only-owner-answers' });
});

test('only the receiver opens an issue on a line', async () => {
  const made = await anIssue();
  await expect(
    issue.raiseIssue(made.outgoing.context, { item: made.item, remark: '移交人登记' }),
  ).rejects.toMatchObject({ code: 'issue.only-receiver-raises' });
});

test('a note with cause, person and deadline is approved by the supervisor, and the issue is noted', async () => {
  const made = await anIssue();
  const proposed = await issue.proposeNote(made.outgoing.context, aNote(made));
  expect(proposed).toMatchObject({
    state: 'note-proposed',
    note: { cause: '印章在客户处,年检后取回', approvedBy: null },
  });
  const waiting = await task.listMine(made.supervisor.context, { kind: 'issue.approve-note', limit: 10, offset: 0 });
  expect(waiting.tasks).toMatchObject([{ subject: made.issue }]);
  const noted = await issue.approveNote(made.supervisor.context, { issue: made.issue });
  expect(noted).toMatchObject({ state: 'noted', note: { approvedBy: { name: '张敬' } } });
  expect((await task.listMine(made.outgoing.context, { kind: 'issue.', limit: 10, offset: 0 })).tasks).toEqual([]);
});

test('the supervisor does not approve a note of their own', async () => {
  const made = await anIssue();
  await issue.proposeNote(made.supervisor.context, aNote(made));
  await expect(issue.approveNote(made.supervisor.context, { issue: made.issue })).rejects.toMatchObject({
    code: 'issue.own-note',
  });
});

test('nobody but the supervisor approves a note', async () => {
  const made = await anIssue();
  await issue.proposeNote(made.outgoing.context, aNote(made));
  await expect(issue.approveNote(made.incoming.context, { issue: made.issue })).rejects.toMatchObject({
    code: 'issue.only-supervisor-approves',
  });
});

test('there is nothing to approve before a note is proposed', async () => {
  const made = await anIssue();
  await expect(issue.approveNote(made.supervisor.context, { issue: made.issue })).rejects.toMatchObject({
    code: 'issue.no-note-waits',
  });
});

test('a returned note opens the issue again, with the reason on record', async () => {
  const made = await anIssue();
  await issue.proposeNote(made.outgoing.context, aNote(made));
  const returned = await issue.returnNote(made.supervisor.context, { issue: made.issue, reason: '请写明取回日期' });
  expect(returned).toMatchObject({ state: 'answered', note: null });
  expect(returned.course.at(-1)).toMatchObject({ step: 'note-returned', said: '请写明取回日期' });
});

test('a note has its deadline ahead', async () => {
  const made = await anIssue();
  await expect(
    issue.proposeNote(made.outgoing.context, { ...aNote(made), dueOn: addDays(today, -1) }),
  ).rejects.toMatchObject({ code: 'issue.note-in-the-past' });
});

test('who stands on no side proposes no note, even with access to the client and a seat above the handover', async () => {
  const made = await anIssue();
  const { founder } = house();
  await transact(asJob(founder.context, house().firm, made.supervisor.id), (inside) =>
    vault.grant(inside, [
      {
        clients: made.clients.flat(),
        person: founder.id,
        capabilities: ['read'],
        reason: '抽查',
        endsAt: new Date(inside.now.getTime() + 3_600_000),
      },
    ]),
  );
  await expect(issue.proposeNote(founder.context, aNote(made))).rejects.toMatchObject({
    code: 'issue.only-parties-note',
  });
});

test('a settled issue is neither answered nor noted again', async () => {
  const made = await anIssue();
  await issue.proposeNote(made.outgoing.context, aNote(made));
  await issue.approveNote(made.supervisor.context, { issue: made.issue });
  const settled = { code: 'issue.settled' };
  await expect(issue.proposeNote(made.incoming.context, aNote(made))).rejects.toMatchObject(settled);
  await expect(
    issue.answerIssue(made.outgoing.context, { issue: made.issue, answer: '补充答复' }),
  ).rejects.toMatchObject(settled);
});

test('while a batch is being signed its issues do not change', async () => {
  const made = await anIssue();
  await transact(made.supervisor.context, (inside) => handover.moveBatch(inside, made.batch, ['checking'], 'signing'));
  await expect(
    issue.answerIssue(made.outgoing.context, { issue: made.issue, answer: '印章在客户处' }),
  ).rejects.toMatchObject({ code: 'issue.batch-not-checking' });
});

test('an issue on a line is withdrawn by the receiver once the line arrived, not before, and by nobody else', async () => {
  const made = await anIssue();
  const withdraw = { issue: made.issue };
  await expect(issue.withdrawIssue(made.incoming.context, withdraw)).rejects.toMatchObject({
    code: 'issue.not-received-yet',
  });
  await expect(issue.withdrawIssue(made.outgoing.context, withdraw)).rejects.toMatchObject({
    code: 'issue.only-receiver-withdraws',
  });
  const proof = { method: 'physical', counted: 1, both: true } as const;
  await handover.proveItem(made.incoming.context, { item: made.item, proof });
  expect(await issue.withdrawIssue(made.incoming.context, withdraw)).toMatchObject({ state: 'withdrawn' });
});

test('the register of issues is filtered and goes page by page, newest first', async () => {
  const made = await anIssue();
  const others = await read(made.incoming.context, (inside) => handover.itemsOf(inside, { batch: made.batch }));
  for (const { id } of others.filter(({ id }) => id !== made.item).slice(0, 2))
    await issue.raiseIssue(made.incoming.context, { item: id, remark: '未见' });
  const first = await issue.listIssues(made.outgoing.context, { handover: made.handover, limit: 2 });
  expect(first).toMatchObject({ total: 3, rows: [{ owner: { name: '李娜' } }, {}] });
  const second = await issue.listIssues(made.outgoing.context, {
    handover: made.handover,
    limit: 2,
    after: first.next!,
  });
  expect(second.rows.map(({ id }) => id)).toEqual([made.issue]);
  expect(second.next).toBeNull();
  expect((await issue.listIssues(made.outgoing.context, { state: 'noted', limit: 2 })).rows).toEqual([]);
  expect((await issue.listIssues(made.outgoing.context, { overdue: true, limit: 2 })).rows).toEqual([]);
});

test('a stranger finds no issue, by operation or by HTTP', async () => {
  const made = await anIssue();
  const stranger = await house().hire('周洁');
  expect((await issue.listIssues(stranger.context, { limit: 10 })).rows).toEqual([]);
  const answer = await house().server.inject({
    method: 'GET',
    url: `/api/v1/issues/${made.issue}`,
    headers: { authorization: `Bearer ${stranger.token}` },
  });
  expect(answer.statusCode).toBe(404);
});

test('every change of an issue raises the revision that a sign-off names, and is journalled without what was said', async () => {
  const made = await anIssue();
  const revision = () =>
    read(made.supervisor.context, async (inside) => (await handover.findBatch(inside, made.batch)).revision);
  const before = await revision();
  await issue.answerIssue(made.outgoing.context, { issue: made.issue, answer: '印章在客户处' });
  expect(await revision()).toBeGreaterThan(before);
  const { entries } = await journal.listEntries(house().founder.context, {
    verb: 'issue.',
    handover: made.handover,
    limit: 10,
  });
  expect(entries.map(({ verb }) => verb)).toEqual(['issue.answered', 'issue.opened']);
  expect(JSON.stringify(entries)).not.toContain('印章');
});
