import pg from 'pg';
import { expect, test } from 'vitest';
import * as archive from '#modules/archive/archive.ts';
import { aClient } from '#modules/client/client.factory.ts';
import { aHandover, inDays } from '#modules/handover/handover.factory.ts';
import type { MadeHandover } from '#modules/handover/handover.factory.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { asJob, transact } from '#platform/context/context.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { filingDays } from './filing-day.ts';
import * as overview from './overview.ts';

const house = useHouse();

const openFiling = (due: LocalDate) => ({
  kind: 'filing' as const,
  fields: { tax: 'vat', period: '2026-10', state: 'not-filed', due },
});

function openTasks(of: Someone, tasks: Omit<task.NewTask, 'assignee'>[]) {
  return transact(asJob(of.context, house().firm, of.id), (inside) =>
    task.open(
      inside,
      tasks.map((one) => ({ ...one, assignee: of.id })),
    ),
  );
}

async function bySql(statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client(house().owner);
  await client.connect();
  await client.query(statement, values);
  await client.end();
}

const codes = ({ warnings }: Awaited<ReturnType<typeof overview.home>>) => warnings.map(({ code }) => code);

test('a new person finds an empty desk and no warning', async () => {
  const newcomer = await house().hire('许宁');
  expect(await overview.home(newcomer.context)).toMatchObject({
    todos: [],
    total: 0,
    overdue: 0,
    dueToday: 0,
    handovers: [],
    warnings: [],
  });
});

test('what belongs to a client that must file this week stands before what is overdue, and that before today', async () => {
  const { founder, hire } = house();
  const owner = await hire('何静');
  const due = inDays(3);
  const filing = await aClient(founder.context, { owner: owner.id, records: [openFiling(due)] });
  await openTasks(owner, [
    { kind: 'test.today', subject: 'b', dueOn: inDays(0) },
    { kind: 'test.someday', subject: 'd' },
    { kind: 'test.overdue', subject: 'a', dueOn: inDays(-1) },
    { kind: 'test.client', subject: 'c', client: filing.id, dueOn: inDays(5) },
  ]);
  const { todos, overdue, dueToday, byKind } = await overview.home(owner.context);
  expect(todos.map(({ kind }) => kind)).toEqual(['test.client', 'test.overdue', 'test.today', 'test.someday']);
  expect(todos[0]).toMatchObject({ client: { name: filing.name }, statutoryOn: due });
  expect({ overdue, dueToday, all: byKind['test.today'] }).toEqual({ overdue: 1, dueToday: 1, all: 1 });
});

test('more than three tasks of a kind and day stand as one line with their number, and unfold', async () => {
  const owner = await house().hire('吕芳');
  const dueOn = inDays(2);
  await openTasks(
    owner,
    Array.from({ length: 40 }, (_, at) => ({ kind: 'test.many', subject: String(at), dueOn })),
  );
  await openTasks(owner, [{ kind: 'test.other', subject: 'x', dueOn }]);
  const { todos, total } = await overview.home(owner.context);
  expect(todos.map(({ kind, count }) => [kind, count])).toEqual(
    expect.arrayContaining([
      ['test.many', 40],
      ['test.other', 1],
    ]),
  );
  expect(total).toBe(41);
  const behind = await overview.listTodos(owner.context, { fold: { kind: 'test.many', handover: null, dueOn } });
  expect(behind).toHaveLength(40);
  expect(await overview.listTodos(owner.context, { kinds: ['test.other'] })).toHaveLength(1);
});

test('a colleague’s tasks are not on my list', async () => {
  const [mine, hers] = [await house().hire('施雅'), await house().hire('张婷')];
  await openTasks(hers, [{ kind: 'test.hers', subject: 'x' }]);
  expect((await overview.home(mine.context)).total).toBe(0);
});

test('a task names its client only to whoever may know of the client', async () => {
  const { founder, hire } = house();
  const [owner, stranger] = [await hire('孔丽'), await hire('曹阳')];
  const made = await aClient(founder.context, { owner: owner.id });
  await openTasks(owner, [{ kind: 'test.named', subject: 'n', client: made.id }]);
  await openTasks(stranger, [{ kind: 'test.named', subject: 'n', client: made.id }]);
  expect((await overview.home(owner.context)).todos[0]!.client).toMatchObject({ number: made.number });
  expect((await overview.home(stranger.context)).todos[0]!.client).toBeNull();
  expect(await overview.nameClients(stranger.context, { clients: [made.id] })).toEqual([]);
});

