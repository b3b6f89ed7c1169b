import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { aHandover, inDays } from './handover.factory.ts';
import * as handover from './handover.ts';

const house = useHouse();

const day = (text: string) => text as LocalDate;
const all = { limit: 200, offset: 0 };

async function threePeople() {
  const { hire } = house();
  return {
    outgoing: await hire('李娜'),
    incoming: await hire('王敏'),
    supervisor: await hire('张敬', { title: '会计主管', positions: ['head-of-accounting'] }),
  };
}

async function clientOf(owner: Someone): Promise<ClientId> {
  return (await aClient(house().founder.context, { owner: owner.id })).id;
}

test('a handover has a number, dates on working days, and asks each party to accept', async () => {
  const { founder } = house();
  const { outgoing, incoming, supervisor } = await threePeople();
  const started = await handover.startHandover(founder.context, {
    kind: 'resignation',
    outgoing: outgoing.id,
    incoming: incoming.id,
    supervisor: supervisor.id,
    meanwhile: outgoing.id,
    startsOn: day('2026-12-05'),
    cutOff: day('2026-11-30'),
    batches: [[await clientOf(outgoing)], [await clientOf(outgoing), await clientOf(outgoing)]],
    reason: '个人原因离职',
  });
  expect(started.number).toMatch(/^H-\d{4}-\d{4}$/);
  expect(started.batches).toHaveLength(2);
  expect(started.warnings).toContainEqual({
    code: 'start-moved',
    facts: { wished: '2026-12-05', startsOn: '2026-12-07' },
  });
  expect(started.warnings).toContainEqual({
    code: 'in-filing-period',
    facts: { stage: 'plan', deadline: '2026-12-15' },
  });
  const view = await handover.readHandover(incoming.context, { handover: started.handover });
  expect(view).toMatchObject({
    state: 'planned',
    startsOn: '2026-12-07',
    clients: 3,
    mySide: 'incoming',
    stage: { key: 'plan' },
  });
  expect(view.stages.map(({ stage, startsOn, endsOn }) => [stage, startsOn, endsOn])).toEqual([
    ['plan', '2026-12-07', '2026-12-09'],
    ['pledge', '2026-12-10', '2026-12-10'],
    ['list', '2026-12-11', '2026-12-14'],
    ['check', '2026-12-15', '2026-12-21'],
    ['sign', '2026-12-22', '2026-12-22'],
    ['close', '2026-12-23', '2026-12-25'],
  ]);
  const { tasks } = await task.listMine(incoming.context, all);
  expect(tasks).toMatchObject([
    { kind: 'handover.accept', handover: started.handover, facts: { number: started.number } },
  ]);
});

test('a plan is warned of the days on which a party is away, before it starts and while it runs', async () => {
  const { founder } = house();
  const made = await aHandover(house(), { until: 'asked' });
  const { stages } = await handover.readHandover(founder.context, made);
  const check = stages.find(({ stage }) => stage === 'check')!;
  await people.enterAbsence(made.incoming.context, {
    person: made.incoming.id,
    from: check.startsOn,
    until: check.startsOn,
  });
  const absent = {
    code: 'absent',
    facts: { stage: 'check', person: '王敏', from: check.startsOn, until: check.startsOn },
  };
  expect((await handover.readHandover(founder.context, made)).warnings).toContainEqual(absent);
  const wish = { startsOn: stages[0]!.startsOn, cutOff: inDays(1) };
  const planned = await handover.previewPlan(founder.context, { ...wish, parties: [made.incoming.id] });
  expect(planned.warnings).toContainEqual(absent);
  expect((await handover.previewPlan(founder.context, wish)).warnings).toContainEqual({
    code: 'absence-unknown',
    facts: {},
  });
});

