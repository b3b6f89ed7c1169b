import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import * as client from '#modules/client/client.ts';
import { type HandoverWish, aHandover } from '#modules/handover/handover.factory.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import { read, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type Case, aCase, checkLines } from '#testing/at-work.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { draw } from '../engine/sample/draw.ts';
import type { Lot } from '../reconciliation.contract.ts';
import * as reconciliation from '../reconciliation.ts';
import { canInspectLine } from '../reconciliation.policy.ts';
import { presentChecks } from '../whole-batch.ts';

const house = useHouse();

const records: RecordDraft[] = [
  { kind: 'contact', fields: { name: '陈立', phone: '13812342211' } },
  { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account: '755900012345678', nature: 'basic' } },
  { kind: 'custody', fields: { object: 'finance-seal', name: '财务专用章', quantity: 1, unit: '枚' } },
];

/** A batch that is checked and not inspected, and who may inspect it. */
async function aChecked(
  wish: HandoverWish = {},
): Promise<Omit<Case, 'checker'> & { checker: Someone; batch: Id<'batch'>; client: ClientId }> {
  const checker = await house().hire('陈洁', { title: '质检', roles: ['checker'], positions: [] });
  const made = await aCase(house(), 'pledged', { records, ...wish });
  await checkLines(made);
  return { ...made, checker, batch: made.batches[0]!, client: made.clients[0]![0]! };
}

async function aSubmitted(wish: HandoverWish = {}) {
  const made = await aChecked(wish);
  await reconciliation.submitLots(made.incoming.context, { batch: made.batch });
  await house().drain();
  return made;
}

const lotsOf = (who: Someone, { batch }: { batch: Id<'batch'> }): Promise<Lot[]> =>
  reconciliation.listLots(who.context, { batch });

async function aDrawn(wish: HandoverWish = {}) {
  const made = await aSubmitted(wish);
  const lots = await lotsOf(made.checker, made);
  for (const { id } of lots) await reconciliation.drawSample(made.checker.context, { lot: id });
  return { ...made, lots: await lotsOf(made.checker, made) };
}

/** The checker goes through a lot, finding everything as handed over but what `otherwise` says of a field. */
async function inspect(who: Someone, lot: Id<'sampling-lot'>, otherwise: Record<string, string> = {}) {
  const results = [];
  for (const line of await reconciliation.readSample(who.context, { lot })) {
    if (line.conforms !== null) continue;
    const { fields } = await reconciliation.readSampleLine(who.context, { lot, item: line.item, reveal: false });
    results.push(
      await reconciliation.inspectLine(who.context, {
        lot,
        item: line.item,
        outcome: 'as-listed',
        fields: fields.map(({ field }) => ({
          field,
          found: otherwise[field] ? { kind: 'value', value: otherwise[field] } : { kind: 'as-handed' },
        })),
        remark: '客户处原件',
      }),
    );
  }
  return results;
}

const gate = (made: { supervisor: Someone; batch: Id<'batch'> }) =>
  read(made.supervisor.context, (inside) => reconciliation.gates['samples-accepted']!.check(inside, made.batch));

const lotWith = async (who: Someone, lots: readonly Lot[], field: string) => {
  for (const { id } of lots)
    for (const { item } of await reconciliation.readSample(who.context, { lot: id })) {
      const { fields } = await reconciliation.readSampleLine(who.context, { lot: id, item, reveal: false });
      if (fields.some((one) => one.field === field)) return { lot: id, item };
    }
  throw new Error(`no lot has ${field}`);
};

test('a firm without a checker beside the parties is told whom to ask', async () => {
  const supervisor = await house().hire('张敬', {
    title: '会计主管',
    roles: ['checker'],
    positions: ['head-of-accounting'],
  });
  const made = await aHandover(house(), { records: [], until: 'checking', parties: { supervisor } });
  await expect(reconciliation.submitLots(made.incoming.context, { batch: made.batches[0]! })).rejects.toMatchObject({
    code: 'reconciliation.no-checker',
  });
});