test('the receiver sees the handover with its clients by progress, also before the pledges let the clients be read', async () => {
  const of = await aHandover(house(), { batches: [3], until: 'running' });
  const { handovers } = await overview.home(of.incoming.context);
  expect(handovers).toHaveLength(1);
  expect(handovers[0]).toMatchObject({
    number: of.number,
    clients: 3,
    received: 0,
    differing: 0,
    waiting: 3,
    mySide: 'incoming',
  });
  expect(handovers[0]!.daysLeft.result).toBeGreaterThan(3);
});

test('a client is received when every line has an outcome, and differs when one did not arrive as it should', async () => {
  const of = await aHandover(house(), { batches: [3], until: 'checking' });
  const [received, differing] = of.clients[0]!;
  await bySql(`update item set state = 'received' where handover_id = $1 and client_id = $2 and state = 'open'`, [
    of.handover,
    received,
  ]);
  await bySql(
    `update item set state = 'missing' where id = (select id from item where handover_id = $1 and client_id = $2 and state = 'open' limit 1)`,
    [of.handover, differing],
  );
  const { handovers } = await overview.home(of.incoming.context);
  expect(handovers[0]).toMatchObject({ received: 1, differing: 1, waiting: 1 });
});

test('filings that fall into the change warn every party, with how many clients and the first day', async () => {
  const due = inDays(5);
  const of = await aHandover(house(), {
    batches: [2],
    records: [openFiling(due), openFiling(inDays(9))],
    until: 'running',
  });
  for (const one of [of.outgoing, of.incoming, of.supervisor]) {
    const { warnings } = await overview.home(one.context);
    expect(warnings.find(({ code }) => code === 'filings-due')).toEqual({
      code: 'filings-due',
      count: 2,
      day: due,
      handover: { id: of.handover, number: of.number },
    });
  }
});

test('contracts that have ended warn the owner, and the receiver before it is too late', async () => {
  const of = await aHandover(house(), {
    batches: [2],
    records: [
      {
        kind: 'contract',
        fields: { services: '代理记账', startsOn: '2024-01-01', endsOn: '2024-12-31', fee: '500.00' },
      },
    ],
    until: 'running',
  });
  for (const one of [of.outgoing, of.incoming]) {
    const { warnings } = await overview.home(one.context);
    expect(warnings.find(({ code }) => code === 'contracts-ended')).toMatchObject({ count: 2 });
  }
});

test('roles that are not rebound warn while a batch is being checked', async () => {
  const of = await aHandover(house(), {
    records: [{ kind: 'role', fields: { system: 'e-tax', role: 'tax-clerk', boundPerson: '李娜' } }],
    until: 'checking',
  });
  const { warnings } = await overview.home(of.incoming.context);
  expect(warnings.find(({ code }) => code === 'roles-not-rebound')).toMatchObject({ count: 1 });
});

test('a batch that was signed and not sealed within ten minutes raises an alarm for its parties and for managers', async () => {
  const of = await aHandover(house(), { until: 'running' });
  await bySql(`update batch set state = 'signed', signed_at = now() - interval '9 minutes' where id = $1`, [
    of.batches[0],
  ]);
  expect(codes(await overview.home(of.incoming.context))).not.toContain('not-sealed');
  await bySql(`update batch set signed_at = now() - interval '11 minutes' where id = $1`, [of.batches[0]]);
  expect(codes(await overview.home(of.incoming.context))[0]).toBe('not-sealed');
  expect(codes(await overview.home(house().founder.context))[0]).toBe('not-sealed');
  await bySql(`update batch set state = 'sealed', sealed_at = now() where id = $1`, [of.batches[0]]);
});

test('the administrator is warned of a missing recovery key until it is made', async () => {
  const { founder } = house();
  expect(codes(await overview.home(founder.context))).toContain('recovery-missing');
  await people.setRecovery(founder.context, { recipient: (await createAgeKeys()).recipient });
  expect(codes(await overview.home(founder.context))).not.toContain('recovery-missing');
});

test('whoever has made no vault password is told so', async () => {
  const someone = await house().hire('严冬');
  await bySql('update person_key set revoked_at = now() where person_id = $1', [someone.id]);
  expect(codes(await overview.home(someone.context))).toEqual(['vault-password-missing']);
});

