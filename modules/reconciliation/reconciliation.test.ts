import pg from 'pg';
import { expect, test } from 'vitest';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import * as client from '#modules/client/client.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as document from '#modules/document/document.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { asJob, read, transact } from '#platform/context/context.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { Sheet, SheetLine } from './reconciliation.contract.ts';
import * as reconciliation from './reconciliation.ts';

const house = useHouse();

const bank: RecordDraft = {
  kind: 'bank-account',
  fields: { bank: '招商银行徐汇支行', account: '755900012345678', nature: 'basic' },
};
const balance: RecordDraft = {
  kind: 'balance',
  fields: { subject: '银行存款', group: 'bank', amount: '128430.55', asOf: '2026-10-31' },
};
const seal: RecordDraft = {
  kind: 'custody',
  fields: { object: 'finance-seal', name: '财务专用章', quantity: 1, unit: '枚' },
};
const contact: RecordDraft = { kind: 'contact', fields: { name: '陈立', phone: '13812342211' } };

async function aChecking(records: RecordDraft[] = [contact, bank, balance, seal]) {
  const made = await aHandover(house(), { records, until: 'checking' });
  const only = made.clients[0]![0]!;
  return { ...made, client: only, batch: made.batches[0]! };
}

const look = (who: Someone, made: { handover: Id<'handover'>; client: ClientId }, reveal = false): Promise<Sheet> =>
  reconciliation.readSheet(who.context, { handover: made.handover, client: made.client, reveal });

interface Checking {
  handover: Id<'handover'>;
  batch: Id<'batch'>;
  client: ClientId;
  outgoing: Someone;
  incoming: Someone;
  supervisor: Someone;
}

async function lineFor(made: Checking, record: string): Promise<SheetLine> {
  const sheet = await look(made.incoming, made);
  return sheet.lines.find((line) => line.record?.kind === record)!;
}

const gate = (made: Checking, id: string) =>
  read(made.supervisor.context, (inside) =>
    ({ ...issue.gates, ...reconciliation.gates })[id]!.check(inside, made.batch),
  );

const statement = { source: 'original', remark: '10 月对账单 第 2 页' } as const;

function resultOf(results: { item: handover.Item; result: reconciliation.Result }[], item: string) {
  return results.find((one) => one.item.id === item)?.result;
}

async function aDifference() {
  const made = await aChecking();
  const line = await lineFor(made, 'balance');
  const checked = await reconciliation.recordCheck(made.incoming.context, {
    item: line.item,
    field: 'amount',
    held: '128,430.25',
    ...statement,
  });
  return { ...made, line, issue: checked.issue!.id, number: checked.issue!.number, checked };
}

test('the verdict is computed from the value that the receiver found, and a way of writing is no difference', async () => {
  const made = await aChecking();
  const line = await lineFor(made, 'balance');
  const verdict = async (field: string, held: string) =>
    (await reconciliation.recordCheck(made.incoming.context, { item: line.item, field, held, ...statement })).verdict;
  expect(await verdict('amount', '128430.55')).toBe('same');
  expect(await verdict('amount', '¥128,430.55')).toBe('written-differently');
  expect(await verdict('asOf', '2026/10/31')).toBe('written-differently');
  expect(await verdict('amount', '128430.25')).toBe('different');
});

test('a difference opens an issue: the outgoing person answers by the next working day', async () => {
  const { incoming, outgoing, issue: id, handover: of } = await aDifference();
  const found = await issue.readIssue(incoming.context, { issue: id });
  const next = workingCalendar().addWorkingDays(localDateOf(new Date()), 1).result;
  expect(found).toMatchObject({
    state: 'open',
    field: 'amount',
    owner: { id: outgoing.id, name: '李娜' },
    dueOn: next,
  });
  expect(found.course).toMatchObject([{ step: 'opened', by: { name: '王敏' }, said: '10 月对账单 第 2 页' }]);
  const { tasks } = await task.listMine(outgoing.context, { kind: 'issue.answer', limit: 10, offset: 0 });
  expect(tasks).toMatchObject([{ subject: id, handover: of, dueOn: next, facts: { number: found.number } }]);
});