test('what is handed in is frozen with its plan: critical lines are all inspected, the others by level and limit', async () => {
  const made = await aSubmitted();
  const lots = await lotsOf(made.checker, made);
  expect(lots.map(({ rule }) => rule).toSorted()).toEqual(['critical', 'figures', 'particulars']);
  expect(lots.find(({ rule }) => rule === 'critical')).toMatchObject({ limit: null, letter: null, accept: 0 });
  expect(lots.find(({ rule }) => rule === 'figures')).toMatchObject({ limit: '1.0', severity: 'normal', accept: 0 });
  const { ok, done, missing } = await gate(made);
  expect([ok, done, missing[0]!.code]).toEqual([false, 0, 'line-waiting']);
  const { tasks } = await task.listMine(made.checker.context, { kind: 'reconciliation.inspect', limit: 10, offset: 0 });
  expect(tasks).toHaveLength(1);
});

/** Lots of this transferor that were decided before, as they stand after years of work. */
async function decidedBefore(
  {
    incoming,
    outgoing,
    handover: of,
    batch,
  }: { incoming: Someone; outgoing: Someone; handover: string; batch: string },
  lots: { nonconforming: number; times: number },
): Promise<void> {
  const owner = new pg.Client(house().owner);
  await owner.connect();
  await owner.query(
    `insert into sampling_lot (firm_id, id, handover_id, batch_id, rule, transferor_id, submitted_by, submitted_at, lines, list_hash, quality_limit,
       severity, letter, sample_size, accept, first, state, checker_id, seed, seed_size, drawn_at, nonconforming, decided_at)
     select $1, uuidv7(), $2, $3, 'figures', $4, $5, now() - interval '9 days', 20, '', '1.0', 'normal', 'C', 13, 0, true,
       case when $6 = 0 then 'accepted' else 'refused' end, (select id from person where firm_id = $1 and name = '陈洁' limit 1), '00', 1, now(), $6,
       now() - interval '8 days' + n * interval '1 minute' from generate_series(1, $7) n`,
    [house().firm, of, batch, outgoing.id, incoming.id, lots.nonconforming, lots.times],
  );
  await owner.end();
}

test('after its stop sampling goes on tightened once a manager beside the parties says so; reduced inspection is begun and ended by them', async () => {
  const made = await aChecked();
  const manager = house().founder;
  const figures = async (who: Someone) =>
    (await reconciliation.listInspections(who.context, { handover: made.handover })).find(
      ({ rule }) => rule === 'figures',
    );
  const say = (who: Someone, decision: 'resume' | 'reduce' | 'end-reduced', rule = 'figures') =>
    reconciliation.switchInspection(who.context, { handover: made.handover, rule, decision, reason: '原因已消除' });
  await decidedBefore(made, { nonconforming: 0, times: 15 });
  expect(await figures(made.incoming)).toMatchObject({ severity: 'normal', score: 30, may: ['reduce'], last: null });
  await expect(say(made.incoming, 'reduce')).rejects.toThrow('reconciliation.only-manager-switches');
  await expect(say(manager, 'resume')).rejects.toThrow('reconciliation.switch-unfit');
  await expect(say(manager, 'reduce', 'nothing')).rejects.toThrow('reconciliation.no-such-rule');
  await say(manager, 'reduce');
  expect(await figures(made.incoming)).toMatchObject({
    severity: 'reduced',
    score: null,
    may: ['end-reduced'],
    last: { decision: 'reduce', reason: '原因已消除', by: { name: manager.name } },
  });
  await reconciliation.submitLots(made.incoming.context, { batch: made.batch });
  expect(
    (await lotsOf(made.incoming, made)).find(({ rule, decidedAt }) => rule === 'figures' && !decidedAt),
  ).toMatchObject({
    severity: 'reduced',
  });
  await say(manager, 'end-reduced');
  expect(await figures(made.incoming)).toMatchObject({ severity: 'normal', score: 0 });

  const other = await aChecked();
  await decidedBefore(other, { nonconforming: 2, times: 9 });
  const listed = () => reconciliation.listInspections(manager.context, { handover: other.handover });
  expect((await listed()).map(({ severity }) => severity)).toContain('stopped');
  await reconciliation.switchInspection(manager.context, {
    handover: other.handover,
    rule: 'figures',
    decision: 'resume',
    reason: '原因已消除',
  });
  expect((await listed()).find(({ rule }) => rule === 'figures')).toMatchObject({ severity: 'tightened' });
});

