import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import type { RenderedPdf } from '#platform/pdf/typst.ts';
import { aClientInventory, aSummaryInventory, kinds, lines, signedParties, unsignedParties } from './forms.factory.ts';
import { clientInventoryPdf, notesPdf, summaryInventoryPdf } from './inventory-pdf.ts';
import { mostLinesInSummary } from './inventory-sheet.ts';

/** The text of each page without white space. */
async function pagesOf({ pdf }: RenderedPdf): Promise<string[]> {
  const document = await PDF.load(pdf);
  return document.extractText().map(({ text }) => text.replace(/\s+/g, ''));
}

async function textOf(form: RenderedPdf): Promise<string> {
  return (await pagesOf(form)).join('');
}

/** The last sign of 交接完毕, which stands nowhere else on a form. */
const stamp = /毕/;

test('the cover of a 汇总清册 states what Art. 31 asks for', async () => {
  const form = await summaryInventoryPdf(aSummaryInventory({}, 2));
  const [cover, ...rest] = await pagesOf(form);
  expect(cover).toContain(`附说明2项,见第${rest.findIndex((page) => page.includes('三、附说明')) + 2}页`);
  for (const stated of [
    '上海启明财务咨询有限公司',
    'H-2026-0001第2批第7稿',
    '《中华人民共和国会计法》(2024)第三十九条',
    '2026-11-23',
    '2026-10-31',
    '李娜职务主办会计',
    '王敏职务主办会计',
    '张强职务会计主管',
    `本册${form.pages}页`,
    '另附分户清册2份6页',
    '10月银行手续费0.30元已补记。',
    '留痕检查点',
  ]) {
    expect(cover).toContain(stated);
  }
});

test('every page says which of how many it is, and of which inventory', async () => {
  const form = await summaryInventoryPdf(aSummaryInventory({}, 6));
  const pages = await pagesOf(form);
  expect(pages).toHaveLength(form.pages);
  for (const [i, page] of pages.entries()) {
    expect(page).toContain(`第${i + 1}页/共${form.pages}页`);
    expect(page).toContain('9f3c61aa0b7e4d52c8f1a6e9037bd4415ce2887f60a91b3d7740c5ef821604d2');
  }
});

test.each([
  ['outgoing', '1/3', '移交人存'],
  ['incoming', '2/3', '接收人存'],
  ['supervisor', '3/3', '监交人存'],
  ['archive', '存档', '随档案包'],
] as const)('the copy of the %s is marked %s', async (copy, share, holder) => {
  const text = await textOf(await clientInventoryPdf(aClientInventory({ copy })));
  expect(text).toContain(`一式三份${share}`);
  expect(text).toContain(holder);
});

test("a 分户清册 names the client and the agency and no other client's line", async () => {
  const text = await textOf(await clientInventoryPdf(aClientInventory()));
  expect(text).toContain('委托单位上海浦东远帆国际贸易有限公司');
  expect(text).toContain('代理机构上海启明财务咨询有限公司');
  expect(text).toContain('已结账至2026-10');
  expect(text).not.toContain('上海远帆第1国际贸易有限公司');
});

test('a 分户清册 lists the sources of each field that several must agree on, side by side, with the rule and what it came to', async () => {
  const account = {
    field: '账号',
    sources: ['原件·看原件 2026-11-20 一致', '银行·电话 2026-11-21 不一致'],
    rule: '至少 2 个来源、2 种途径',
    verdict: '有来源不一致',
    agreed: false,
  };
  const [first] = lines;
  const pages = await pagesOf(
    await clientInventoryPdf(aClientInventory({ lines: [{ ...first!, crossChecks: [account] }] })),
  );
  const page = pages.find((one) => one.includes('移交资料以外的来源'));
  for (const shown of ['账号原件·看原件2026-11-20一致', '银行·电话2026-11-21不一致', '2种途径有来源不一致'])
    expect(page).toContain(shown);
  expect(await textOf(await clientInventoryPdf(aClientInventory()))).not.toContain('移交资料以外的来源');
});

test('a line shows its nineteen columns, amounts with thousands', async () => {
  const [, page] = await pagesOf(await clientInventoryPdf(aClientInventory({ lines: [lines[10]!, lines[9]!] })));
  for (const shown of [
    '代理记账合同',
    'HT-2024-0178',
    '2024-03-01至',
    '2027-02-28',
    '复印件',
    '30年',
    '附说明',
    '2026-12-15',
  ]) {
    expect(page).toContain(shown);
  }
  expect(page).toContain('1,472,469.81');
  expect(page).toMatch(/序号类别名称编号\/卷号所属期起止数量单位.*密级.*差异说明.*备注/);
});

test('a kind that the rules name and that has no line stands as 无', async () => {
  const [cover] = await pagesOf(await clientInventoryPdf(aClientInventory()));
  expect(cover).toContain('现金、有价证券、支票簿无');
  expect(cover).toMatch(/合计121011/);
});

test('what is not checked is counted by name, not as zero', async () => {
  const [cover] = await pagesOf(
    await clientInventoryPdf(aClientInventory({ lines: [{ ...lines[0]!, result: 'unchecked' }, lines[1]!] })),
  );
  expect(cover).toMatch(/附注有差异未核/);
  expect(cover).toContain('企业证照1————1');
});