test('a plan that runs into a year whose holidays are not announced says so', async () => {
  const plan = await handover.previewPlan(house().founder.context, {
    startsOn: day('2026-12-28'),
    cutOff: day('2026-12-31'),
  });
  expect(plan.warnings).toContainEqual({ code: 'working-days-unknown', facts: { stage: 'list' } });
  expect(plan.warnings).toContainEqual({
    code: 'filing-date-provisional',
    facts: { month: '2027-01', deadline: '2027-01-15' },
  });
});

test('an accountant cannot start a handover', async () => {
  const accountant = await house().hire('周洁');
  const attempt = handover.previewPlan(accountant.context, { startsOn: inDays(3), cutOff: inDays(1) });
  await expect(attempt).rejects.toMatchObject({ code: 'handover.only-manager-starts' });
  const founder = house().founder;
  const start = handover.startHandover(accountant.context, {
    kind: 'transfer',
    outgoing: accountant.id,
    incoming: founder.id,
    supervisor: founder.id,
    meanwhile: accountant.id,
    startsOn: inDays(3),
    cutOff: inDays(1),
    batches: [[await clientOf(accountant)]],
  });
  await expect(start).rejects.toMatchObject({ code: 'handover.only-manager-starts' });
});

test('nobody stands on two sides', async () => {
  const { outgoing, supervisor } = await threePeople();
  const parties = { outgoing, incoming: supervisor, supervisor };
  await expect(aHandover(house(), { parties })).rejects.toMatchObject({
    code: 'handover.two-sides',
    facts: { person: supervisor.id, sides: ['incoming', 'supervisor'] },
  });
});

test("an ordinary accountant's handover is supervised by 会计机构负责人, and the refusal names the rule", async () => {
  const { founder } = house();
  const parties = { supervisor: founder };
  await expect(aHandover(house(), { parties })).rejects.toMatchObject({
    code: 'handover.supervisor-must-be-head-of-accounting',
    facts: { asks: 'head-of-accounting', rule: 'accounting-law-39', article: '第三十九条' },
  });
});

test('the handover of 会计机构负责人 is supervised by 单位负责人', async () => {
  const { hire, founder } = house();
  const head = await hire('陈默', { positions: ['head-of-accounting'] });
  const another = await hire('吴迪', { positions: ['head-of-accounting'] });
  await expect(aHandover(house(), { parties: { outgoing: head, supervisor: another } })).rejects.toMatchObject({
    code: 'handover.supervisor-must-be-head-of-unit',
  });
  const made = await aHandover(house(), { parties: { outgoing: head, supervisor: founder }, until: 'asked' });
  const view = await handover.readHandover(founder.context, made);
  expect(view.parties.find(({ side }) => side === 'supervisor')?.basis).toBe('head-of-unit-over-head-of-accounting');
});

test('the law names nobody to supervise the handover of 单位负责人', async () => {
  const { founder } = house();
  const clients = [await clientOf(founder)];
  await expect(aHandover(house(), { parties: { outgoing: founder }, batches: [clients] })).rejects.toMatchObject({
    code: 'handover.no-supervisor-by-law',
  });
});

test('the form of a new handover says of each person why they may not supervise', async () => {
  const { founder } = house();
  const { outgoing, incoming, supervisor } = await threePeople();
  await clientOf(outgoing);
  const candidates = await handover.listCandidates(founder.context, { outgoing: outgoing.id, incoming: incoming.id });
  const of = (whom: Someone) => candidates.find(({ id }) => id === whom.id);
  expect(of(supervisor)?.supervision).toEqual({ may: true, basis: 'head-of-accounting-over-accountant' });
  expect(of(incoming)?.supervision).toMatchObject({
    may: false,
    code: 'handover.supervisor-must-be-head-of-accounting',
  });
  expect(of(outgoing)?.clients).toBe(1);
});

test('a person who is suspended cannot receive', async () => {
  const { founder, hire } = house();
  const incoming = await hire('赵敏');
  await people.suspendPerson(founder.context, { person: incoming.id, reason: '失联' });
  await expect(aHandover(house(), { parties: { incoming } })).rejects.toMatchObject({ code: 'handover.person-away' });
});