test('the sample is drawn by a checkpoint of the journal that came later, and anyone draws the same again', async () => {
  const made = await aDrawn();
  const { id, seed } = made.lots.find(({ rule }) => rule === 'particulars')!;
  await expect(reconciliation.readDraw(made.incoming.context, { lot: id })).rejects.toMatchObject({
    code: 'reconciliation.draw-not-told-yet',
  });
  await inspect(made.checker, id);
  const told = await reconciliation.readDraw(made.incoming.context, { lot: id });
  expect(told.seed).toBe(seed);
  expect(
    createHash('sha256')
      .update(told.list.map((one) => `${one}\n`).join(''))
      .digest('hex'),
  ).toBe(told.listHash);
  const others = told.list.filter((one) => !told.always.includes(one));
  expect(draw(others, told.drawn.length, told.seed).toSorted()).toEqual(told.drawn.toSorted());
});

test('a checker sees what was handed over in a drawn line and nothing that was found of it, by the API and in the database', async () => {
  const made = await aDrawn();
  const { lot, item } = await lotWith(made.checker, made.lots, 'account');
  const { fields } = await reconciliation.readSampleLine(made.checker.context, { lot, item, reveal: true });
  expect(fields).toContainEqual(expect.objectContaining({ field: 'account', handed: '755900012345678' }));
  await expect(
    reconciliation.readSheet(made.checker.context, { handover: made.handover, client: made.client, reveal: false }),
  ).rejects.toMatchObject({ code: 'sheet.not-found' });
  const seen = await read(made.checker.context, async (inside) => [
    (await presentChecks(inside, { batch: made.batch, items: [item] })).length,
    (await handover.itemsOf(inside, { batch: made.batch })).filter(({ id }) => id === item).length,
  ]);
  expect(seen).toEqual([0, 0]);
  const { entries } = await journal.listEntries(made.checker.context, { client: made.client, limit: 200 });
  expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([made.checker.id]));
});

