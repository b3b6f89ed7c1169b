import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import { paths } from '#kit/paths.ts';
import { type Case, aCase, checkLines } from '#testing/at-work.ts';
import type { Someone } from '#testing/house.ts';
import { barriers, desksOn, group, said } from './desks.ts';
import { type Stage, openStage } from './stage.ts';

const account = '755900012345678';
const records: RecordDraft[] = [
  { kind: 'contact', fields: { name: '陈立', phone: '19900001234' } },
  { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account, nature: 'basic' } },
  { kind: 'custody', fields: { object: 'finance-seal', quantity: 1, unit: '枚', place: '印章柜' } },
];

/** What several sources say, and what a third person finds by sample, in the browsers of the receiver and the checker. */
describe('checked by more than one', () => {
  let stage: Stage;
  let made: Case;
  let third: Someone;
  let receiver: Page;
  let checker: Page;
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    third = await stage.house.hire('沈岚', { title: '质检', roles: ['checker'], positions: [] });
    made = await aCase(stage.house, 'pledged', { records });
    receiver = await desks.of(made.incoming);
    checker = await desks.of(third);
  }, 180_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  const client = () => made.clients[0]![0]!;

  test('what the bank says on the phone stands beside the record, and a contradiction is an issue at once', async () => {
    await receiver.goto(paths.checking(made.handover, client()));
    await group(receiver, '银行');
    await receiver.getByRole('row', { name: /银行账号/ }).click();
    await receiver.getByText('已有 1 个来源一致,至少要 2 个。').waitFor();
    await hear('755900099999999');
    await said(receiver, '来源不一致');
    await receiver.getByText('说法不一').waitFor();
    await hear(account);
    await said(receiver, '来源一致');
    await receiver.getByText('说法不一').waitFor({ state: 'hidden' });
    expect(await barriers(receiver)).toEqual([]);

    async function hear(value: string) {
      await receiver.getByRole('button', { name: '记录来源的说法' }).click();
      const dialog = receiver.getByRole('dialog', { name: /^记录来源的说法/ });
      await dialog.getByLabel('它怎么说').fill(value);
      await dialog.getByLabel('谁、在哪里、怎么联系').fill('14:10 致电 95555,号码取自银行卡背面');
      await dialog.getByRole('button', { name: '记录', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
  });

  test('the receiver hands in what is checked; the checker has it among what waits, and draws', async () => {
    await checkLines(made);
    await receiver.goto(paths.handover(made.handover, 'sampling'));
    await receiver.getByText('这一批还没有送检。').waitFor();
    await receiver.getByRole('button', { name: '送质检' }).click();
    await said(receiver, '已送检');
    await stage.house.drain();
    await checker.goto(paths.home());
    const waiting = checker.getByRole('listitem').filter({ hasText: `质检 ${made.number} 第 1 批` });
    await waiting.getByRole('link').click();
    const lot = checker.getByRole('row').filter({ hasText: '账税资金' });
    await lot.getByRole('button', { name: '抽样' }).click();
    await said(checker, '已抽取');
    await checker.getByText('抽样种子').waitFor();
  });

  test('the checker writes what they see before they are told what was found; what differs goes to who checked it', async () => {
    await checker.getByRole('row').filter({ hasText: '招商银行' }).first().click();
    await checker.getByText('第一次核对的结论在您写下之前不显示').waitFor();
    expect(await barriers(checker)).toEqual([]);
    await checker.getByRole('radiogroup', { name: '银行账号' }).getByText('不一致', { exact: true }).click();
    await checker.getByLabel('看到的银行账号').fill('755900012345679');
    await checker.getByLabel('看的是什么').fill('开户许可证原件');
    await checker.getByRole('button', { name: '写下所见' }).click();
    await said(checker, '不合格');
    const { tasks } = await made.receiver.api.task.listMine({ kind: 'issue.answer' });
    expect(tasks).toHaveLength(1);
    await receiver.goto(paths.handover(made.handover, 'sampling'));
    await receiver.getByRole('row').filter({ hasText: '账税资金' }).getByText('不接收,全部重核').waitFor();
    expect(await barriers(receiver)).toEqual([]);
  });
});