test('the stamp 交接完毕 falls only when all three have signed', async () => {
  expect(await textOf(await clientInventoryPdf(aClientInventory()))).toMatch(stamp);
  const { signature: _, ...supervisor } = signedParties.supervisor;
  const parties = { ...signedParties, supervisor } as typeof signedParties;
  const text = await textOf(await clientInventoryPdf(aClientInventory({ parties })));
  expect(text).not.toMatch(stamp);
  expect(text).toContain('待签署');
  expect(text).toContain('草稿·未签署');
});

test('a form to be signed by hand leaves places for signature and date, and is no draft', async () => {
  const text = await textOf(
    await summaryInventoryPdf(aSummaryInventory({ parties: unsignedParties, signing: 'wet-ink' })),
  );
  expect(text.match(/签名或盖章/g)).toHaveLength(3);
  expect(text).not.toContain('草稿');
  expect(text).not.toMatch(stamp);
});

test('each electronic signature stands with its time in China and the fingerprint of its key', async () => {
  const text = await textOf(await clientInventoryPdf(aClientInventory()));
  expect(text).toContain('已电子签署2026-11-2315:02:11北京时间');
  expect(text).toContain('02fe8a77b31066c95d4e1188');
});

test('a proxy signs for the principal, who stays liable, with the approval in the remarks', async () => {
  const { outgoing, incoming, supervisor } = signedParties;
  const parties = {
    manner: 'proxy' as const,
    outgoing: { name: outgoing.name, title: outgoing.title },
    proxy: { ...outgoing, name: '赵琳', title: '会计' },
    incoming,
    supervisor,
    reason: '移交人住院',
    approvedBy: '陈启明',
  };
  const text = await textOf(await clientInventoryPdf(aClientInventory({ parties })));
  expect(text).toContain('受托代办人');
  expect(text).toContain('受移交人李娜委托');
  expect(text).toContain('经单位负责人陈启明批准');
  expect(text).toMatch(stamp);
});

test('a leaver who is gone does not sign: a witness does, and the reason stands on the form', async () => {
  const { outgoing, incoming, supervisor } = signedParties;
  const parties = {
    manner: 'one-sided' as const,
    outgoing: { name: outgoing.name, title: outgoing.title },
    incoming,
    supervisor,
    witness: { ...outgoing, name: '周宁', title: '质检' },
    reason: '移交人失联,自 2026-11-16 起无法联系',
  };
  const text = await textOf(await summaryInventoryPdf(aSummaryInventory({ parties }, 1)));
  expect(text).toContain('见证人');
  expect(text).toContain('移交人失联,自2026-11-16起无法联系');
  expect(text.match(/已电子签署/g)).toHaveLength(3);
});

test('every noted line stands in 附说明 with cause, person, deadline and approval', async () => {
  const pages = await pagesOf(await summaryInventoryPdf(aSummaryInventory({}, 1)));
  for (const shown of ['原件不在本所', '客户2026-11-12来函确认', '李娜', '2026-12-15', '张强']) {
    expect(pages.at(-1)).toContain(shown);
  }
  const alone = await notesPdf(aSummaryInventory({}, 1));
  expect(alone.pages).toBe(1);
  expect(await textOf(alone)).toContain('客户2026-11-12来函确认');
});

test('a note that the supervisor has not approved says so', async () => {
  const { approvedBy: _, ...noted } = lines[10]!;
  expect(await textOf(await clientInventoryPdf(aClientInventory({ lines: [noted] })))).toContain('待批准');
});

test('a code without a place to break stays in its column and is not changed', async () => {
  const number = 'ABCDEFGHIJ0123456789'.repeat(3);
  const text = await textOf(
    await clientInventoryPdf(aClientInventory({ lines: [{ ...lines[0]!, number, name: 'Zz_'.repeat(20) }] })),
  );
  expect(text).toContain('ABCDEFGHIJ0123');
});

test('a very long summary leaves its lines to the annexed 分户清册 and gives their hashes', async () => {
  const many = Array.from({ length: mostLinesInSummary }, () => lines[0]!);
  const form = aSummaryInventory({}, 2);
  form.clients[0]!.lines = many;
  const pdf = await summaryInventoryPdf(form);
  const text = await textOf(pdf);
  expect(pdf.pages).toBeLessThan(5);
  expect(text).toContain('逐项明细载于所附分户清册');
  expect(text).toContain(form.clients[1]!.pdfHash!.slice(0, 32));
  expect(text).toContain('2,512项');
});

test('a form has no field for a sealed value: data with one is refused', async () => {
  const line = { ...lines[4]!, secret: 'canary-4471' };
  const refused = clientInventoryPdf(aClientInventory({ lines: [line] }));
  await expect(refused).rejects.toThrow(/secret/);
  await expect(refused).rejects.not.toThrow(/canary-4471/);
});

test('a line of a kind that the form does not list is refused, so that no line is left out of the totals', async () => {
  await expect(clientInventoryPdf(aClientInventory({ kinds: kinds.slice(1) }))).rejects.toThrow(/kind/);
});

test('an amount that is no decimal is refused', async () => {
  await expect(
    clientInventoryPdf(aClientInventory({ lines: [{ ...lines[0]!, quantity: '1,000' }] })),
  ).rejects.toThrow();
});