test('every lot accepted opens the gate, and the checker’s sight of the clients ends', async () => {
  const made = await aDrawn();
  const before = await read(made.checker.context, (inside) => client.capabilitiesOn(inside, made.client));
  expect(before).toEqual(['inspect']);
  for (const { id } of made.lots) await inspect(made.checker, id);
  expect(await gate(made)).toMatchObject({ ok: true, missing: [] });
  expect((await lotsOf(made.incoming, made)).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(await read(made.checker.context, (inside) => client.capabilitiesOn(inside, made.client))).toEqual([]);
});

test('a value found otherwise is an issue of who made the check, and a refused lot is checked again as a whole', async () => {
  const made = await aDrawn();
  const { lot } = await lotWith(made.checker, made.lots, 'account');
  const results = await inspect(made.checker, lot, { account: '755900099999999' });
  const found = results.find(({ conforms }) => !conforms)!;
  expect(found).toMatchObject({ differing: ['account'], issues: [{ number: expect.any(Number) }] });
  expect(await issue.readIssue(made.incoming.context, { issue: found.issues[0]!.id })).toMatchObject({
    kind: 'nonconformity',
    field: 'account',
    owner: { id: made.incoming.id },
  });
  expect(results.at(-1)).toMatchObject({ lot: 'refused', remaining: 0 });
  expect((await gate(made)).missing.map(({ code }) => code)).toContain('line-refused');
  const { tasks } = await task.listMine(made.incoming.context, {
    kind: 'reconciliation.check-again',
    limit: 10,
    offset: 0,
  });
  expect(tasks).toHaveLength(1);
  await expect(reconciliation.submitLots(made.incoming.context, { batch: made.batch })).rejects.toMatchObject({
    code: 'reconciliation.not-checked-again',
  });
});

/** The lot with the bank account is refused; the others are accepted. */
async function aRefused() {
  const made = await aDrawn();
  const { lot, item } = await lotWith(made.checker, made.lots, 'account');
  const results = await inspect(made.checker, lot, { account: '755900099999999' });
  for (const { id } of made.lots) if (id !== lot) await inspect(made.checker, id);
  return { ...made, lot, item, issue: results.flatMap(({ issues }) => issues)[0]!.id };
}

/** The receiver checks a line again: fields on the original, another line by reporting and proving anew. */
async function checkAgain(
  made: Pick<Case, 'receiver' | 'handover'> & { client: ClientId },
  held: Record<string, string> = {},
) {
  const { api } = made.receiver;
  const { lines } = await api.reconciliation.readSheet({ handover: made.handover, client: made.client, reveal: false });
  for (const { item, record, provedBy, rows } of lines)
    for (const { field } of provedBy === 'fields' ? rows : []) {
      const evidence = { item, field, source: 'original', remark: '重新取得的原件' } as const;
      if (held[field]) await api.reconciliation.recordCheck({ ...evidence, held: held[field] });
      else await api.reconciliation.agree({ ...evidence, version: record!.version });
    }
}

test('what did not conform is corrected, the lot checked and handed in again, and the next inspection settles the issue', async () => {
  const made = await aRefused();
  await checkAgain(made, { account: '755900099999999' });
  const proposed = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: made.issue,
    value: '755900099999999',
    reason: '以开户许可证为准',
  });
  await reconciliation.confirmCorrection(made.incoming.context, { correction: proposed.id });
  const untouched = (await made.receiver.api.reconciliation.readSheet({ ...made, reveal: false })).lines.filter(
    ({ provedBy, kind, state, secret }) => provedBy === 'proof' && kind === 'bank' && state === 'received' && !secret,
  );
  expect(untouched).toEqual([]);
  await reconciliation.submitLots(made.incoming.context, { batch: made.batch });
  await house().drain();
  const again = (await lotsOf(made.checker, made)).find(({ state }) => state === 'waiting')!;
  await reconciliation.drawSample(made.checker.context, { lot: again.id });
  const lines = await reconciliation.readSample(made.checker.context, { lot: again.id });
  expect(lines.find(({ item }) => item === made.item)).toMatchObject({ always: true });
  const results = await inspect(made.checker, again.id);
  expect(results.at(-1)).toMatchObject({ lot: 'accepted' });
  expect(await issue.readIssue(made.incoming.context, { issue: made.issue })).toMatchObject({ state: 'corrected' });
  expect(await gate(made)).toMatchObject({ ok: true });
});

test('only the receiver hands in, and only what is checked', async () => {
  const made = await aChecked();
  await expect(reconciliation.submitLots(made.outgoing.context, { batch: made.batch })).rejects.toMatchObject({
    code: 'reconciliation.only-receiver-submits',
  });
  const { lines } = await made.receiver.api.reconciliation.readSheet({ ...made, reveal: false });
  const { item, rows } = lines.find(({ record }) => record?.kind === 'bank-account')!;
  await made.receiver.api.reconciliation.undoCheck({ item, field: rows[0]!.field });
  await expect(reconciliation.submitLots(made.incoming.context, { batch: made.batch })).rejects.toMatchObject({
    code: 'reconciliation.not-ready-to-sample',
    facts: { gate: 'items-have-verdicts' },
  });
});