test('a field that differs again is the same issue, and one that agrees withdraws it', async () => {
  const made = await aDifference();
  const again = { item: made.line.item, field: 'amount', ...statement };
  const second = await reconciliation.recordCheck(made.incoming.context, { ...again, held: '128430.35' });
  expect(second.issue).toEqual({ id: made.issue, number: made.number });
  await reconciliation.recordCheck(made.incoming.context, { ...again, held: '128430.55' });
  expect(await issue.readIssue(made.incoming.context, { issue: made.issue })).toMatchObject({ state: 'withdrawn' });
});

test('agreeing needs named evidence, and counts only for the version that was looked at', async () => {
  const made = await aChecking();
  const line = await lineFor(made, 'bank-account');
  const agreeing = { item: line.item, field: 'account', version: 1, source: 'original' } as const;
  await expect(reconciliation.agree(made.incoming.context, agreeing)).rejects.toMatchObject({
    code: 'reconciliation.agreement-without-evidence',
  });
  const agreed = await reconciliation.agree(made.incoming.context, { ...agreeing, remark: '基本存款账户信息' });
  expect(agreed.verdict).toBe('same');
  await expect(
    reconciliation.agree(made.incoming.context, { ...agreeing, remark: '基本存款账户信息', version: 2 }),
  ).rejects.toMatchObject({ code: 'reconciliation.line-moved-on' });
});

test('a field that the record does not have is not checked', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'bank-account');
  await expect(
    reconciliation.recordCheck(made.incoming.context, { item, field: 'password', held: 'x', ...statement }),
  ).rejects.toMatchObject({ code: 'reconciliation.field-unknown' });
});

test('a seal is checked with evidence and never skipped', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'custody');
  await expect(
    reconciliation.recordCheck(made.incoming.context, { item, field: 'quantity', held: 1, source: 'own-entry' }),
  ).rejects.toMatchObject({ code: 'reconciliation.critical-without-evidence' });
  await expect(
    reconciliation.skipCheck(made.incoming.context, { item, field: 'quantity', remark: '没有时间' }),
  ).rejects.toMatchObject({ code: 'reconciliation.critical-not-skipped' });
});

test('a call counts with a note of who was called', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'contact');
  await expect(
    reconciliation.recordCheck(made.incoming.context, { item, field: 'phone', held: '13812342211', source: 'phone' }),
  ).rejects.toMatchObject({ code: 'reconciliation.call-without-note' });
});

test('a field that is not critical may be skipped with the reason, and the line then has its verdicts', async () => {
  const made = await aChecking();
  const line = await lineFor(made, 'contact');
  await reconciliation.agree(made.incoming.context, {
    item: line.item,
    field: 'phone',
    version: 1,
    source: 'phone',
    remark: '14:10 本人接听',
  });
  await reconciliation.skipCheck(made.incoming.context, { item: line.item, field: 'name', remark: '电话中未说全名' });
  expect(await lineFor(made, 'contact')).toMatchObject({ state: 'received', proof: { by: 'fields' } });
});

test('a verdict that is taken back is gone with its issue; what was never checked cannot be taken back', async () => {
  const made = await aDifference();
  await reconciliation.undoCheck(made.incoming.context, { item: made.line.item, field: 'amount' });
  expect(await issue.readIssue(made.incoming.context, { issue: made.issue })).toMatchObject({ state: 'withdrawn' });
  const amount = (await lineFor(made, 'balance')).rows.find(({ field }) => field === 'amount');
  expect(amount).toMatchObject({ verdict: null, issue: null });
  await expect(
    reconciliation.undoCheck(made.incoming.context, { item: made.line.item, field: 'amount' }),
  ).rejects.toMatchObject({ code: 'reconciliation.not-checked' });
});

test('nobody but the receiver checks: not the outgoing person, not the supervisor, not before the pledges', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'balance');
  const input = { item, field: 'amount', held: '128430.55', ...statement };
  for (const other of [made.outgoing, made.supervisor])
    await expect(reconciliation.recordCheck(other.context, input)).rejects.toMatchObject({
      code: 'reconciliation.only-receiver-checks',
    });
  const early = await aHandover(house(), { records: [balance], until: 'running' });
  const items = await read(early.outgoing.context, (inside) => handover.itemsOf(inside, { batch: early.batches[0]! }));
  await expect(
    reconciliation.recordCheck(early.incoming.context, { ...input, item: items.find(({ recordId }) => recordId)!.id }),
  ).rejects.toMatchObject({ code: 'item.not-found' });
});

