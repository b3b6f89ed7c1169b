import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeRecord, readClient } from '#modules/client/client.ts';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import { aClient } from '#modules/client/client.factory.ts';
import { sign } from '#modules/closing/closing.client.ts';
import { inDays } from '#modules/handover/handover.factory.ts';
import { addPerson } from '#modules/people/people.ts';
import { paths } from '#kit/paths.ts';
import { type Case, aCase } from '#testing/at-work.ts';
import { checkBatch } from '#server/demo/demo-handover.ts';
import { inspectBatch } from '#server/demo/demo-inspection.ts';
import { barriers, desksOn, group, refused, said, signWith, unlock } from './desks.ts';
import { type Stage, openStage } from './stage.ts';

const clientName = '上海澄岳信息科技有限公司';

const records: RecordDraft[] = [
  { kind: 'basic', fields: { number: 'KH00031', name: clientName, state: 'normal' } },
  { kind: 'contact', fields: { name: '陈立', phone: '19900001234' } },
  {
    kind: 'balance',
    fields: { subject: '银行存款', group: 'bank', direction: 'debit', amount: '2190160.41', asOf: inDays(-20) },
  },
  { kind: 'custody', fields: { object: 'finance-seal', quantity: 1, unit: '枚', place: '印章柜' } },
  { kind: 'role', fields: { system: 'e-tax', role: 'tax-clerk', boundPerson: '李娜' } },
  { kind: 'open-matter', fields: { matter: '进项发票 3 张尚未认证', nextStep: '勾选认证', due: inDays(17) } },
  { kind: 'habit', fields: { topic: 'documents', content: '每月 5 日前快递发票和回单,到付' } },
];