test('only clients of the outgoing person are handed over, and the refusal names the others by number', async () => {
  const { founder } = house();
  const parties = await threePeople();
  const own = await clientOf(parties.outgoing);
  const strange = await aClient(founder.context, { owner: parties.incoming.id });
  await expect(aHandover(house(), { parties, batches: [[own, strange.id]] })).rejects.toMatchObject({
    code: 'handover.client-not-of-outgoing',
    facts: { numbers: [strange.number], count: 1 },
  });
});

test('a client stands in one batch only', async () => {
  const parties = await threePeople();
  const client = await clientOf(parties.outgoing);
  await expect(aHandover(house(), { parties, batches: [[client], [client]] })).rejects.toMatchObject({
    code: 'handover.client-in-two-batches',
  });
});

test('a client in an open batch is not taken into another, and the refusal names client and handover by number', async () => {
  const made = await aHandover(house(), { batches: [2], until: 'asked' });
  const [client] = made.clients[0]!;
  const attempt = aHandover(house(), { parties: { outgoing: made.outgoing }, batches: [[client!]] });
  await expect(attempt).rejects.toMatchObject({
    code: 'handover.client-in-open-batch',
    status: 'conflict',
    facts: { count: 1, handovers: [made.number] },
  });
  const free = await handover.listClientsOf(house().founder.context, { outgoing: made.outgoing.id });
  expect(free.map(({ inHandover }) => inHandover)).toEqual([made.number, made.number]);
});

test('of 20 handovers started over the same clients at once one wins, the others are refused and told', async () => {
  const parties = await threePeople();
  const clients: ClientId[] = [];
  for (let n = 0; n < 5; n += 1) clients.push(await clientOf(parties.outgoing));
  const orders = Array.from({ length: 20 }, (_, n) => [...clients.slice(n % 5), ...clients.slice(0, n % 5)]);
  const outcomes = await Promise.allSettled(
    orders.map((batch) => aHandover(house(), { parties, batches: [batch], until: 'asked' })),
  );
  const refused = outcomes.filter((one) => one.status === 'rejected');
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
    new Set(['handover.client-in-open-batch']),
  );
});

test('a cancelled handover frees its clients, and its tasks fall away', async () => {
  const { founder } = house();
  const made = await aHandover(house(), { until: 'asked' });
  await handover.cancelHandover(founder.context, { handover: made.handover, reason: '改由他人接手' });
  expect((await task.listMine(made.incoming.context, all)).total).toBe(0);
  const again = await aHandover(house(), {
    parties: { outgoing: made.outgoing },
    batches: made.clients,
    until: 'asked',
  });
  expect(again.number).not.toBe(made.number);
});

test('a receiver cannot cancel a handover', async () => {
  const made = await aHandover(house(), { until: 'asked' });
  await expect(
    handover.cancelHandover(made.incoming.context, { handover: made.handover, reason: '不想接' }),
  ).rejects.toMatchObject({ code: 'handover.only-supervisor-cancels' });
});

test('a batch that is withdrawn frees its clients only', async () => {
  const made = await aHandover(house(), { batches: [1, 1] });
  await handover.withdrawBatch(made.supervisor.context, { batch: made.batches[0]!, reason: '客户终止合作' });
  const parties = { outgoing: made.outgoing };
  await aHandover(house(), { parties, batches: [made.clients[0]!], until: 'asked' });
  await expect(aHandover(house(), { parties, batches: [made.clients[1]!] })).rejects.toMatchObject({
    code: 'handover.client-in-open-batch',
  });
  const again = handover.withdrawBatch(made.supervisor.context, { batch: made.batches[0]!, reason: '客户终止合作' });
  await expect(again).rejects.toMatchObject({ code: 'handover.batch-signed' });
});

test('when all three have accepted, the handover runs and its inventory is made', async () => {
  const made = await aHandover(house());
  const view = await handover.readHandover(made.outgoing.context, made);
  expect(view).toMatchObject({ state: 'running', stage: { key: 'pledge' } });
  expect(view.total).toBeGreaterThan(3);
  expect(view.batches[0]!.items.none).toBeGreaterThan(0);
});