test('a batch that is being signed is not checked any more', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'balance');
  await transact(made.supervisor.context, (inside) => handover.moveBatch(inside, made.batch, ['checking'], 'signing'));
  await expect(
    reconciliation.recordCheck(made.incoming.context, { item, field: 'amount', held: '1', ...statement }),
  ).rejects.toMatchObject({ code: 'reconciliation.batch-not-checking' });
});

test('a correction is confirmed by a second person: the record has the new value, the old version stays, the issue is settled', async () => {
  const made = await aDifference();
  const proposed = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: made.issue,
    value: '128,430.25',
    reason: '银行已扣手续费,补记凭证 记-87',
  });
  await expect(
    reconciliation.confirmCorrection(made.outgoing.context, { correction: proposed.id }),
  ).rejects.toMatchObject({
    code: 'reconciliation.own-correction',
  });
  expect(await gate(made, 'corrections-confirmed')).toMatchObject({
    ok: false,
    missing: [{ code: 'correction-unconfirmed' }],
  });
  const confirmed = await reconciliation.confirmCorrection(made.incoming.context, { correction: proposed.id });
  expect(confirmed).toMatchObject({ state: 'confirmed', settled: true });
  expect(await issue.readIssue(made.incoming.context, { issue: made.issue })).toMatchObject({ state: 'corrected' });
  const line = await lineFor(made, 'balance');
  expect(line).toMatchObject({ record: { version: 2 }, movedOn: false });
  expect(line.rows.find(({ field }) => field === 'amount')).toMatchObject({
    verdict: 'written-differently',
    stale: false,
  });
  await read(made.outgoing.context, async (inside) => {
    const record = line.record!.id;
    expect((await client.recordVersion(inside, record, 1)).fields.amount).toBe('128430.55');
    expect((await client.findRecord(inside, record)).fields.amount).toBe('128430.25');
    expect(resultOf(await reconciliation.resultsOf(inside, made.batch), line.item)).not.toBe('different');
  });
  expect(await gate(made, 'corrections-confirmed')).toMatchObject({ ok: true, done: 1 });
  expect(await gate(made, 'differences-settled')).toMatchObject({ ok: true });
  await expect(
    reconciliation.confirmCorrection(made.incoming.context, { correction: proposed.id }),
  ).rejects.toMatchObject({
    code: 'reconciliation.correction-decided',
  });
});

test('the database itself refuses a correction that one person proposed and confirmed', async () => {
  const made = await aDifference();
  const { id } = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: made.issue,
    value: '1.00',
    reason: '补记',
  });
  const owner = new pg.Client(house().owner);
  await owner.connect();
  await expect(
    owner.query(
      `update correction set state = 'confirmed', decided_by = proposed_by, decided_at = now() where id = $1`,
      [id],
    ),
  ).rejects.toMatchObject({ constraint: 'correction_two_persons' });
  await expect(owner.query(`update correction set state = 'confirmed' where id = $1`, [id])).rejects.toMatchObject({
    constraint: 'correction_decided',
  });
  await owner.end();
});

test('a returned correction changes nothing and goes back to who proposed it', async () => {
  const made = await aDifference();
  const { id } = await reconciliation.proposeCorrection(made.incoming.context, {
    issue: made.issue,
    value: '128430.25',
    reason: '以对账单为准',
  });
  await reconciliation.returnCorrection(made.outgoing.context, { correction: id, reason: '未达账项,账簿无误' });
  expect((await lineFor(made, 'balance')).record).toMatchObject({ version: 1 });
  const { tasks } = await task.listMine(made.incoming.context, { kind: 'reconciliation.', limit: 10, offset: 0 });
  expect(tasks).toMatchObject([{ kind: 'reconciliation.correct-again', subject: made.issue }]);
  const course = await reconciliation.readCourse(made.incoming.context, {
    item: made.line.item,
    field: 'amount',
    reveal: false,
  });
  expect(course.map(({ what }) => what)).toContain('correction-returned');
  expect(course.find(({ what }) => what === 'correction-returned')).toMatchObject({
    by: '李娜',
    said: '未达账项,账簿无误',
  });
});