test('what is handed in is not handed in twice', async () => {
  const made = await aSubmitted();
  await expect(reconciliation.submitLots(made.incoming.context, { batch: made.batch })).rejects.toMatchObject({
    code: 'reconciliation.nothing-to-sample',
  });
});

test('no party draws, whatever their role, and the database holds the same', async () => {
  const made = await aSubmitted();
  const [{ id: lot }] = (await lotsOf(made.incoming, made)) as [Lot];
  for (const { context } of [made.incoming, made.outgoing, made.supervisor, house().founder])
    await expect(reconciliation.drawSample(context, { lot })).rejects.toMatchObject({
      code: 'reconciliation.only-third-person-inspects',
    });
  const taken = ({ id, context }: Someone) =>
    transact(context, async (inside) => {
      await inside.db.execute(
        sql`update sampling_lot set checker_id = ${id}, state = 'drawn', seed = 'mine', seed_size = 1 where id = ${lot}`,
      );
    }).catch((error: Error) => String(error.cause ?? error));
  expect(await taken(made.incoming)).toMatch('drawn by a checker who is no party');
  expect(await taken(made.checker)).toMatch('the seed is the root of the first checkpoint');
});

test('a lot is taken once, and only when the journal has a checkpoint after it', async () => {
  const made = await aChecked();
  await reconciliation.submitLots(made.incoming.context, { batch: made.batch });
  const [{ id: lot }] = (await lotsOf(made.checker, made)) as [Lot];
  await expect(reconciliation.drawSample(made.checker.context, { lot })).rejects.toMatchObject({
    code: 'reconciliation.seed-not-there-yet',
  });
  await house().drain();
  await reconciliation.drawSample(made.checker.context, { lot });
  const other = await house().hire('陈静', { title: '质检', roles: ['checker'], positions: [] });
  await expect(reconciliation.drawSample(other.context, { lot })).rejects.toMatchObject({
    code: 'reconciliation.lot-taken',
  });
  await expect(reconciliation.readSample(other.context, { lot })).rejects.toMatchObject({
    code: 'reconciliation.only-its-checker',
  });
});

test('a line is inspected whole, once, and only when its lot is not refused', async () => {
  const made = await aDrawn();
  const { lot, item } = await lotWith(made.checker, made.lots, 'account');
  const finding = { lot, item, outcome: 'as-listed', fields: [], remark: '开户许可证' } as const;
  await expect(reconciliation.inspectLine(made.checker.context, { ...finding, fields: [] })).rejects.toMatchObject({
    code: 'reconciliation.inspection-incomplete',
    facts: { fields: expect.arrayContaining(['account']) },
  });
  const missing = await reconciliation.inspectLine(made.checker.context, {
    ...finding,
    outcome: 'missing',
    fields: [],
  });
  expect(missing).toMatchObject({ conforms: false, differing: [] });
  if (missing.remaining > 0)
    await expect(reconciliation.inspectLine(made.checker.context, { ...finding, fields: [] })).rejects.toMatchObject({
      code: 'reconciliation.line-inspected',
    });
  await inspect(made.checker, lot);
  await expect(reconciliation.inspectLine(made.checker.context, { ...finding, fields: [] })).rejects.toMatchObject({
    code: 'reconciliation.lot-refused',
  });
});

test('a line that was not drawn is not inspected, and one that conforms not twice', () => {
  const checker = { kind: 'person', person: 'c', roles: ['checker'] } as never;
  const may = (line: { drawn: boolean; conforms: boolean | null }, state: 'drawn' | 'accepted' | 'refused') =>
    canInspectLine(
      checker,
      [],
      { id: 'b', state: 'checking' },
      { id: 'l', state, checker: 'c' as never },
      { id: 'i', ...line },
    );
  expect(may({ drawn: false, conforms: null }, 'drawn')).toMatchObject({ code: 'reconciliation.line-not-drawn' });
  expect(may({ drawn: true, conforms: true }, 'accepted')).toMatchObject({ code: 'reconciliation.line-inspected' });
  expect(may({ drawn: true, conforms: false }, 'accepted')).toMatchObject({ allowed: true });
  expect(may({ drawn: true, conforms: null }, 'drawn')).toMatchObject({ allowed: true });
});

