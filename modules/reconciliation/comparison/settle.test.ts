import { expect, test } from 'vitest';
import * as issue from '#modules/issue/issue.ts';
import type { Id } from '#platform/kernel/id.ts';
import { inDays } from '#modules/handover/handover.factory.ts';
import { useHouse } from '#testing/house.ts';
import * as reconciliation from '../reconciliation.ts';
import { aBatch, aComparison, confirmBoth, everyDifference, uploaded } from './comparison.factory.ts';
import { decideLink, listLinks } from './links.ts';
import { acceptAll, acceptDifference, listSettlements, openDifferenceIssue, previewAcceptAll } from './settle.ts';
import { readComparison } from './shown-comparison.ts';
import { takeIntoChecks } from './take-into-checks.ts';
import { takeRecords } from './take-records.ts';
import { undoSettlement } from './undo-settlement.ts';

const house = useHouse();

/** Our records against a table of the bank's: the first client 0.30 less, the second only written otherwise, the last one missing, one more. */
async function aHeldBatch({ confirmed = true } = {}) {
  const made = await aBatch(house(), 4);
  const { batch, incoming, numbers } = made;
  const { id: left } = await takeRecords(incoming.context, { batch });
  const right = await uploaded(
    house(),
    incoming,
    batch,
    `编号,余额\n${numbers[0]},1000.20\n${numbers[1]},"1,001.50"\n${numbers[2]},1002.50\nZZ9,7.00\n`,
  );
  if (confirmed) for (const dataset of [left, right]) await confirmBoth(made, dataset);
  const comparison = await aComparison(house(), incoming, left, right);
  return { ...made, comparison };
}

test('the receiver accepts a difference as it is with a reason, once, and takes that back', async () => {
  const { comparison, incoming, outgoing } = await aHeldBatch();
  const [line] = await everyDifference(incoming, comparison, { kinds: ['changed'] });
  const wish = { comparison, line: line!.line, reason: '银行在途,月底到账' };
  await expect(acceptDifference(outgoing.context, wish)).rejects.toThrow('comparison.only-receiver-settles');
  const made = await acceptDifference(incoming.context, wish);
  expect(made).toMatchObject({ as: 'accepted', lines: 1, reason: '银行在途,月底到账', by: { name: '王敏' } });
  await expect(acceptDifference(incoming.context, wish)).rejects.toThrow('comparison.settled-already');
  await expect(acceptDifference(incoming.context, { ...wish, line: 99 })).rejects.toThrow('difference.not-found');
  expect(await everyDifference(incoming, comparison, { state: 'accepted' })).toMatchObject([
    { settlement: { id: made.id } },
  ]);
  expect((await readComparison(incoming.context, { comparison })).settled).toMatchObject({ accepted: 1 });
  expect(await listSettlements(outgoing.context, { comparison })).toHaveLength(1);

  await undoSettlement(incoming.context, { settlement: made.id });
  await expect(undoSettlement(incoming.context, { settlement: made.id })).rejects.toThrow('settlement.not-found');
  expect(await everyDifference(incoming, comparison, { state: 'accepted' })).toEqual([]);
});

test('in bulk only what the playbook tolerates is accepted; how many are beyond is said, and nothing is accepted then', async () => {
  const { comparison, incoming } = await aHeldBatch();
  const reason = '仅写法不同';
  expect(await previewAcceptAll(incoming.context, { comparison, filter: {} })).toEqual({
    lines: 1,
    sum: '0.00',
    refused: [
      { code: 'beyond-tolerance', lines: 1 },
      { code: 'no-amount', lines: 2 },
    ],
  });
  await expect(acceptAll(incoming.context, { comparison, filter: {}, reason, lines: 1 })).rejects.toMatchObject({
    code: 'comparison.beyond-tolerance',
    facts: { beyond: 3, of: 4 },
  });
  const filter = { kinds: ['equivalent' as const] };
  await expect(acceptAll(incoming.context, { comparison, filter, reason, lines: 2 })).rejects.toMatchObject({
    code: 'comparison.moved-on',
    facts: { lines: 1 },
  });
  expect(await acceptAll(incoming.context, { comparison, filter, reason, lines: 1 })).toMatchObject({ lines: 1 });
  await expect(acceptAll(incoming.context, { comparison, filter, reason, lines: 1 })).rejects.toThrow(
    'comparison.nothing-open',
  );
});