test('while a correction waits, nobody proposes another and the field is not checked again', async () => {
  const made = await aDifference();
  const wish = { issue: made.issue, value: '128430.25', reason: '以对账单为准' };
  await reconciliation.proposeCorrection(made.incoming.context, wish);
  await expect(reconciliation.proposeCorrection(made.outgoing.context, wish)).rejects.toMatchObject({
    code: 'reconciliation.correction-waits',
  });
  await expect(
    reconciliation.undoCheck(made.incoming.context, { item: made.line.item, field: 'amount' }),
  ).rejects.toMatchObject({ code: 'reconciliation.correction-waits' });
});

test('a correction must correct something, with a value of the field', async () => {
  const made = await aDifference();
  const wish = { issue: made.issue, reason: '以对账单为准' };
  await expect(
    reconciliation.proposeCorrection(made.incoming.context, { ...wish, value: '128,430.55' }),
  ).rejects.toMatchObject({ code: 'reconciliation.nothing-corrected' });
  await expect(
    reconciliation.proposeCorrection(made.incoming.context, { ...wish, value: '约十二万' }),
  ).rejects.toMatchObject({ code: 'reconciliation.value-malformed' });
});

test('two fields of one record that differ are corrected one after the other', async () => {
  const made = await aDifference();
  const other = await reconciliation.recordCheck(made.incoming.context, {
    item: made.line.item,
    field: 'asOf',
    held: '2026-11-30',
    ...statement,
  });
  const wishes = [
    { issue: made.issue, value: '128430.25' },
    { issue: other.issue!.id, value: '2026-11-30' },
  ];
  const proposed = [];
  for (const wish of wishes)
    proposed.push(await reconciliation.proposeCorrection(made.outgoing.context, { ...wish, reason: '以对账单为准' }));
  for (const { id } of proposed)
    expect(await reconciliation.confirmCorrection(made.incoming.context, { correction: id })).toMatchObject({
      settled: true,
    });
  const line = await lineFor(made, 'balance');
  expect(line.record).toMatchObject({ version: 3 });
  expect(line.rows.every(({ stale }) => !stale)).toBe(true);
});

test('a settled issue is not corrected again', async () => {
  const made = await aDifference();
  await reconciliation.undoCheck(made.incoming.context, { item: made.line.item, field: 'amount' });
  await expect(
    reconciliation.proposeCorrection(made.incoming.context, { issue: made.issue, value: '1.00', reason: '补记' }),
  ).rejects.toMatchObject({ code: 'reconciliation.issue-settled' });
});

test('a stranger neither corrects nor confirms nor sees the issue', async () => {
  const made = await aDifference();
  const { id } = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: made.issue,
    value: '1.00',
    reason: '补记',
  });
  const stranger = await house().hire('周洁');
  await expect(reconciliation.confirmCorrection(stranger.context, { correction: id })).rejects.toMatchObject({
    code: 'correction.not-found',
  });
  await expect(issue.readIssue(stranger.context, { issue: made.issue })).rejects.toMatchObject({
    code: 'issue.not-found',
  });
  await expect(look(stranger, made)).rejects.toMatchObject({ code: 'handover.not-found' });
});