test('the cockpit sets every running handover against its plan, and says who holds each client on each deadline', async () => {
  const due = inDays(4);
  const of = await aHandover(house(), { batches: [2], records: [openFiling(due)], until: 'running' });
  const { handovers, deadlines } = await overview.cockpit(house().founder.context);
  const card = handovers.find(({ id }) => id === of.handover)!;
  expect(card).toMatchObject({ clients: 2, received: 0, differencesOpen: 0, secretsToChange: 0 });
  expect(card.elapsed).toEqual({ done: 0, of: expect.any(Number) });
  const board = deadlines.filter(({ handover }) => handover.id === of.handover);
  expect(board).toHaveLength(2);
  expect(board[0]).toMatchObject({ due, holder: { id: of.outgoing.id, name: of.outgoing.name }, signed: false });
});

test('the share of checks that agreed at once and of handovers that ended in time is counted, not guessed', async () => {
  const of = await aHandover(house(), { until: 'checking' });
  const before = await overview.cockpit(house().founder.context);
  await firstChecks(of, ['same', 'same', 'written-differently', 'different', 'skipped']);
  await bySql(`update handover set state = 'closed', closed_at = now() where id = $1`, [of.handover]);
  const after = await overview.cockpit(house().founder.context);
  expect(after.firstPass.of - before.firstPass.of).toBe(4);
  expect(after.firstPass.done - before.firstPass.done).toBe(3);
  expect([after.onTime.done - before.onTime.done, after.onTime.of - before.onTime.of]).toEqual([1, 1]);
});

function firstChecks({ handover, batches, clients, incoming }: MadeHandover, verdicts: string[]) {
  return bySql(
    `insert into check_result (firm_id, handover_id, batch_id, client_id, item_id, field, record_version, held_source, verdict, checked_by)
     select $1, $2, $3, $4, (select id from item where handover_id = $2 limit 1), 'field ' || at, 1, 'own-entry', verdict, $5
     from unnest($6::text[]) with ordinality as v (verdict, at)`,
    [house().firm, handover, batches[0], clients[0]![0], incoming.id, verdicts],
  );
}

test('an accountant does not see the cockpit', async () => {
  const accountant = await house().hire('魏然');
  await expect(overview.cockpit(accountant.context)).rejects.toMatchObject({ code: 'overview.only-manager' });
});

test('the program itself has no home page', async () => {
  const { founder, firm } = house();
  await expect(overview.home(asJob(founder.context, firm, null))).rejects.toMatchObject({
    code: 'overview.only-person',
  });
});

test('the date line knows the filing period of this month and the next, and does not guess a month nobody entered', () => {
  expect(filingDays('2026-11-10' as LocalDate)).toMatchObject({ thisMonth: '2026-11-16', next: '2026-11-16' });
  expect(filingDays('2026-11-23' as LocalDate)).toMatchObject({ thisMonth: '2026-11-16', next: '2026-12-15' });
  expect(filingDays('2026-12-31' as LocalDate)).toMatchObject({ next: '2027-01-15', provisional: true });
  expect(filingDays('2027-12-31' as LocalDate)).toMatchObject({ thisMonth: '2027-12-15', next: null });
});

test('a manager of a settled firm is warned when it was not backed up, and when no backup was restored for trial', async () => {
  const { founder, ground } = house();
  expect(codes(await overview.home(founder.context))).not.toContain('backup-old');
  await bySql(`update firm set created_at = now() - interval '8 days'`);
  expect(codes(await overview.home(founder.context))).toEqual(expect.arrayContaining(['backup-old', 'drill-old']));
  const job = { by: { kind: 'job' as const, firm: house().firm, onBehalfOf: null }, ground };
  const figures = { snapshot: 's', at: new Date(), files: 1, bytes: 1, seconds: 1 };
  await archive.recordBackup(job, { ...figures, written: 1, recipients: [] });
  await archive.recordDrill(job, { ...figures, sound: false, tables: 1, rows: 1, faults: 1 });
  expect(codes(await overview.home(founder.context))).not.toContain('backup-old');
  expect(codes(await overview.home(founder.context))).toContain('drill-old');
  await archive.recordDrill(job, { ...figures, sound: true, tables: 1, rows: 1, faults: 0 });
  expect(codes(await overview.home(founder.context))).not.toContain('drill-old');
});

test('after a restore that took back what was signed over since, those who watch the firm are told of it', async () => {
  const { founder, firm, hire } = house();
  const facts = { snapshot: 's', at: '2026-11-23', checkpoint: null, formerKey: 'k', sessions: 1, endings: 0 };
  await archive.recordRestore(asJob(founder.context, firm, null), { ...facts, undone: ['H-2026-0001-1'] });
  expect((await overview.home(founder.context)).warnings[0]).toMatchObject({ code: 'handovers-undone', count: 1 });
  expect(codes(await overview.home((await hire('旁人')).context))).not.toContain('handovers-undone');
});
