import { expect, test } from 'vitest';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import * as document from '#modules/document/document.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as issue from '#modules/issue/issue.ts';
import { read } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { useHouse } from '#testing/house.ts';
import * as reconciliation from '../reconciliation.ts';

const house = useHouse();

const account = '755900012345678';
const bank: RecordDraft = {
  kind: 'bank-account',
  fields: { bank: '招商银行徐汇支行', account, nature: 'basic' },
};

async function aChecking() {
  const made = await aHandover(house(), { records: [bank], until: 'checking' });
  const client = made.clients[0]![0]!;
  const place = { handover: made.handover, client };
  const sheet = await reconciliation.readSheet(made.incoming.context, { ...place, reveal: false });
  const line = sheet.lines.find(({ record }) => record?.kind === 'bank-account')!;
  const asked = { item: line.item, field: 'account' };
  return {
    ...made,
    line,
    asked,
    /** What the bank's own counter says, on the phone. */
    say: (value: string | null, more: Partial<Parameters<typeof reconciliation.recordTestimony>[1]> = {}) =>
      reconciliation.recordTestimony(made.incoming.context, {
        ...asked,
        voice: 'bank',
        channel: 'phone',
        value,
        remark: '95555 人工服务,号码取自银行卡背面',
        ...more,
      }),
    sides: async (reveal = true) => {
      const all = await reconciliation.readCrossChecks(made.incoming.context, { ...place, reveal });
      return all.find(({ item }) => item === line.item)!;
    },
    gate: () =>
      read(made.supervisor.context, (inside) =>
        reconciliation.gates['cross-checks-agree']!.check(inside, made.batches[0]!),
      ),
  };
}

test('an account number is asked for in two places: the record alone is too few, and the gate says which line', async () => {
  const made = await aChecking();
  expect((await made.sides()).verdict).toEqual({ kind: 'too-few', have: 1, least: 2 });
  const { ok, missing } = await made.gate();
  expect(ok).toBe(false);
  expect(missing).toContainEqual({
    code: 'cross-check-too-few',
    facts: { title: made.line.title, record: 'bank-account', field: 'account', have: 1, least: 2 },
    client: made.clients[0]![0],
    item: made.line.item,
  });
});

test('the original that was looked at is the second source, so most fields need nothing more', async () => {
  const made = await aChecking();
  const evidence = { source: 'original', remark: '开户许可证' } as const;
  await reconciliation.agree(made.incoming.context, { ...made.asked, version: 1, ...evidence });
  const { verdict, answers } = await made.sides();
  expect(verdict).toEqual({ kind: 'agreed' });
  expect(answers.map(({ voice, channel }) => `${voice} ${channel}`)).toEqual(['record record', 'paper paper']);
});

test('what the receiver typed without a source is nobody’s word', async () => {
  const made = await aChecking();
  await reconciliation.recordCheck(made.incoming.context, {
    ...made.asked,
    held: account,
    source: 'own-entry',
    remark: '凭记忆',
  });
  expect((await made.sides()).verdict).toEqual({ kind: 'too-few', have: 1, least: 2 });
});

test('sources stand side by side with who heard them and when, masked until revealed', async () => {
  const made = await aChecking();
  await made.say('7559 0001 2345 678');
  const { answers, verdict } = await made.sides();
  expect(verdict).toEqual({ kind: 'agreed' });
  expect(answers[1]).toMatchObject({
    voice: 'bank',
    channel: 'phone',
    value: '7559 0001 2345 678',
    by: { name: '王敏' },
    remark: '95555 人工服务,号码取自银行卡背面',
    stale: false,
  });
  expect((await made.sides(false)).answers[1]!.value).not.toContain('0001');
});