/** One client changes hands in three browsers: the receiver's, the supervisor's, and the leaver's, who has it open until the end. */
describe('one client changes hands', () => {
  let stage: Stage;
  let made: Case;
  let receiver: Page;
  let supervisor: Page;
  let leaver: Page;
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    const outgoing = await stage.house.hire('李娜');
    const { id } = await aClient(stage.house.founder.context, { owner: outgoing.id, records });
    made = await aCase(stage.house, 'pledged', { parties: { outgoing }, batches: [[id]] });
  }, 180_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  const client = () => made.clients[0]![0]!;
  const batch = () => made.batches[0]!;

  test('a wrong password signs nobody in, and the page says what to look at', async () => {
    const page = await (await desks.open()).newPage();
    await page.goto(paths.signIn());
    await page.getByLabel('邮箱').fill(made.incoming.email);
    await page.getByLabel(/^登录密码/).fill('a password of somebody else');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('alert').getByText('邮箱或密码不对').waitFor();
    expect(new URL(page.url()).pathname).toBe(paths.signIn());
  });

  test('a new colleague puts a password of their own in the place of the first one, and makes keys', async () => {
    const who = {
      name: '孙悦',
      title: '主办会计',
      email: 'sunyue@example.com',
      roles: ['staff' as const],
      positions: [],
    };
    const { firstPassword } = await addPerson(stage.house.founder.context, who);
    const page = await (await desks.open()).newPage();
    await page.goto(paths.signIn());
    await page.getByLabel('邮箱').fill(who.email);
    await page.getByLabel(/^登录密码/).fill(firstPassword);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel(/^新密码/).fill('my own long password');
    await page.getByLabel(/^再输入一次/).fill('my own long password');
    await page.getByRole('button', { name: '保存并进入' }).click();
    await page.getByLabel('新的保险箱密码').fill('another long password');
    await page.getByLabel(/^再输入一次/).fill('another long password');
    await page.getByRole('button', { name: '生成我的钥匙' }).click();
    await page.getByText('您的钥匙已生成').waitFor();
    await page.getByRole('button', { name: '进入接力' }).click();
    await page.getByRole('heading', { name: who.name }).waitFor();
  });

  test('the receiver finds on the desk what waits, and comes to the client from there', async () => {
    [receiver, supervisor, leaver] = [
      await desks.of(made.incoming),
      await desks.of(made.supervisor),
      await desks.of(made.outgoing),
    ];
    await leaver.goto(paths.client(client()));
    await leaver.getByRole('heading', { name: clientName }).waitFor();
    expect(await barriers(receiver)).toEqual([]);

    const waiting = receiver.getByRole('listitem').filter({ hasText: `核对 ${made.number} 第 1 批` });
    await waiting.getByRole('link').click();
    await receiver.getByRole('link', { name: 'KH00031' }).click();
    await receiver.getByRole('heading', { name: clientName }).waitFor();
    expect(new URL(receiver.url()).pathname).toBe(paths.checking(made.handover, client()));
  });

  test('the receiver checks by keyboard; a difference becomes an issue, and the supervisor sees it come', async () => {
    await supervisor.goto(paths.issues());
    await supervisor.getByText('没有问题').waitFor();

    await receiver.keyboard.press('a');
    const evidence = receiver.getByRole('dialog', { name: '证据' });
    await evidence.getByLabel('看的是什么').fill('营业执照副本,本年 10 月对账单');
    await evidence.getByRole('button', { name: '用作证据' }).click();
    await said(receiver, '客户编号:一致');
    for (const field of ['企业名称', '客户状态', '姓名', '联系电话']) {
      await receiver.keyboard.press('a');
      await said(receiver, `${field}:一致`);
    }

    await group(receiver, '银行');
    for (const field of ['科目或项目', '类别', '余额方向']) {
      await receiver.keyboard.press('a');
      await said(receiver, `${field}:一致`);
    }
    await receiver.keyboard.press('d');
    const found = receiver.getByRole('dialog', { name: '录入核对数' });
    await found.getByLabel('看到的内容').fill('2190160.11');
    await found.getByRole('button', { name: '比较' }).click();
    await said(receiver, '有差异:问题 #1 已登记');
    await receiver.keyboard.press('r');
    await receiver.getByRole('row', { name: /2,190,160\.41.*2,190,160\.11.*0\.30.*差异/ }).waitFor();
    await receiver.keyboard.press('j');
    await receiver.keyboard.press('a');
    await said(receiver, '截至日期:一致');
    expect(await barriers(receiver)).toEqual([]);

    await supervisor.getByRole('row', { name: /#1.*余额.*李娜.*待答复/ }).waitFor();
  });

  test('a correction waits for a second person, and then it is in the client’s record', async () => {
    await receiver.getByRole('row', { name: /^余额 .*0\.30/ }).click();
    await receiver.keyboard.press('f');
    const dialog = receiver.getByRole('dialog', { name: '更正' });
    await dialog.getByLabel('更正后的值').fill('2190160.11');
    await dialog.getByLabel('依据').fill('银行已扣手续费 0.30,企业未入账');
    await dialog.getByRole('button', { name: '提请复核' }).click();
    await said(receiver, '已提请第二人复核');
    const own = receiver.getByRole('button', { name: '复核同意' });
    await own.waitFor();
    expect(await own.getAttribute('aria-disabled')).toBe('true');

    await supervisor.goto(paths.checking(made.handover, client()));
    await group(supervisor, '银行');
    await supervisor.getByRole('row', { name: /^余额 .*差异/ }).click();
    await supervisor.getByRole('button', { name: '复核同意' }).click();
    await said(supervisor, '更正已写入客户资料');

    const { lines } = await made.receiver.api.reconciliation.readSheet({
      handover: made.handover,
      client: client(),
      reveal: true,
    });
    const balance = lines.find(({ record }) => record?.kind === 'balance')!;
    expect(balance.record!.version).toBe(2);
    expect(balance.rows.find(({ field }) => field === 'amount')).toMatchObject({
      handed: '2190160.11',
      verdict: 'same',
    });
    await receiver.getByRole('button', { name: '复核同意' }).waitFor({ state: 'detached' });
  });

  test('a value that changes after its check is seen stale at once, and is checked again', async () => {
    await group(receiver, '客户基本信息');
    const phone = receiver.getByRole('row', { name: /^联系电话/ });
    await phone.getByText('一致').waitFor();
    const { records: kept } = await readClient(made.outgoing.context, { client: client() });
    const { id: record, version } = kept.find(({ kind }) => kind === 'contact')!;
    await changeRecord(made.outgoing.context, {
      record,
      version,
      changes: { phone: '19900005678' },
      reason: '客户换了号码',
    });
    await phone.getByText('已变更,须重核').waitFor();
    await receiver.getByRole('button', { name: '取新版本' }).click();
    await said(receiver, '已取新版本');
    await phone.click();
    await receiver.keyboard.press('a');
    await said(receiver, '联系电话:一致');
  });

  test('each way of handing over has its own proof', async () => {
    const seal = await proof(receiver, '印章', '财务专用章');
    await seal.getByLabel('当面清点数量').fill('1');
    await seal.getByLabel('双方在场,看到的一致').check();
    await received(receiver);

    const binding = await proof(receiver, '税务', '电子税务局');
    await binding.getByLabel('回执编号').fill('HB-2026-0031');
    await binding.getByLabel('我已实际登录').check();
    await binding.getByLabel('客户已确认').check();
    await received(receiver);

    const files = await proof(receiver, '凭证账簿报表', '交易记录');
    await files.getByLabel('我已打开,可读且内容相符').check();
    const content = Buffer.from('日期,摘要,金额\n2026-10-31,手续费,0.30\n');
    await files.getByLabel('文件或照片').setInputFiles({ name: '交易记录.csv', mimeType: 'text/csv', buffer: content });
    await received(receiver);

    await proof(receiver, '未了事项', '进项发票');
    await received(receiver);

    const habit = await proof(receiver, '客户关系与习惯', '取送资料');
    await habit.getByLabel('我复述的要点').fill('每月五号之前快递取发票和回单,运费到付');
    await received(receiver);
  });

  test('a sealed password is opened in the receiver’s browser only, by the vault password', async () => {
    const dialog = await proof(receiver, 'U盾', '电子税务局密码');
    await dialog.getByLabel('我已实际登录').check();
    await dialog.getByRole('button', { name: /点收$/ }).click();
    await dialog.getByRole('alert').waitFor();

    await dialog.getByRole('button', { name: '打开密封的密码' }).click();
    await unlock(receiver, 'not the vault password');
    await receiver.getByRole('alert').getByText('保险箱密码不对').waitFor();
    await unlock(receiver, made.incoming.vaultPassword);
    await dialog.getByText(`pw-${client()}`).waitFor();
    await received(receiver);
  });

  test('keys are prepared by the receiver and tried by the supervisor before anybody signs', async () => {
    await checkBatch(made.receiver, { handover: made.handover, batch: batch(), clients: [client()], planted: [] });
    await inspectBatch({ ...made, incoming: made.receiver }, batch());
    for (const page of [receiver, supervisor]) {
      await page.goto(paths.signing(made.handover, batch()));
      await page.getByRole('heading', { name: '签署条件' }).waitFor();
    }
    await supervisor.getByText(`等 ${made.incoming.name} 备好新密钥`).waitFor();
    await receiver.getByRole('button', { name: '备好新密钥' }).click();
    await unlock(receiver, made.incoming.vaultPassword);
    await said(receiver, '新密钥已备好');

    await supervisor.getByRole('button', { name: '试开并确认新密钥' }).click();
    await unlock(supervisor, made.supervisor.vaultPassword);
    await said(supervisor, '新密钥已确认');
    await receiver.getByText('全部满足').waitFor();
    expect(await barriers(receiver)).toEqual([]);
  });

  test('three sign in order, and with the last signature the seal comes down', async () => {
    await supervisor.getByRole('button', { name: '生成清册', exact: true }).click();
    await receiver.getByText(`等移交人 ${made.outgoing.name} 签署`).waitFor();
    await sign(made.leaver.api.closing, made.leaver.keyring, batch());

    const mine = receiver.getByRole('button', { name: '输入保险箱密码并签署' });
    await receiver.getByText('请签署').waitFor();
    await mine.click();
    await signWith(receiver, 'not the vault password');
    await receiver.getByRole('alert').getByText('保险箱密码不对').waitFor();
    await signWith(receiver, made.incoming.vaultPassword);
    await said(receiver, `已签署,轮到 ${made.supervisor.name}`);

    await supervisor.getByText('请签署').waitFor();
    await supervisor.getByRole('button', { name: '输入保险箱密码并签署' }).click();
    await signWith(supervisor, made.supervisor.vaultPassword);
    for (const page of [supervisor, receiver]) {
      await page.getByRole('img', { name: '印章:交接完毕' }).waitFor();
      await page.getByRole('heading', { name: '交接完毕' }).waitFor();
    }
    await stage.house.drain();
    await receiver.getByRole('link', { name: '查看封存包' }).waitFor();
  });

  test('the leaver, who had the client open, is refused by the page and everywhere else', async () => {
    await refused(leaver);
    expect(await leaver.getByText(clientName).count()).toBe(0);
    for (const path of [paths.client(client(), 'vault'), paths.checking(made.handover, client())]) {
      await leaver.goto(path);
      await refused(leaver);
      expect(await leaver.getByText(clientName).count()).toBe(0);
    }
    await receiver.goto(paths.client(client()));
    await receiver
      .getByRole('heading', { name: new RegExp(`${clientName}.*主办会计 ${made.incoming.name}`) })
      .waitFor();
  });

  test('a colleague who has nothing to do with the client is refused, and does not learn its name', async () => {
    const stranger = await desks.of(await stage.house.hire('赵敏'));
    await stranger.goto(paths.client(client()));
    await refused(stranger);
    expect(await stranger.getByText(clientName).count()).toBe(0);
  });
});

/** Opens the proof of a line by keyboard, on its heading where it is the first that waits. */
async function proof(page: Page, heading: string, title: string) {
  await group(page, heading);
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog', { name: new RegExp(`^点收:.*${title}`) });
  await dialog.waitFor();
  return dialog;
}

async function received(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^点收:/ });
  await dialog.getByRole('button', { name: /点收$/ }).click();
  await dialog.waitFor({ state: 'detached' });
}