test('a party who declines says why, and whoever started the handover is told and asks somebody else', async () => {
  const { founder, hire } = house();
  const made = await aHandover(house(), { until: 'asked' });
  await handover.answerHandover(made.incoming.context, {
    handover: made.handover,
    answer: 'decline',
    reason: '手头户数已满',
  });
  const waiting = await task.listMine(founder.context, { kind: 'handover.replace-party', ...all });
  expect(waiting.tasks).toMatchObject([{ handover: made.handover, facts: { number: made.number, side: 'incoming' } }]);
  const other = await hire('孙宁');
  await handover.replaceParty(founder.context, { handover: made.handover, side: 'incoming', person: other.id });
  expect((await task.listMine(founder.context, { kind: 'handover.replace-party', ...all })).tasks).toEqual([]);
  for (const { context } of [made.outgoing, other, made.supervisor])
    await handover.answerHandover(context, { handover: made.handover, answer: 'accept' });
  expect((await handover.readHandover(other.context, made)).state).toBe('running');
  await expect(handover.readHandover(made.incoming.context, made)).rejects.toMatchObject({
    code: 'handover.not-found',
  });
});

test('a side that was accepted is not answered again', async () => {
  const made = await aHandover(house(), { until: 'asked' });
  const accept = () => handover.answerHandover(made.incoming.context, { handover: made.handover, answer: 'accept' });
  await accept();
  await expect(accept()).rejects.toMatchObject({ code: 'handover.already-accepted' });
});

test('a manager who is no party cannot answer for one', async () => {
  const made = await aHandover(house(), { until: 'asked' });
  await expect(
    handover.answerHandover(house().founder.context, { handover: made.handover, answer: 'accept' }),
  ).rejects.toMatchObject({ code: 'handover.not-a-party' });
});

test('a running handover is not answered any more, and its parties are not replaced', async () => {
  const made = await aHandover(house());
  await expect(
    handover.answerHandover(made.incoming.context, { handover: made.handover, answer: 'accept' }),
  ).rejects.toMatchObject({ code: 'handover.is-running' });
  await expect(
    handover.replaceParty(house().founder.context, {
      handover: made.handover,
      side: 'incoming',
      person: made.incoming.id,
    }),
  ).rejects.toMatchObject({ code: 'handover.is-running' });
});

test('a proxy (委托代办) is approved by 单位负责人 alone, and then accepts in the place of the outgoing person', async () => {
  const { founder, hire } = house();
  const made = await aHandover(house(), { until: 'asked' });
  const proxy = await hire('钱进');
  const input = { handover: made.handover, manner: 'proxy' as const, proxy: proxy.id, reason: '因病住院' };
  await expect(handover.changeManner(made.supervisor.context, input)).rejects.toMatchObject({
    code: 'handover.only-head-of-unit-approves-proxy',
  });
  await handover.changeManner(founder.context, input);
  for (const { context } of [proxy, made.incoming, made.supervisor])
    await handover.answerHandover(context, { handover: made.handover, answer: 'accept' });
  expect(await handover.readHandover(proxy.context, made)).toMatchObject({
    state: 'running',
    manner: 'proxy',
    mySide: 'proxy',
  });
});

test('when the leaver is gone, a witness stands in and nobody waits for the leaver', async () => {
  const { founder, hire } = house();
  const made = await aHandover(house(), { until: 'asked' });
  const witness = await hire('何明');
  const input = { handover: made.handover, manner: 'one-sided' as const, witness: witness.id, reason: '失联' };
  await expect(handover.changeManner(made.supervisor.context, input)).rejects.toMatchObject({
    code: 'handover.only-manager',
  });
  await handover.changeManner(founder.context, input);
  for (const { context } of [made.incoming, made.supervisor, witness])
    await handover.answerHandover(context, { handover: made.handover, answer: 'accept' });
  expect((await handover.readHandover(founder.context, made)).state).toBe('running');
});