test('a difference becomes an issue of the client with who answers by when, and the held value stands in the check', async () => {
  const { comparison, incoming, outgoing, supervisor, handover, numbers, clients } = await aHeldBatch();
  const [changed] = await everyDifference(incoming, comparison, { kinds: ['changed'] });
  const [added] = await everyDifference(incoming, comparison, { kinds: ['added'] });
  const [written] = await everyDifference(incoming, comparison, { kinds: ['equivalent'] });
  const [removed] = await everyDifference(incoming, comparison, { kinds: ['removed'] });
  const open = (line: number, given: object = {}) =>
    openDifferenceIssue(incoming.context, { comparison, line, reason: '少 0.30 元', ...given });
  await expect(open(added!.line)).rejects.toThrow('comparison.without-client');
  await expect(open(removed!.line)).rejects.toThrow('comparison.without-field');
  await expect(open(written!.line)).rejects.toThrow('comparison.not-different');
  const stranger = await house().hire('陌生人');
  await expect(open(changed!.line, { owner: stranger.id })).rejects.toThrow('comparison.owner-no-party');

  const made = await open(changed!.line, { owner: supervisor.id, dueOn: inDays(9) });
  expect(made).toMatchObject({ as: 'issue', issue: { state: 'open' } });
  const { rows } = await issue.listIssues(incoming.context, { handover, state: 'open', limit: 10 });
  expect(rows).toMatchObject([
    { number: made.issue!.number, client: { number: numbers[0] }, owner: { id: supervisor.id }, dueOn: inDays(9) },
  ]);
  const sheet = await reconciliation.readSheet(incoming.context, { handover, client: clients[0]![0]!, reveal: true });
  const amount = sheet.lines
    .flatMap((line) => line.rows)
    .find(({ type, field }) => type === 'money' && field === 'amount');
  expect(amount).toMatchObject({ handed: '1000.50', held: '1000.20', verdict: 'different', source: 'second-source' });

  expect(await undoSettlement(incoming.context, { settlement: made.id })).toEqual({ issue: 'withdrawn' });
  expect((await issue.listIssues(incoming.context, { handover, state: 'open', limit: 10 })).rows).toEqual([]);
  const again = await open(changed!.line);
  await issue.answerIssue(outgoing.context, { issue: again.issue!.id, answer: '银行在途' });
  expect(await undoSettlement(incoming.context, { settlement: again.id })).toEqual({ issue: 'kept' });
  expect((await issue.listIssues(incoming.context, { handover, limit: 10 })).rows).toMatchObject([
    { number: again.issue!.number, state: 'answered' },
    { number: made.issue!.number, state: 'withdrawn' },
  ]);
});

test('taken into checks, each compared field of each client has its verdict; who is no client of the batch is named, not dropped', async () => {
  const { comparison, incoming, outgoing, handover, numbers } = await aHeldBatch();
  await expect(takeIntoChecks(outgoing.context, { comparison })).rejects.toThrow('comparison.only-receiver-settles');
  const taken = await takeIntoChecks(incoming.context, { comparison });
  expect(taken).toMatchObject({
    clients: 3,
    different: 1,
    writtenDifferently: 1,
    missing: [numbers[3]],
    others: 1,
    strangers: ['ZZ9'],
    issues: [{ client: numbers[0], field: 'amount' }],
  });
  const { rows } = await issue.listIssues(incoming.context, { handover, state: 'open', limit: 10 });
  expect(rows).toMatchObject([{ client: { number: numbers[0] } }]);
  expect(await everyDifference(incoming, comparison, { state: 'issue' })).toMatchObject([
    { kind: 'changed', settlement: { as: 'issue', issue: { number: rows[0]!.number } } },
  ]);
  expect((await readComparison(incoming.context, { comparison })).checkedAt).not.toBeNull();
});