/** Changes the standards of the firm's playbook past its walls, as another version of it would. */
async function withStandards(content: string) {
  const connection = new pg.Client(house().owner);
  await connection.connect();
  await connection.query(`update playbook_version set content = ${content}`);
  await connection.end();
}

/** Lots so lenient that one fault of four lines is accepted. */
const lenient = `jsonb_set(content, '{sampling}', (
  select jsonb_agg(rule || '{"level": "III", "limit": "10"}') from jsonb_array_elements(content -> 'sampling') rule))`;

const lotOf = (lots: readonly Lot[], rule: string) => lots.find((one) => one.rule === rule)!.id;

test('a fault within what the plan allows does not refuse the lot, yet keeps the gate shut until it is put right and seen again', async () => {
  await withStandards(lenient);
  const made = await aDrawn();
  const lot = lotOf(made.lots, 'particulars');
  const results = await inspect(made.checker, lot, { phone: '13800000000' });
  expect(results.at(-1)).toMatchObject({ lot: 'accepted' });
  for (const one of made.lots) if (one.id !== lot) await inspect(made.checker, one.id);
  expect((await gate(made)).missing).toMatchObject([{ code: 'line-nonconforming' }]);
  const { item, issues } = (await reconciliation.readSample(made.checker.context, { lot })).find(
    ({ conforms }) => conforms === false,
  )!;

  await checkAgain(made, { phone: '13800000000' });
  const proposed = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: issues[0]!.id,
    value: '13800000000',
    reason: '客户已换号',
  });
  await reconciliation.confirmCorrection(made.incoming.context, { correction: proposed.id });
  const { fields } = await reconciliation.readSampleLine(made.checker.context, { lot, item, reveal: false });
  const again = await reconciliation.inspectLine(made.checker.context, {
    lot,
    item,
    outcome: 'as-listed',
    fields: fields.map(({ field }) => ({ field, found: { kind: 'as-handed' } })),
    remark: '致电客户核实',
  });
  expect(again).toMatchObject({ conforms: true, lot: 'accepted' });
  expect(await issue.readIssue(made.incoming.context, { issue: issues[0]!.id })).toMatchObject({ state: 'corrected' });
  expect(await gate(made)).toMatchObject({ ok: true });
});

test('a transferor with two refused lots of five is inspected more strictly', async () => {
  const outgoing = await house().hire('李娜');
  const severities: string[] = [];
  for (const fault of [{ phone: '13800000000', account: '1' }, { phone: '13800000000', account: '1' }, {}]) {
    const made = await aDrawn({ parties: { outgoing } });
    const { id, severity } = made.lots.find(({ rule }) => rule === 'figures')!;
    severities.push(severity);
    await inspect(made.checker, id, fault as Record<string, string>);
  }
  expect(severities).toEqual(['normal', 'normal', 'tightened']);
});

test('who has nothing to do with a handover does not learn that there is a lot', async () => {
  const made = await aSubmitted();
  const [{ id: lot }] = (await lotsOf(made.checker, made)) as [Lot];
  const stranger = await house().hire('赵敏');
  expect(await lotsOf(stranger, made)).toEqual([]);
  await expect(reconciliation.drawSample(stranger.context, { lot })).rejects.toMatchObject({
    code: 'sampling-lot.not-found',
  });
});

test('a handover by a playbook without standards of sampling hands nothing in', async () => {
  await withStandards(`content - 'sampling'`);
  const made = await aHandover(house(), { until: 'checking' });
  await expect(reconciliation.submitLots(made.incoming.context, { batch: made.batches[0]! })).rejects.toMatchObject({
    code: 'reconciliation.no-sampling',
  });
});
