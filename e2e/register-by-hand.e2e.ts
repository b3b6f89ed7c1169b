import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '#kit/paths.ts';
import { numberCell, textCell, workbookOf } from '#platform/tabular/file.factory.ts';
import { desksOn } from './desks.ts';
import { type Stage, openStage } from './stage.ts';

const header = ['客户编号', '企业名称', '统一社会信用代码', '主办会计', '银行账号', '服务费(元/月)'];

/** As an office keeps it: an account that Excel has rounded, a code that fails the check, an owner nobody knows, a row twice. */
const workbook = workbookOf([
  header.map(textCell),
  ['KH00201', '上海云程餐饮管理有限公司', '91350100M000100Y43', '李娜']
    .map(textCell)
    .concat(textCell('9900000000201'), numberCell('600')),
  ['KH00202', '上海听澜文化传播有限公司', '91350100M000100Y4Z', '李娜']
    .map(textCell)
    .concat(textCell('9900000000202'), numberCell('1200')),
  ['KH00203', '上海半山装饰设计有限公司', '', '李 娜']
    .map(textCell)
    .concat(numberCell('6222021001122334000'), numberCell('800')),
  ['KH00204', '上海观海商贸有限公司', '', '刘洋'].map(textCell).concat(textCell('9900000000204'), numberCell('500')),
  ['KH00205', '上海长风机械有限公司', '', '李娜'].map(textCell).concat(textCell('9900000000205'), numberCell('700')),
  ['KH00205', '上海长风机械有限公司', '', '李娜'].map(textCell).concat(textCell('9900000000205'), numberCell('700')),
]);

/** A client register is brought by hand: what was understood, who is who, what is wrong, what it would do; and the way back. */
describe('a register brought by hand', () => {
  let stage: Stage;
  let page: Page;
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    await stage.house.hire('李娜');
    await stage.house.hire('王敏');
    page = await desks.of(stage.house.founder);
  }, 180_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  test('a workbook with faults names each by row and column, and nothing is written before every owner is known', async () => {
    await page.goto(paths.clients());
    await page.goto(paths.clientImport());
    await bring('客户台账.xlsx', workbook);
    await page.getByText('6 行').first().waitFor();
    await next();
    await page.getByText('每一列的用途由您确认').waitFor();
    await next();
    await page.getByText('每个姓名都要对应到一个人').waitFor();
    await row('刘洋').getByText('没有此人').waitFor();
    await next();
    await page.getByText('还有 1 个主办会计(共 1 户)没有对应到人员').waitFor();
    await page.getByRole('combobox', { name: '刘洋 对应的人员' }).click();
    await page.getByTitle('王敏 · 主办会计').click();
    await next();
    await page.getByText('文件中的问题').waitFor();
    const problems = page.getByRole('table', { name: '文件中的问题' });
    await problems.getByRole('row', { name: /^4 银行账号 .*Excel/ }).waitFor();
    await problems.getByRole('row', { name: /^3 统一社会信用代码 91350100M000100Y4Z/ }).waitFor();
    for (const line of ['6', '7'])
      await problems.getByRole('row', { name: new RegExp(`^${line} .*都不导入`) }).waitFor();
    expect(await page.getByRole('button', { name: /^导入:/ }).count()).toBe(0);
  });

  test('rows with faults are left out by will, totals are agreed, and the clients are there', async () => {
    await page.getByRole('checkbox', { name: /^不导入有错误的 3 行/ }).check();
    await page.getByRole('row', { name: /服务费.*4,500\.00.*2,300\.00/ }).waitFor();
    await page.getByRole('button', { name: '导入:新增 3 户,更改 0 户' }).click();
    await stage.house.drain();
    await page.getByText('已导入').first().waitFor();
    await page.getByRole('button', { name: '查看客户' }).click();
    await page.getByRole('row', { name: /KH00204 .*王敏/ }).waitFor();
  });

  test('the register brought again in GB18030 shows what would change, writes that alone, and is taken back', async () => {
    await page.goto(paths.clientImport());
    const again = [
      '客户编号,企业名称,主办会计,服务费(元/月),基本户余额',
      'KH00201,上海云程餐饮管理有限公司,李娜,680,',
      'KH00202,上海听澜文化传播有限公司,李娜,1200.00,',
      'KH00204,上海观海商贸有限公司,王敏,500,',
      'KH00206,上海南屏服饰有限公司,王敏,300,4259324.21',
    ];
    await bring('客户台账.csv', gb18030Of(`${again.join('\r\n')}\r\n`));
    await page.getByText('GB18030').first().waitFor();
    await next();
    await page.getByText('每一列的用途由您确认').waitFor();
    await next();
    await page.getByText('有 1 行余额没有截至日期').waitFor();
    await page.getByLabel('余额截至日期').fill('2026-10-31');
    await next();
    await page.getByText('每个姓名都要对应到一个人').waitFor();
    await next();
    await page
      .getByRole('table', { name: '将更改的客户' })
      .getByRole('row', { name: /KH00201 .*服务费.*680\.00/ })
      .waitFor();
    await page.getByRole('button', { name: '导入:新增 1 户,更改 1 户' }).click();
    await stage.house.drain();
    await page.getByRole('button', { name: '撤回导入' }).click();
    const dialog = page.getByRole('dialog', { name: '撤回导入' });
    await dialog.getByText('删除这次新增的 1 户').waitFor();
    await dialog.getByRole('button', { name: '撤回导入' }).click();
    await page.getByText('已撤回').first().waitFor();
    await page.goto(paths.clients());
    await page.getByRole('row', { name: /KH00201/ }).waitFor();
    expect(await page.getByText('KH00206').count()).toBe(0);
  });

  async function bring(name: string, buffer: Buffer): Promise<void> {
    await page.getByLabel('把台账文件拖到这里').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await page.waitForURL(/\/clients\/import\/./);
  }

  async function next(): Promise<void> {
    await page.getByRole('button', { name: '下一步' }).click();
  }

  function row(name: string): Locator {
    return page.getByRole('row', { name: new RegExp(`^${name} `) });
  }
});

/** A text in the encoding in which Chinese Windows saves a CSV; each character by looking it up among all of two bytes. */
function gb18030Of(text: string): Buffer {
  const pairs = new Map<string, number[]>();
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const sign = new TextDecoder('gb18030').decode(Uint8Array.of(first, second));
      if (sign.length === 1) pairs.set(sign, [first, second]);
    }
  return Buffer.from(
    [...text].flatMap((sign) => (sign.charCodeAt(0) < 0x80 ? [sign.charCodeAt(0)] : pairs.get(sign)!)),
  );
}
