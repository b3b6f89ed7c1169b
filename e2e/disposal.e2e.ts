import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as document from '#modules/document/document.ts';
import { aVoucher, allSign, type Officers, signs, theOfficers } from '#modules/disposal/disposal.factory.ts';
import { paths } from '#kit/paths.ts';
import type { Id } from '#platform/kernel/id.ts';
import { barriers, desksOn } from './desks.ts';
import { settled } from './person.ts';
import { type Stage, openStage } from './stage.ts';

/** What is due is appraised, listed, agreed to by five, destroyed in front of three and certified; what is held stays. */
describe('archives that are due', () => {
  let stage: Stage;
  let of: Officers;
  let page: Page;
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    of = await theOfficers(stage.house);
    await aVoucher(stage.house, { year: 1990 });
    const held = await aVoucher(stage.house, { year: 1991 });
    await document.placeSafeguard(of.headOfArchives.context, { kind: 'hold', client: held.client, reason: '诉讼期间' });
    page = await desks.of(of.archivist);
  }, 240_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  test('the archivist finds what is due in the directory, draws up the list, and signs the appraisal', async () => {
    await page.goto(paths.directory('due'));
    await page.getByRole('cell', { name: '2021-01-01' }).waitFor();
    await settled(page);
    expect(await barriers(page)).toEqual([]);
    await page.goto(paths.classes());
    await page.getByRole('table', { name: '类目树' }).getByRole('link').first().click();
    await page
      .getByRole('navigation', { name: '类目树' })
      .getByRole('link', { name: /^1990 年度/ })
      .click();
    await page.getByRole('checkbox', { name: '选择' }).nth(1).check();
    await page.getByRole('button', { name: '填写存放位置' }).click();
    await page.getByRole('dialog').getByLabel('柜').fill('3');
    await page.getByRole('dialog').getByRole('button', { name: '填写存放位置' }).click();
    await page.getByRole('cell', { name: '3', exact: true }).waitFor();
    await settled(page);
    expect(await barriers(page)).toEqual([]);
    await page.goto(paths.newDisposal());
    await page.getByLabel('鉴定意见书正文').fill('经鉴定,保管期满,无继续保存价值,拟予销毁。');
    expect(await barriers(page)).toEqual([]);
    for (const seat of ['鉴定 · 档案管理机构', '销毁前核对 · 档案管理机构']) await choose(seat, '档案员');
    await choose('销毁前核对 · 会计管理机构', '会计经办');
    await page.getByRole('button', { name: '编制鉴定意见书和销毁清册' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 件列入销毁清册').waitFor();
    await dialog.getByRole('button', { name: '编制鉴定意见书和销毁清册' }).click();
    await page.getByRole('heading', { name: /^销毁清册 XH-/ }).waitFor();
    await page.getByRole('table', { name: '销毁清册' }).getByText('保全').waitFor();
    await sign('签署鉴定意见');
    await page.getByText('1/2').waitFor();
  });

  test('once five agreed and three checked it is destroyed, and after they signed the certificate stands', async () => {
    const id = page.url().split('/').at(-1) as Id<'disposal'>;
    await signs(of.headOfAccounting, id);
    await allSign(of, id, 'opinion', 'check');
    await page.reload();
    await page.getByRole('button', { name: '销毁', exact: true }).click();
    await page.getByRole('dialog').getByText('不能恢复').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '销毁 1 件' }).click();
    await stage.house.drain();
    await sign('已监销,签署');
    for (const who of [of.accountant, of.informationSystems]) await signs(who, id);
    await stage.house.drain();
    await page.reload();
    await page.getByText('永久保存').waitFor();
    await settled(page);
    expect(await barriers(page)).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '销毁证明', exact: true }).click();
    expect((await coming).suggestedFilename()).toMatch(/^XH-\d{4}-0001-certificate\.pdf$/);
  });

  async function choose(label: string, name: string) {
    await page.getByLabel(label).click();
    await page
      .locator('.ant-select-dropdown')
      .filter({ visible: true })
      .last()
      .getByTitle(name, { exact: true })
      .click();
    await page.locator('.ant-select-dropdown').filter({ visible: true }).first().waitFor({ state: 'hidden' });
  }

  async function sign(deed: string) {
    await page.getByRole('button', { name: deed, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('保险箱密码').fill(of.archivist.vaultPassword);
    await dialog.getByRole('button', { name: deed }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
});