test('on paper stands who said the same as the record and who did not, with the rule, and never what was said', async () => {
  const made = await aChecking();
  await made.say('7559 0001 2345 678');
  await made.say('755900088888888', { voice: 'client', channel: 'email' });
  await made.say(null, { voice: 'books', channel: 'file' });
  const printed = await read(made.supervisor.context, (inside) =>
    reconciliation.printedCrossChecks(inside, made.batches[0]!),
  );
  const today = localDateOf(new Date());
  expect(printed.filter(({ item }) => item === made.line.item)).toEqual([
    {
      item: made.line.item,
      field: '银行账号',
      least: 2,
      leastChannels: 2,
      needed: [],
      verdict: 'contradicted',
      sources: [
        { voice: 'bank', channel: 'phone', on: today, says: 'same' },
        { voice: 'client', channel: 'email', on: today, says: 'other' },
        { voice: 'books', channel: 'file', on: today, says: 'nothing' },
      ],
    },
  ]);
});

test('two channels that disagree open one issue, and it is withdrawn when they agree again; every answer is kept', async () => {
  const made = await aChecking();
  const first = await made.say('755900099999999');
  expect(first.verdict).toEqual({ kind: 'split' });
  const again = await made.say('755900088888888', { voice: 'client', channel: 'email' });
  expect(again.issue).toEqual(first.issue);
  expect((await made.gate()).missing.map(({ code }) => code)).toContain('cross-check-split');

  await made.say(account, { voice: 'client', channel: 'email' });
  const right = await made.say(account);
  expect(right).toMatchObject({ verdict: { kind: 'agreed' }, issue: null });
  const found = await issue.readIssue(made.incoming.context, { issue: first.issue!.id });
  expect(found).toMatchObject({ state: 'withdrawn', owner: { id: made.outgoing.id } });
});

test('one source against two is a contradiction for a person to decide', async () => {
  const made = await aChecking();
  await made.say(account);
  const { verdict } = await made.say('755900099999999', { voice: 'client' });
  expect(verdict).toEqual({ kind: 'contradicted', by: ['client'] });
});

test('a source that was asked and has nothing is on record and counts for nothing', async () => {
  const made = await aChecking();
  const { verdict } = await made.say(null, { voice: 'registry', channel: 'website', remark: '公示系统不公示账号' });
  expect(verdict).toEqual({ kind: 'too-few', have: 1, least: 2 });
});

test('a later value in the record makes what was said about the earlier one stale', async () => {
  const made = await aChecking();
  await made.say(account);
  const differs = await reconciliation.recordCheck(made.incoming.context, {
    ...made.asked,
    held: '755900077777777',
    source: 'original',
    remark: '新开户许可证',
  });
  const proposed = await reconciliation.proposeCorrection(made.outgoing.context, {
    issue: differs.issue!.id,
    value: '755900077777777',
    reason: '客户十月换了账户',
  });
  await reconciliation.confirmCorrection(made.incoming.context, { correction: proposed.id });
  const { answers, verdict } = await made.sides();
  expect(answers.find(({ voice }) => voice === 'bank')).toMatchObject({ stale: true, value: account });
  expect(verdict).toEqual({ kind: 'agreed' });
});

test('only the receiver records what a source says', async () => {
  const made = await aChecking();
  const said = { ...made.asked, voice: 'bank', channel: 'phone', value: account, remark: '95555' } as const;
  await expect(reconciliation.recordTestimony(made.outgoing.context, said)).rejects.toMatchObject({
    code: 'reconciliation.only-receiver-checks',
  });
});

test('what a source said needs a document or a note, and a call the note of whom', async () => {
  const made = await aChecking();
  await expect(made.say(account, { channel: 'website', remark: undefined })).rejects.toMatchObject({
    code: 'reconciliation.testimony-without-evidence',
  });
  async function* note() {
    yield Buffer.from('95555 人工服务,接线 0312 号');
  }
  const client = made.clients[0]![0]!;
  const recording = await document.addDocument(made.outgoing.context, { client, name: '录音说明.txt' }, note());
  await expect(made.say(account, { document: recording.id, remark: undefined })).rejects.toMatchObject({
    code: 'reconciliation.call-without-note',
  });
});

test('a field that the playbook does not name is not asked for', async () => {
  const made = await aChecking();
  await expect(made.say('x', { field: 'bank' })).rejects.toMatchObject({ code: 'reconciliation.no-cross-check' });
});