test('of a trial nothing becomes an issue or a verdict, and our own records do not check themselves', async () => {
  const { comparison, incoming, batch } = await aHeldBatch({ confirmed: false });
  const [changed] = await everyDifference(incoming, comparison, { kinds: ['changed'] });
  await expect(takeIntoChecks(incoming.context, { comparison })).rejects.toThrow('comparison.trial');
  await expect(
    openDifferenceIssue(incoming.context, { comparison, line: changed!.line, reason: '少 0.30 元' }),
  ).rejects.toThrow('comparison.trial');

  const made = await aHeldBatch();
  const { id: right } = await takeRecords(made.incoming.context, { batch: made.batch });
  const left = await uploaded(house(), made.outgoing, made.batch, `客户编号,基本户余额\n${made.numbers[0]},1.00\n`);
  for (const dataset of [left, right]) await confirmBoth(made, dataset);
  const turned = await aComparison(house(), made.incoming, left, right, [
    { left: '客户编号', right: '客户编号', normaliser: { kind: 'none' } },
    { left: '基本户余额', right: '基本户余额', normaliser: { kind: 'amount' } },
  ]);
  await expect(takeIntoChecks(made.incoming.context, { comparison: turned })).rejects.toThrow(
    'comparison.held-is-ours',
  );
  expect(batch).not.toBe(made.batch);
});

test('rows without a partner are proposed for each other; what a person decides is kept and known in the next comparison', async () => {
  const { batch, incoming, outgoing } = await aBatch(house(), 1);
  const left = await uploaded(
    house(),
    outgoing,
    batch,
    '客户编号,企业名称\nA1,上海市浦东新区鑫达信息技术有限公司\nA2,上海恒瑞国际贸易有限公司\nA3,南京东郊物业管理有限公司\n',
  );
  const held = '编号,名称\nB7,恒锐国际贸易（上海）有限公司\nB8,鑫達信息\nB9,恒瑞餐饮有限公司\n';
  const right = await uploaded(house(), incoming, batch, held);
  const pairs = [
    { left: '客户编号', right: '编号', normaliser: { kind: 'none' as const } },
    { left: '企业名称', right: '名称', normaliser: { kind: 'text' as const, blanks: 'edge' as const } },
  ];
  const comparison = await aComparison(house(), incoming, left, right, pairs);
  const all = (of: typeof comparison) => listLinks(incoming.context, { comparison: of, from: 0, limit: 50 });
  const { rows } = await all(comparison);
  const named = rows.map(({ left: one, right: other }) => [one[1]!.value, other[1]!.value]);
  expect(named).toContainEqual(['上海市浦东新区鑫达信息技术有限公司', '鑫達信息']);
  expect(rows[0]!.reasons.length).toBeGreaterThan(1);
  expect(rows.every(({ decision }) => decision === null)).toBe(true);

  const [first, second] = rows as [(typeof rows)[number], (typeof rows)[number]];
  await expect(decideLink(outgoing.context, { link: first.id, decision: 'accepted' })).rejects.toThrow(
    'comparison.only-receiver-settles',
  );
  await expect(
    decideLink(incoming.context, { link: crypto.randomUUID() as Id<'link'>, decision: 'accepted' }),
  ).rejects.toThrow('link.not-found');
  await decideLink(incoming.context, { link: first.id, decision: 'accepted' });
  await decideLink(incoming.context, { link: second.id, decision: 'refused' });
  expect((await readComparison(incoming.context, { comparison })).links).toMatchObject({ accepted: 1, refused: 1 });

  const later = await uploaded(house(), incoming, batch, `${held}B10,南京远郊餐饮有限公司\n`);
  const next = await aComparison(house(), incoming, left, later, pairs);
  const again = await all(next);
  expect(again.rows.find(({ left: one }) => one[1]!.value === first.left[1]!.value)).toMatchObject({
    decision: 'accepted',
    carried: true,
    probability: 1,
    decidedBy: { name: '王敏' },
  });
  expect(again.rows.map(({ left: one, right: other }) => one[1]!.value + other[1]!.value)).not.toContain(
    second.left[1]!.value + second.right[1]!.value,
  );
});