test('what the owner changes later makes the verdict stale, and the gate says which line', async () => {
  const made = await aChecking([contact]);
  const line = await lineFor(made, 'contact');
  for (const field of ['name', 'phone'])
    await reconciliation.agree(made.incoming.context, {
      item: line.item,
      field,
      version: 1,
      source: 'phone',
      remark: '14:10 本人接听',
    });
  const before = await gate(made, 'items-have-verdicts');
  await client.changeRecord(made.outgoing.context, {
    record: line.record!.id,
    version: 1,
    changes: { phone: '13999999999' },
    reason: '客户换号',
  });
  const stale = await lineFor(made, 'contact');
  expect(stale.movedOn).toBe(true);
  expect(Object.fromEntries(stale.rows.map((row) => [row.field, row.stale]))).toEqual({ name: false, phone: true });
  const after = await gate(made, 'items-have-verdicts');
  expect(after.done).toBe(before.done - 1);
  expect(after.missing).toContainEqual(expect.objectContaining({ code: 'line-moved-on', item: line.item }));
  await expect(
    reconciliation.recordCheck(made.incoming.context, {
      item: line.item,
      field: 'phone',
      held: '13999999999',
      ...statement,
    }),
  ).rejects.toMatchObject({ code: 'reconciliation.line-moved-on' });
  await handover.refreshItem(made.incoming.context, { item: line.item });
  await reconciliation.recordCheck(made.incoming.context, {
    item: line.item,
    field: 'phone',
    held: '13999999999',
    ...statement,
  });
  expect(await lineFor(made, 'contact')).toMatchObject({ state: 'received', movedOn: false });
  expect((await gate(made, 'items-have-verdicts')).done).toBe(before.done);
});

test('a line that did not arrive is reported, opens an issue, and can be signed for only when it is noted with consent', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'custody');
  const { issue: id } = await reconciliation.reportItem(made.incoming.context, {
    item,
    state: 'missing',
    remark: '交接时未见印章',
  });
  expect(await gate(made, 'differences-settled')).toMatchObject({ ok: false, missing: [{ code: 'issue-unsettled' }] });
  const note = {
    issue: id,
    cause: '印章在客户处,年检后取回',
    responsible: made.outgoing.id,
    dueOn: localDateOf(new Date()),
  };
  await issue.proposeNote(made.outgoing.context, note);
  expect(await gate(made, 'notes-approved')).toMatchObject({ ok: false, missing: [{ code: 'note-unapproved' }] });
  await issue.approveNote(made.supervisor.context, { issue: id });
  expect(await gate(made, 'differences-settled')).toMatchObject({ ok: true });
  expect(await gate(made, 'notes-approved')).toMatchObject({ ok: true, done: 1 });
  await read(made.supervisor.context, async (inside) => {
    expect(await issue.notesOf(inside, made.batch)).toMatchObject([
      { item, cause: '印章在客户处,年检后取回', person: '李娜', approvedBy: '张敬' },
    ]);
    expect(resultOf(await reconciliation.resultsOf(inside, made.batch), item)).toBe('noted');
  });
});

test('sensitive values stand under their mask until the receiver reveals them; the supervisor cannot', async () => {
  const made = await aDifference();
  const masked = (await lineFor(made, 'balance')).rows.find(({ field }) => field === 'amount')!;
  expect(masked).toMatchObject({ handed: '****', held: '****', difference: null, verdict: 'different' });
  const open = await look(made.incoming, made, true);
  const row = open.lines.find(({ item }) => item === made.line.item)!.rows.find(({ field }) => field === 'amount')!;
  expect(row).toMatchObject({ handed: '128430.55', held: '128,430.25', difference: '-0.30' });
  expect(open.groups.find(({ kind }) => kind === 'bank')!.sums).toEqual({
    handed: '128430.55',
    held: '128430.25',
    difference: '0.30',
    differing: 1,
    unchecked: 0,
  });
  await expect(look(made.supervisor, made, true)).rejects.toMatchObject({ code: 'client.no-reveal' });
});

test('a leaver whose access ended reads neither sheet nor check, by operation, HTTP or SQL', async () => {
  const made = await aDifference();
  const { founder, server, ground } = house();
  await transact(founder.context, (inside) => client.changeOwner(inside, [made.client], made.incoming.id));
  await expect(look(made.outgoing, made)).rejects.toMatchObject({ code: 'client.no-read' });
  const answer = await server.inject({
    method: 'GET',
    url: `/api/v1/handovers/${made.handover}/clients/${made.client}/sheet`,
    headers: { authorization: `Bearer ${made.outgoing.token}` },
  });
  expect([403, 404]).toContain(answer.statusCode);
  const app = await ground.database.app.connect();
  await app.query('begin');
  await app.query(`select set_config('baton.credential', $1, true)`, [made.outgoing.token]);
  for (const table of ['check_result', 'correction', 'issue', 'issue_step'])
    expect((await app.query(`select from ${table}`)).rowCount, table).toBe(0);
  await app.query('rollback');
  app.release();
});

