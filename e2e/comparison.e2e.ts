import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { type MadeHandover, aHandover } from '#modules/handover/handover.factory.ts';
import { paths } from '#kit/paths.ts';
import { barriers, desksOn, said } from './desks.ts';
import { type Stage, openStage } from './stage.ts';

const handedOver = [
  '客户编号,企业名称,基本户余额,余额日期',
  'KH00301,上海杰联建筑工程有限公司,2190160.41,2026-10-31',
  'KH00302,上海冰峪沟物流(有限合伙),68523.07,2026-10-31',
  'KH00303,上海百分爱电子商务有限公司,300.00,2026-10-31',
];
const books = [
  '编号,单位名称,期末余额,日期',
  'KH00303,上海百分爱电子商务有限公司,300.20,2026/10/31',
  'KH00301,上海杰联建筑工程有限公司,"2,190,160.11",2026/10/31',
  'KH00309,上海冰峪沟物流公司,12.00,2026/10/31',
];

/** Two parties compare what was handed over with the books: both agree on the totals, and every difference gets its verdict. */
describe('a comparison by two people', () => {
  let stage: Stage;
  let made: MadeHandover;
  let receiver: Page;
  let leaver: Page;
  const desks = desksOn(() => stage);

  beforeAll(async () => {
    stage = await openStage();
    const { house } = stage;
    const outgoing = await house.hire('李娜');
    const clients = await Promise.all(
      handedOver.slice(1).map(async (line) => {
        const [number, name, amount] = line.split(',') as [string, string, string];
        const balance = {
          subject: '银行存款',
          code: '1002',
          group: 'bank',
          direction: 'debit',
          amount,
          asOf: '2026-10-31',
        };
        const records = [
          { kind: 'basic' as const, fields: { name, number, taxpayerType: 'general' } },
          { kind: 'balance' as const, fields: balance },
        ];
        return (await aClient(house.founder.context, { owner: outgoing.id, records })).id;
      }),
    );
    made = await aHandover(house, { batches: [clients], parties: { outgoing }, until: 'checking' });
    receiver = await desks.of(made.incoming);
    leaver = await desks.of(outgoing);
  }, 180_000);

  afterAll(() => stage?.close(), 60_000);

  afterEach(({ task }) => (task.result?.state === 'fail' ? desks.photograph() : undefined));

  test('two files are brought, read, and both parties agree on rows and totals', async () => {
    await receiver.goto(paths.handover(made.handover));
    await receiver.getByRole('link', { name: '数据比对' }).click();
    await receiver.getByText('这一批还没有数据比对').waitFor();
    await receiver.getByRole('button', { name: '新建比对' }).click();
    await bring('把移交数据拖到这里', '移交余额.csv', handedOver);
    await bring('把账面或来源数据拖到这里', '账套余额.csv', books);
    await stage.house.drain();
    await next();
    for (const total of ['2,258,983.48', '2,190,472.31']) {
      await receiver.getByRole('table', { name: '各列' }).getByText(total).waitFor();
      await receiver.getByRole('button', { name: '确认合计无误' }).click();
      await said(receiver, '已确认合计');
      await next();
    }

    await leaver.goto(paths.handover(made.handover, 'comparisons'));
    for (const name of ['移交余额.csv', '账套余额.csv']) {
      await leaver.getByRole('table', { name: '数据集' }).getByRole('link', { name }).click();
      await leaver.getByRole('button', { name: '确认合计无误' }).click();
      await leaver.getByText('双方已确认').waitFor();
      await leaver.goto(paths.handover(made.handover, 'comparisons'));
    }
    await receiver.getByText('双方已确认').waitFor();
  });

  test('columns are proposed with reasons, and what is compared explains the totals to the fen', async () => {
    const columns = receiver.getByRole('table', { name: '列对应' });
    await columns.getByRole('checkbox', { name: '“客户编号”是主键' }).waitFor();
    expect(await columns.getByRole('checkbox', { name: '“客户编号”是主键' }).isChecked()).toBe(true);
    await columns.getByRole('row', { name: /余额日期 .*列名的后半相同/ }).waitFor();
    await receiver.getByRole('checkbox', { name: /^逐字节比对/ }).check();
    expect(await barriers(receiver)).toEqual([]);
    await receiver.getByRole('button', { name: '开始比对' }).click();
    await receiver.waitForURL(/\/comparisons\/[0-9a-f-]{36}$/);
    await stage.house.drain();
    await receiver.getByText('差额已全部解释').waitFor();
    const statement = receiver.getByRole('table', { name: '调节表' });
    await statement.getByRole('row', { name: /^减:来源没有的行 −1 −68,523\.07/ }).waitFor();
    await statement.getByRole('row', { name: /^值不同 — −0\.10/ }).waitFor();
    await statement.getByRole('row', { name: /^账面\/来源合计 3 2,190,472\.31/ }).waitFor();
    expect(await barriers(receiver)).toEqual([]);
  });

  test('a difference is looked at as a whole row and becomes an issue, another is accepted and taken back, all by keys', async () => {
    await receiver.getByRole('link', { name: '逐条查看' }).first().click();
    const list = receiver.getByRole('table', { name: '差异' });
    await list.getByRole('row', { name: /KH00301 基本户余额 2190160\.41 2,190,160\.11/ }).click();
    await receiver.keyboard.press('e');
    const row = receiver.getByRole('table', { name: '整行' });
    await row.getByRole('row', { name: /基本户余额 期末余额 2190160\.41 2,190,160\.11 .*0\.30 .*差异/ }).waitFor();
    await row.getByRole('row', { name: /余额日期 日期 2026-10-31 2026\/10\/31 .*仅写法不同/ }).waitFor();
    expect(await barriers(receiver)).toEqual([]);
    await receiver.keyboard.press('d');
    const dialog = receiver.getByRole('dialog', { name: /^转为问题/ });
    await dialog.getByLabel('说明').fill('手续费 0.30 元未入账,请补记');
    await dialog.getByRole('button', { name: '转为问题' }).click();
    await said(receiver, '已登记');

    await receiver.keyboard.press('Escape');
    await list.getByRole('row', { name: /KH00303 基本户余额 300\.00 300\.20/ }).click();
    await receiver.keyboard.press('a');
    const accepting = receiver.getByRole('dialog', { name: '按现状接受' });
    await accepting.getByLabel('理由').fill('利息尾差');
    await accepting.getByRole('button', { name: '接受' }).click();
    await said(receiver, '已接受:KH00303');
    await list.getByRole('row', { name: /KH00303 基本户余额 .*已接受/ }).click();
    await receiver.keyboard.press('u');
    await said(receiver, '已撤销');
    await list.getByRole('row', { name: /KH00303 基本户余额 .*未处理/ }).waitFor();
    expect(await barriers(receiver)).toEqual([]);

    await leaver.goto(paths.issues());
    await leaver.getByRole('table').getByText('上海杰联建筑工程有限公司').waitFor();
  });

  test('what is only written differently is accepted together, two rows are said to be one firm, and all is taken into checks and along', async () => {
    const result = receiver.url().replace(/\/differences.*$/, '');
    await receiver.goto(`${result}/differences?kind=equivalent`);
    await receiver.getByRole('button', { name: '批量接受' }).click();
    const accepting = receiver.getByRole('dialog', { name: '批量接受' });
    await accepting.getByLabel('理由').fill('日期写法不同');
    await accepting.getByRole('button', { name: '批量接受' }).click();
    await receiver.getByRole('table', { name: '差异' }).getByText('已接受').first().waitFor();

    await receiver.goto(`${result}/links`);
    await receiver.getByRole('table', { name: '疑似同一户' }).getByText('KH00302').click();
    await receiver.keyboard.press('a');
    await said(receiver, '已判为同一户');

    await receiver.goto(result);
    await receiver.getByText('日期写法不同').waitFor();
    await receiver.getByRole('button', { name: '取入核对' }).click();
    await receiver.getByRole('dialog', { name: '取入核对' }).getByRole('button', { name: '取入核对' }).click();
    await receiver.getByText('来源中没有的客户').waitFor();
    for (const format of ['XLSX', 'CSV', 'JSON 行', 'PDF 报告']) {
      const file = receiver.waitForEvent('download');
      await receiver.getByRole('button', { name: format, exact: true }).click();
      expect((await file).suggestedFilename()).toMatch(/-C1\.(xlsx|csv|jsonl|pdf)$/);
    }
  });

  test('an upload that is stopped leaves nothing, and what was handed over is laid beside our own records', async () => {
    await receiver.goto(paths.handover(made.handover, 'comparisons'));
    await receiver.getByRole('button', { name: '新建比对' }).click();
    await receiver.route('**/datasets?*', () => {});
    const buffer = Buffer.from(handedOver.join('\r\n'));
    const place = receiver.getByLabel('把账面或来源数据拖到这里');
    await place.setInputFiles({ name: '停下.csv', mimeType: 'text/csv', buffer });
    await receiver.getByRole('button', { name: '取消', exact: true }).click();
    await receiver.getByRole('status').getByText('上传已停止,没有留下任何内容。').waitFor();
    await receiver.unroute('**/datasets?*');

    await receiver.getByRole('button', { name: '选用 移交余额.csv' }).first().click();
    await receiver.getByRole('button', { name: '用系统里的客户资料' }).click();
    const ours = receiver.getByRole('table', { name: '已有的账面或来源数据' });
    await ours.getByRole('row', { name: /^H-\d{4}-\d{4}-1 .*已选用$/ }).waitFor();
    await stage.house.drain();
    await next();
    await receiver.getByText('确认合计:移交余额.csv').waitFor();
    await next();
    await receiver.getByText(/^确认合计:H-/).waitFor();
    await receiver.getByRole('table', { name: '各列' }).getByText('2,258,983.48').waitFor();
    expect(await barriers(receiver)).toEqual([]);
  });

  async function bring(place: string, name: string, lines: string[]): Promise<void> {
    const buffer = Buffer.from(`${lines.join('\r\n')}\r\n`);
    await receiver.getByLabel(place).setInputFiles({ name, mimeType: 'text/csv', buffer });
    await receiver.getByRole('row', { name: new RegExp(`${name}.*已选用`) }).waitFor();
  }

  async function next(): Promise<void> {
    await receiver.getByRole('button', { name: '下一步' }).click();
  }
});