test('a re-plan keeps the earlier dates with the reason and who approved it', async () => {
  const made = await aHandover(house(), { input: { startsOn: day('2026-12-07') } });
  const { warnings } = await handover.replan(made.supervisor.context, {
    handover: made.handover,
    stages: [{ stage: 'check', startsOn: day('2026-12-16'), endsOn: day('2026-12-25') }],
    reason: '客户资料较多',
    askedBy: made.incoming.id,
  });
  expect(warnings).toEqual([]);
  const view = await handover.readHandover(made.incoming.context, made);
  expect(view.stages.find(({ stage }) => stage === 'check')).toMatchObject({ endsOn: '2026-12-25' });
  expect(view.earlierPlans).toMatchObject([
    { version: 1, reason: '客户资料较多', askedBy: { name: '王敏' }, approvedBy: { name: '张敬' } },
  ]);
  expect(view.earlierPlans[0]!.stages.find(({ stage }) => stage === 'check')).toMatchObject({ endsOn: '2026-12-21' });
});

test.each([
  [
    'a stage that the playbook does not have',
    { stage: 'rest', startsOn: '2026-12-16', endsOn: '2026-12-16' },
    'handover.stage-unknown',
  ],
  [
    'a stage that ends before it begins',
    { stage: 'check', startsOn: '2026-12-16', endsOn: '2026-12-15' },
    'handover.stage-ends-early',
  ],
  [
    'a stage on a Sunday',
    { stage: 'check', startsOn: '2026-12-13', endsOn: '2026-12-16' },
    'handover.stage-on-free-day',
  ],
])('a re-plan is refused: %s', async (_what, { stage, startsOn, endsOn }, code) => {
  const made = await aHandover(house(), { until: 'asked' });
  const stages = [{ stage, startsOn: day(startsOn), endsOn: day(endsOn) }];
  const attempt = handover.replan(made.supervisor.context, { handover: made.handover, stages, reason: '调整' });
  await expect(attempt).rejects.toMatchObject({ code });
});

test('a receiver cannot approve other dates', async () => {
  const made = await aHandover(house(), { until: 'asked' });
  const stages = [{ stage: 'check', startsOn: day('2026-12-16'), endsOn: day('2026-12-17') }];
  await expect(
    handover.replan(made.incoming.context, { handover: made.handover, stages, reason: '调整' }),
  ).rejects.toMatchObject({ code: 'handover.only-supervisor-replans' });
});

test('a stranger sees nothing of a handover, and an auditor sees it without a line of a client', async () => {
  const { hire } = house();
  const made = await aHandover(house());
  const stranger = await hire('周洁');
  await expect(handover.readHandover(stranger.context, made)).rejects.toMatchObject({ code: 'handover.not-found' });
  expect(await handover.listHandovers(stranger.context, { mine: false })).toEqual([]);
  const auditor = await hire('高远', { roles: ['auditor'], positions: [] });
  expect((await handover.readHandover(auditor.context, made)).number).toBe(made.number);
});

test('each step of a handover stands in the journal', async () => {
  const made = await aHandover(house());
  const { entries } = await journal.listEntries(house().founder.context, {
    handover: made.handover,
    verb: 'handover.',
    limit: 50,
  });
  expect(entries.map(({ verb }) => verb).toReversed()).toEqual([
    'handover.started',
    'handover.accepted',
    'handover.accepted',
    'handover.accepted',
    'handover.running',
    'handover.inventory-made',
  ]);
});

test('the list shows where each handover stands', async () => {
  const made = await aHandover(house());
  const [line] = await handover.listHandovers(made.incoming.context, { mine: true });
  expect(line).toMatchObject({
    number: made.number,
    clients: 1,
    batches: 1,
    signedBatches: 0,
    mySide: 'incoming',
    stage: { key: 'pledge' },
  });
});