test('every check is on record: who, when, how, and what it came to', async () => {
  const made = await aDifference();
  await reconciliation.recordCheck(made.incoming.context, {
    item: made.line.item,
    field: 'amount',
    held: '128430.55',
    ...statement,
  });
  const { rows } = await reconciliation.listChecks(made.supervisor.context, { handover: made.handover, limit: 10 });
  expect(rows).toMatchObject([
    { field: 'amount', verdict: 'same', source: 'original', checkedBy: { name: '王敏' }, replacedAt: null },
    {
      field: 'amount',
      verdict: 'different',
      source: 'original',
      checkedBy: { name: '王敏' },
      replacedAt: expect.any(Date),
    },
  ]);
});

test('a kind that stands as 无 has nothing to check, and a line without a record has no fields', async () => {
  const made = await aChecking();
  const { lines } = await look(made.incoming, made);
  const check = (item: Id<'item'>) =>
    reconciliation.recordCheck(made.incoming.context, { item, field: 'amount', held: '1', ...statement });
  await expect(check(lines.find(({ state }) => state === 'none')!.item)).rejects.toMatchObject({
    code: 'reconciliation.nothing-to-check',
  });
  await expect(check(lines.find(({ record, state }) => !record && state === 'open')!.item)).rejects.toMatchObject({
    code: 'reconciliation.no-fields',
  });
});

test('a receiver who was not granted checking, only reading, checks nothing', async () => {
  const made = await aChecking();
  const { item } = await lineFor(made, 'balance');
  await transact(asJob(made.supervisor.context, house().firm, made.supervisor.id), async (inside) => {
    await vault.endGrants(inside, { person: made.incoming.id }, 'for this test');
    const endsAt = new Date(inside.now.getTime() + 3_600_000);
    await vault.grant(inside, [
      { clients: [made.client], person: made.incoming.id, capabilities: ['read'], reason: '只读', endsAt },
    ]);
  });
  await expect(
    reconciliation.recordCheck(made.incoming.context, { item, field: 'amount', held: '128430.55', ...statement }),
  ).rejects.toMatchObject({ code: 'reconciliation.no-check' });
});

test('who stands on no side of the handover corrects nothing, even with access to the client', async () => {
  const made = await aDifference();
  const { founder } = house();
  await transact(asJob(founder.context, house().firm, made.supervisor.id), (inside) =>
    vault.grant(inside, [
      {
        clients: [made.client],
        person: founder.id,
        capabilities: ['read'],
        reason: '抽查',
        endsAt: new Date(inside.now.getTime() + 36e5),
      },
    ]),
  );
  await expect(
    reconciliation.proposeCorrection(founder.context, { issue: made.issue, value: '1.00', reason: '补记' }),
  ).rejects.toMatchObject({ code: 'reconciliation.only-parties-correct' });
});

test('evidence lies with the client that it speaks for', async () => {
  const made = await aHandover(house(), { batches: [2], records: [balance], until: 'checking' });
  const [one, other] = made.clients[0]! as [ClientId, ClientId];
  async function* scan() {
    yield Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
  }
  const { id } = await document.addDocument(made.outgoing.context, { client: other, name: '对账单.pdf' }, scan());
  const { lines } = await look(made.incoming, { handover: made.handover, client: one });
  const { item } = lines.find(({ record }) => record?.kind === 'balance')!;
  const input = { item, field: 'amount', held: '1.00', source: 'original', document: id } as const;
  await expect(reconciliation.recordCheck(made.incoming.context, input)).rejects.toMatchObject({
    code: 'document.not-found',
  });
});

test('a client of another handover has no sheet in this one', async () => {
  const [made, other] = [await aChecking(), await aChecking()];
  await expect(look(made.incoming, { handover: made.handover, client: other.client })).rejects.toMatchObject({
    code: 'sheet.not-found',
  });
});
