import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { sign } from '#modules/closing/closing.client.ts';
import { makeRecovery } from '#modules/people/people.client.ts';
import { sealSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { paths } from '#kit/paths.ts';
import { type AtWork, type Case, aCase, accept, atWork, check, pledge } from '#testing/at-work.ts';
import type { Someone } from '#testing/house.ts';
import { desksOn, group, said, signWith, unlock } from './desks.ts';
import { type Stage, openStage } from './stage.ts';

const newPassword = '春江水暖鸭先知 2026';

/** The ways beside the ordinary one: a stage for each is set by the API, and what people do is done in the browser. */
describe('the other ways', () => {
  let stage: Stage;
  let head: Someone;
  let manager: Someone;
  let shares: [string, string, string];
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    head = stage.house.founder;
    manager = await stage.house.hire('何静', { title: '经理', roles: ['manager'], positions: [] });
    shares = (await makeRecovery(atWork(stage.house, head).api.people)).shares;
  }, 180_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  test('a proxy whom 单位负责人 approved accepts, pledges and signs in the place of a leaver who is ill', async () => {
    const { house } = stage;
    const made = await aCase(house, 'asked');
    const { leaver, receiver, witness } = made;
    const proxy = await house.hire('吴岚');

    const approving = await desks.of(head);
    await changeManner(approving, made, '改为委托代办', proxy.name, '因病住院,不能亲自移交');
    await approving.getByText(`(受托 ${proxy.name})`).waitFor();

    const desk = await desks.of(proxy);
    await desk.getByRole('link', { name: '答复' }).click();
    await desk.getByText('请您答复').waitFor();
    await desk.getByRole('button', { name: '接受' }).click();
    await accept(house, made, [receiver, witness]);
    await pledge(house, made, [receiver, witness]);

    for (let left = 4; left > 0; left -= 1) {
      await desk.goto(paths.handover(made.handover, 'pledges'));
      await desk.getByRole('link', { name: '阅读并签署' }).first().click();
      await desk.getByRole('button', { name: '输入保险箱密码并签署' }).click();
      await signWith(desk, proxy.vaultPassword);
      await said(desk, '已签署');
    }
    await house.drain();
    await wrapWaitingKeys(leaver.api.vault, leaver.keyring, house.firm);
    await check(made);
    await witness.api.closing.makeInventory({ batch: made.batches[0]! });

    await desk.goto(paths.signing(made.handover, made.batches[0]!));
    await desk.getByRole('button', { name: '输入保险箱密码并签署' }).click();
    await signWith(desk, proxy.vaultPassword);
    await said(desk, `已签署,轮到 ${receiver.name}`);
    for (const { api, keyring } of [receiver, witness]) await sign(api.closing, keyring, made.batches[0]!);
    await house.drain();
    await desk.getByRole('img', { name: '印章:交接完毕' }).waitFor();
  });

  test('where the leaver is gone a witness stands by, and the keys come by two shares of the recovery key under two managers', async () => {
    const { house } = stage;
    const made = await aCase(house, 'asked');
    const { receiver, witness } = made;
    const bystander = atWork(house, await house.hire('钱进'));

    const starting = await desks.of(head);
    await changeManner(starting, made, '改为单方交接', bystander.name, '失联,电话和家访均未找到');
    await accept(house, made, [receiver, witness, bystander]);
    await pledge(house, made, [receiver, witness, bystander]);

    const seconding = await desks.of(manager);
    for (const holder of [receiver, witness]) await recover(starting, seconding, made, holder);
    await check(made);
    await witness.api.closing.makeInventory({ batch: made.batches[0]! });
    const page = await desks.of(made.supervisor);
    await page.goto(paths.signing(made.handover, made.batches[0]!));
    await page.getByText('单方交接:失联,电话和家访均未找到').waitFor();
    const { signatures } = await witness.api.closing.readSignOff({ batch: made.batches[0]! });
    const who = [receiver, witness, bystander];
    for (const { person } of signatures) {
      const one = who.find((some) => some.person === person)!;
      await sign(one.api.closing, one.keyring, made.batches[0]!);
    }
    await house.drain();
    await page.getByRole('link', { name: '查看封存包' }).click();
    await page.getByRole('heading', { name: new RegExp(made.number) }).waitFor();
  });

  test('who has forgotten the vault password makes new keys, and two managers fetch those of the clients with two shares', async () => {
    const { house } = stage;
    const owner = await house.hire('周洁');
    const { id } = await aClient(head.context, { owner: owner.id });
    const { api, keyring } = atWork(house, owner);
    await sealSecret(api.vault, async () => keyring, house.firm, {
      client: id,
      title: '社保网厅密码',
      value: 'Sb-2026-7781',
    });

    const desk = await desks.of(owner);
    await desk.goto(paths.welcome());
    await desk.getByRole('button', { name: '换一副新钥匙' }).click();
    await desk
      .getByRole('dialog')
      .getByRole('button', { name: /继\s?续/ })
      .click();
    await desk.getByLabel('新的保险箱密码').fill(newPassword);
    await desk.getByLabel('再输入一次').fill(newPassword);
    await desk.getByRole('button', { name: '生成我的钥匙' }).click();
    await desk.getByRole('button', { name: '打印纸条' }).waitFor();
    await desk.goto(paths.client(id, 'vault'));
    await desk.getByText('社保网厅密码').waitFor();

    const [asking, seconding] = [await desks.of(head), await desks.of(manager)];
    await asking.goto(paths.settings('recovery'));
    await asking.getByRole('button', { name: '申请取钥匙' }).click();
    const dialog = asking.getByRole('dialog', { name: '申请取钥匙' });
    await choose(asking, dialog.getByRole('combobox').first(), owner.name);
    await dialog.getByLabel('原因').fill('忘记了保险箱密码');
    await dialog.getByRole('button', { name: '提出申请' }).click();
    await said(asking, '已申请,等待另一人批准');
    await approveAndFetch(asking, seconding, owner.name);

    await desk.goto(paths.client(id, 'vault'));
    await desk
      .getByRole('listitem')
      .filter({ hasText: '社保网厅密码' })
      .getByRole('button', { name: /打\s?开/ })
      .click();
    await unlock(desk, newPassword);
    await desk.getByText('Sb-2026-7781').waitFor();
  });

  /** Asked by one manager at the handover, for somebody who has no keys there. */
  async function recover(asking: Page, seconding: Page, made: Case, holder: AtWork): Promise<void> {
    await asking.goto(paths.handover(made.handover, 'pledges'));
    const line = asking.getByRole('listitem').filter({ hasText: holder.name }).filter({ hasText: '申请' });
    await line.getByRole('button', { name: /申\s?请/ }).click();
    const ask = asking.getByRole('dialog', { name: `为 ${holder.name} 取钥匙` });
    await ask.getByRole('button', { name: /申\s?请/ }).click();
    await said(asking, '已申请,等待另一人批准');
    await approveAndFetch(asking, seconding, holder.name);
    await asking.goto(paths.handover(made.handover, 'pledges'));
    await asking.getByRole('listitem').filter({ hasText: holder.name }).getByText('已完成').waitFor();
  }

  /** Another manager approves with a signature, and who asked fetches the keys with two of the three shares. */
  async function approveAndFetch(asking: Page, seconding: Page, holder: string): Promise<void> {
    await seconding.goto(paths.home());
    await seconding.getByRole('link', { name: '审批' }).first().click();
    await seconding.getByRole('button', { name: /批\s?准/ }).click();
    const approve = seconding.getByRole('dialog', { name: '批准' });
    await approve.getByLabel('保险箱密码').fill(manager.vaultPassword);
    await approve.getByRole('button', { name: /批\s?准/ }).click();
    await said(seconding, '已签名批准');

    await asking.goto(paths.settings('recovery'));
    await asking.getByRole('button', { name: '输入两份' }).click();
    const use = asking.getByRole('dialog', { name: '输入两份' });
    await use.getByLabel('其中一份').fill(shares[0]);
    await use.getByLabel('另一份').fill(shares[2]);
    await use.getByRole('button', { name: '取出并配给' }).click();
    await unlock(asking, head.vaultPassword);
    await said(asking, `已为 ${holder} 配好`);
  }

  test('a leaver who signs in ink: the paper is printed, its scan accepted by the supervisor, and the batch is sealed', async () => {
    const { house } = stage;
    const made = await aCase(house, 'checked');
    await made.witness.api.closing.makeInventory({ batch: made.batches[0]! });
    const page = await desks.of(made.supervisor);
    await page.goto(paths.signing(made.handover, made.batches[0]!));
    await page.getByRole('heading', { name: '签署条件' }).waitFor();
    await page.keyboard.press('p');
    const reading = page.getByRole('dialog');
    await reading.getByText('纸质').first().click();
    await page.keyboard.press('Escape');
    await reading.waitFor({ state: 'detached' });
    await page.keyboard.press('i');
    const dialog = page.getByRole('dialog', { name: `认可 ${made.outgoing.name} 的纸质签署` });
    await dialog.waitFor();
    const scan = Buffer.from('%PDF-1.7\n%scan of a signed paper\n');
    await dialog
      .getByLabel(/扫描/)
      .setInputFiles({ name: '移交人签署页.pdf', mimeType: 'application/pdf', buffer: scan });
    await dialog.getByLabel('保险箱密码').fill(made.supervisor.vaultPassword);
    await dialog.getByRole('button', { name: /认\s?可/ }).click();
    await said(page, `已认可 ${made.outgoing.name} 的纸质签署`);
    await sign(made.receiver.api.closing, made.receiver.keyring, made.batches[0]!);
    await page.getByText('请签署').waitFor();
    await page.getByRole('button', { name: '输入保险箱密码并签署' }).click();
    await signWith(page, made.supervisor.vaultPassword);
    await page.getByRole('img', { name: '印章:交接完毕' }).waitFor();
    await house.drain();
    await page.getByRole('link', { name: '查看封存包' }).waitFor();
  });

  test('a receiver who does not sign says why: the batch goes back to checking, and the others find it on their desks', async () => {
    const made = await aCase(stage.house, 'checked');
    await made.witness.api.closing.makeInventory({ batch: made.batches[0]! });
    const [receiver, leaver] = [await desks.of(made.incoming), await desks.of(made.outgoing)];
    await receiver.goto(paths.signing(made.handover, made.batches[0]!));
    await receiver.getByText(`等移交人 ${made.outgoing.name} 签署`).waitFor();
    await sign(made.leaver.api.closing, made.leaver.keyring, made.batches[0]!);
    await receiver.getByText('请签署').waitFor();
    await receiver.keyboard.press('b');
    const dialog = receiver.getByRole('dialog');
    await dialog.getByRole('textbox').fill('印章柜的钥匙还没有交');
    await dialog.getByRole('button', { name: /退回/ }).click();
    await leaver.goto(paths.home());
    await leaver
      .getByRole('listitem')
      .filter({ hasText: '被接收人退回核对:印章柜的钥匙还没有交' })
      .getByRole('link')
      .click();
    await leaver.getByRole('heading', { name: '签署条件' }).waitFor();
  });

  test('the leaver lists what the records did not bring, and the supervisor drops a line with the reason', async () => {
    const made = await aCase(stage.house, 'pledged');
    const client = made.clients[0]![0]!;
    const [leaver, supervisor] = [await desks.of(made.outgoing), await desks.of(made.supervisor)];
    await leaver.goto(paths.checking(made.handover, client));
    await leaver.getByRole('button', { name: '增加条目' }).click();
    const adding = leaver.getByRole('dialog', { name: '增加条目' });
    await choose(leaver, adding.getByRole('combobox', { name: '类别', exact: true }), '印章');
    await choose(leaver, adding.getByRole('combobox', { name: /^法定类别/ }), '印章');
    await choose(leaver, adding.getByRole('combobox', { name: '移交方式' }), '实物');
    await adding.getByLabel('名称').fill('发票专用章');
    await adding.getByLabel(/^存放位置/).fill('印章柜 2 层');
    await adding.getByRole('button', { name: '增加条目' }).click();
    await said(leaver, '条目已增加');

    await supervisor.goto(paths.checking(made.handover, client));
    await group(supervisor, '印章');
    await supervisor.getByRole('button', { name: '去掉条目' }).click();
    const dropping = supervisor.getByRole('dialog', { name: '去掉条目: 发票专用章' });
    await dropping.getByRole('textbox').fill('客户已自行取回,另有收条');
    await dropping.getByRole('button', { name: '去掉条目' }).click();
    await said(supervisor, '条目已去掉');
    const items = await made.witness.api.handover.listItems({ batch: made.batches[0]! });
    expect(items.find(({ title }) => title === '发票专用章')).toMatchObject({
      state: 'dropped',
      droppedFor: '客户已自行取回,另有收条',
    });
    expect(items.filter(({ kind, state }) => kind === 'seals' && state === 'none')).toHaveLength(1);
  });

  async function changeManner(page: Page, made: Case, deed: string, whom: string, reason: string): Promise<void> {
    await page.goto(paths.handover(made.handover));
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: deed }).click();
    const dialog = page.getByRole('dialog', { name: deed });
    await choose(page, dialog.getByRole('combobox'), whom);
    await dialog.getByRole('textbox').fill(reason);
    await dialog.getByRole('button', { name: deed }).click();
    await dialog.waitFor({ state: 'detached' });
  }
});

/** Chooses from a list what has these words in it, by typing where it is long; the list that was used before may still be closing. */
async function choose(page: Page, list: Locator, what: string): Promise<void> {
  await list.click();
  if (await list.isEditable()) await list.fill(what);
  const options = page.locator('.ant-select-dropdown', {
    has: page.locator(`[id="${await list.getAttribute('aria-controls')}"]`),
  });
  await options.locator('.ant-select-item-option').filter({ hasText: what }).last().click();
}
