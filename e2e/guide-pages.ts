import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Api, connect } from '#cli/connect.ts';
import { paths } from '#kit/paths.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { tokenOf } from '#testing/trial/person-at-work.ts';
import type { SignIn } from './person.ts';

/** A picture of the guide: whose screen it is, where it is, and what it shows. */
export interface GuidePage {
  /** The file's name, without look and ending. */
  name: string;
  /** By name; null: nobody is signed in. */
  who: string | null;
  path: string;
  /** What a reader sees on it. */
  caption: string;
  /** Also at the width of a phone. */
  phone?: boolean;
  /** What is done before the picture is taken. */
  first?(page: Page): Promise<void>;
}

/** Somebody of the demo firm. */
export interface DemoSignIn extends SignIn {
  name: string;
  vaultPassword: string;
}

/** Every screen of the product, with the ids of the demo firm that runs there. */
export async function guidePages(url: string, signedIn: (who: string) => Promise<Page>): Promise<GuidePage[]> {
  const receiver = await apiOf(url, await signedIn('王敏'));
  const [handover] = await receiver.handover.list({ state: 'running' });
  const found = await receiver.handover.read({ handover: handover!.id });
  const [signed, checking] = found.batches;
  const { rows } = await receiver.client.listClients({ search: '杰联' });
  const client = rows[0]!.id;
  const issues = await receiver.issue.list({ handover: found.id });
  const noted = issues.rows.find(({ state }) => state === 'note-proposed')!;
  const [sealed] = await receiver.archive.listPackages();
  const letters = await receiver.signing.openLetters({ handover: found.id });
  const letter = letters.find(({ kind, person }) => kind === 'responsibility' && person.name === '王敏')!;
  const { left, right, comparison } = await aComparison(await signedIn('王敏'), receiver, found.id, checking!.id);
  const statement = await someFiles(await signedIn('王敏'), receiver, client);
  const of = (tab?: string) => paths.handover(found.id, tab);
  return [
    { name: '01-sign-in', who: null, path: paths.signIn(), caption: '登录。演示公司的人员点一下即可登录。' },
    {
      name: '02-home',
      who: '王敏',
      path: paths.home(),
      caption: '工作台:等我处理的一切在一张待办上,旁边是我的交接和预警。',
      phone: true,
    },
    {
      name: '03-cockpit',
      who: '张强',
      path: paths.home('cockpit'),
      caption: '主管的驾驶舱:在途交接、差异、各截止日由谁负责。',
    },
    { name: '04-handovers', who: '张强', path: paths.handovers(), caption: '交接单一览。' },
    {
      name: '05-new-handover',
      who: '张强',
      path: paths.newHandover(),
      caption: '新建交接:监交人按会计法第三十九条,客户分批。',
    },
    { name: '06-handover', who: '王敏', path: of(), caption: '一份交接:阶段、各方、批次、还差什么。' },
    {
      name: '07-plan',
      who: '张强',
      path: of('plan'),
      caption: '各阶段的日期按工作日排定,改期留下前一版、原因和批准人。',
    },
    {
      name: '08-inventory',
      who: '王敏',
      path: of('inventory'),
      caption: '移交清册:由客户台账和模板生成,空缺的法定类别写作“无”。',
    },
    { name: '09-pledges', who: '王敏', path: of('pledges'), caption: '承诺书:双方都签了,接收人的权限才开始。' },
    {
      name: '10-letter',
      who: '王敏',
      path: paths.pledge(found.id, letter.id),
      caption: '读一份责任书,用自己的密钥签署。',
      phone: true,
    },
    {
      name: '11-checking',
      who: '王敏',
      path: paths.checking(found.id, client),
      caption: '逐项核对:移交数、核对数、证据、结论;全部可用键盘。',
      first: showDifference,
    },
    { name: '12-signing-batches', who: '王敏', path: of('signing'), caption: '按批签署。' },
    {
      name: '13-sign-off',
      who: '张强',
      path: paths.signing(found.id, checking!.id),
      caption: '签署前的条件:还差什么,从哪里补上。',
      phone: true,
    },
    {
      name: '14-signed',
      who: '王敏',
      path: paths.signing(found.id, signed!.id),
      caption: '三方签署之后:交接完毕。',
      phone: true,
      first: (page) => page.getByRole('img', { name: '印章:交接完毕' }).scrollIntoViewIfNeeded(),
    },
    { name: '15-handover-documents', who: '王敏', path: of('documents'), caption: '交接的文件与证据。' },
    { name: '16-handover-journal', who: '王敏', path: of('journal'), caption: '这份交接的留痕。' },
    {
      name: '17-clients',
      who: '王敏',
      path: paths.clients(),
      caption: '客户台账:按名称、拼音、首字母、信用代码查找。',
    },
    {
      name: '18-client',
      who: '王敏',
      path: paths.client(client),
      caption: '一位客户的全部资料;敏感数据遮住,查看要留痕。',
    },
    {
      name: '19-client-vault',
      who: '王敏',
      path: paths.client(client, 'vault'),
      caption: '密码保险箱:服务器只有密文。',
    },
    {
      name: '20-import',
      who: '张强',
      path: paths.clientImport(),
      caption: '导入客户台账:按名称对列,先看问题和合计再写入,每一次导入都可以撤回。',
      first: bringRegister,
    },
    { name: '21-issues', who: '王敏', path: paths.issues(), caption: '问题与差异:负责人、答复期限。' },
    {
      name: '22-issue',
      who: '张强',
      path: paths.issue(noted.id),
      caption: '一项差异:更正要第二人复核,附说明要监交人同意。',
    },
    { name: '23-archives', who: '王敏', path: paths.archives(), caption: '封存的交接档案。' },
    { name: '24-package', who: '王敏', path: paths.archive(sealed!.id), caption: '一个封存包:任何人都可以离线核验。' },
    { name: '25-journal', who: '沈静', path: paths.journal(), caption: '留痕:只增不改,可以独立核验。' },
    { name: '26-people', who: '周正', path: paths.settings('people'), caption: '人员、角色与岗位。' },
    { name: '27-teams', who: '周正', path: paths.settings('teams'), caption: '小组。' },
    { name: '28-me', who: '王敏', path: paths.settings('me'), caption: '我的登录:密码、验证码、API 密钥。' },
    { name: '29-access', who: '张强', path: paths.settings('access'), caption: '谁能看哪位客户,到什么时候。' },
    { name: '30-keys', who: '李娜', path: paths.settings('keys'), caption: '我的密钥与待交的钥匙。' },
    {
      name: '31-recovery',
      who: '周正',
      path: paths.settings('recovery'),
      caption: '单位的恢复密钥:三份打印,任意两份可以恢复。',
    },
    { name: '32-comparisons', who: '王敏', path: of('comparisons'), caption: '数据比对:这一批的数据集与比对。' },
    {
      name: '33-dataset',
      who: '李娜',
      path: paths.dataset(found.id, left),
      caption: '一份数据读成了什么:编码、各列、合计、存疑之处;双方确认合计。',
    },
    {
      name: '34-mapping',
      who: '王敏',
      path: `${paths.newComparison(found.id, checking!.id, { left, right })}&step=mapping`,
      caption: '列对应:逐列说明依据和比对方式,由您确认。',
      first: (page) => page.getByRole('table', { name: '列对应' }).waitFor(),
    },
    {
      name: '35-comparison',
      who: '王敏',
      path: paths.comparison(found.id, comparison),
      caption: '比对结果:差额逐项解释到分,结果与两份数据各有指纹。',
      phone: true,
    },
    {
      name: '36-differences',
      who: '王敏',
      path: paths.comparison(found.id, comparison, 'differences'),
      caption: '逐条差异,百万条也一样快;全部可用键盘。',
      phone: true,
    },
    {
      name: '37-whole-row',
      who: '王敏',
      path: paths.comparison(found.id, comparison, 'differences'),
      caption: '一条差异所在的整行:移交值、账面值、比对方式、结论。',
      first: async (page) => {
        await page.keyboard.press('e');
        await page.getByRole('table', { name: '整行' }).waitFor();
      },
    },
    { name: '38-about', who: '王敏', path: paths.settings('about'), caption: '什么由什么加密。' },
    {
      name: '39-sampling',
      who: '王敏',
      path: of('sampling'),
      caption: '抽样检查:第三人按 GB/T 2828.1 抽取,种子来自下一个检查点。',
    },
    {
      name: '40-client-files',
      who: '王敏',
      path: paths.client(client, 'documents'),
      caption: '客户文件:断点续传,按名称和内容建议归类。',
    },
    {
      name: '41-file',
      who: '王敏',
      path: paths.file(statement),
      caption: '在页面内看一个文件:档案编号、保管期限、存放位置;下载是另一项权限。',
      phone: true,
    },
    {
      name: '42-found-words',
      who: '王敏',
      path: paths.files('对账单'),
      caption: '任意两个字以上检索文件内容,命中处标出。',
      first: (page) => page.locator('mark').first().waitFor(),
    },
    { name: '43-classes', who: '陈洁', path: paths.classes(), caption: '类目树:每个客户有多少文件,各是什么状态。' },
    {
      name: '44-class',
      who: '王敏',
      path: paths.classes(client),
      caption: '一个客户的类目树:年度、种类;选中几件一起归类、填写存放位置、打印标签。',
      phone: true,
      first: chooseTwo,
    },
    {
      name: '45-suggested',
      who: '王敏',
      path: `${paths.classes(client)}?unfiled=`,
      caption: '归类的建议写明依据,由人确认。',
      first: fileTheFirst,
    },
    {
      name: '46-directory',
      who: '陈洁',
      path: paths.directory(),
      caption: '档案目录:先到期的在最前,不显示文件名和内容。',
    },
    { name: '47-kinds', who: '陈洁', path: paths.retentionKinds(), caption: '档案种类与保管期限,各有依据。' },
    {
      name: '48-appraisal',
      who: '陈洁',
      path: paths.newDisposal(),
      caption: '鉴定到期档案:哪些须留存,由谁签署。',
    },
  ];
}

/** The heading with the difference, its values shown. */
async function showDifference(page: Page): Promise<void> {
  const headings = page.getByRole('navigation', { name: '类别' });
  await headings.getByRole('button', { name: /^银行/ }).click();
  await page.getByRole('button', { name: '显示敏感值' }).click();
  await page.getByRole('row', { name: /^余额 .*0\.30/ }).click();
}

/** The first two files of the branch are chosen. */
async function chooseTwo(page: Page): Promise<void> {
  const boxes = page.getByRole('checkbox', { name: '选择' });
  await boxes.nth(1).check();
  await boxes.nth(2).check();
}

/** The form of filing is open for the first file of the branch. */
async function fileTheFirst(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: '选择' }).nth(1).check();
  await page.getByRole('button', { name: '归类', exact: true }).click();
  await page.getByRole('dialog').getByText('请核对').first().waitFor();
}

/** Files of a client, filed, placed and due, once for all looks; answers the one to look at. */
async function someFiles(page: Page, { document }: Api, client: ClientId): Promise<Id<'document'>> {
  const { rows: known } = await document.listDirectory({ client });
  const statement = known.find(({ name }) => name === '2025年10月银行对账单.txt');
  if (statement) return statement.document;
  const text =
    '中国某某银行\n账户对账单\n2025年10月1日至2025年10月31日\n\n摘要\t借方\t贷方\t余额\n服务费\t1,200.00\t\t58,310.42\n';
  const ids: Id<'document'>[] = [];
  for (const name of ['2025年10月银行对账单.txt', '2025年11月银行对账单.txt', '1994年记账凭证.txt', '扫描0012.txt'])
    ids.push(await filed(page, client, name, `${text}${name}\n`));
  const [october, november, old, scan] = ids as [Id<'document'>, Id<'document'>, Id<'document'>, Id<'document'>];
  await document.fileDocuments({ documents: [october, november], kind: 'bank-statement', year: 2025 });
  await document.fileDocuments({ documents: [old], kind: 'accounting-voucher', year: 1994 });
  await document.placePaper({ documents: [october, november], place: { cabinet: '3', shelf: '2', box: 'B11' } });
  await until(async () => (await document.suggestFilings({ documents: [scan] }))[0]!.kind !== null);
  return october;
}

function filed(page: Page, client: ClientId, name: string, text: string): Promise<Id<'document'>> {
  return page.evaluate(
    async ({ address, header, body }) => {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'x-document-name': header },
        body: new Blob([body]),
      });
      return ((await answer.json()) as { id: Id<'document'> }).id;
    },
    { address: `/documents?client=${client}`, header: encodeURIComponent(name), body: text },
  );
}

/** A register as an office keeps it, with a code that is wrong and a number that Excel has rounded. */
async function bringRegister(page: Page): Promise<void> {
  const register = [
    '客户编号,企业名称,统一社会信用代码,主办会计,联系人,联系电话,服务费(元/月),合同到期日,备注',
    'KH00201,上海云程餐饮管理有限公司,,赵敏,何婷,19900004101,600,2027-06-30,季报',
    'KH00202,上海听澜文化传播有限公司,91319999TEXT0202X0,周洁,罗晨,19900004102,"1,200",2027/3/31,',
    'KH00203,上海半山装饰设计合伙企业(有限合伙),,赵敏,郭思远,1.99E+10,800,2027-12-31,开票前先确认金额',
  ];
  const buffer = Buffer.from(`${register.join('\r\n')}\r\n`);
  await page.getByLabel('把台账文件拖到这里').setInputFiles({ name: '客户台账.csv', mimeType: 'text/csv', buffer });
  await page.waitForURL(/\/clients\/import\/./);
  for (const step of ['每一列的用途由您确认', '每个姓名都要对应到一个人', '文件中的问题']) {
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText(step).waitFor();
  }
  await page.getByRole('checkbox', { name: /^不导入有错误的/ }).check();
  await page.getByText('请双方核对户数与合计').waitFor();
}

/** What was handed over of a batch against an export of the books: brought and compared, once for all looks. */
async function aComparison(page: Page, { comparison, handover }: Api, of: Id<'handover'>, batch: Id<'batch'>) {
  const [done] = await comparison.list({ batch });
  if (done) return { left: done.left.id, right: done.right.id, comparison: done.id };
  const clients = (await handover.listBatchClients({ handover: of })).filter((client) => client.batch === batch);
  const handedOver = clients.map(({ number, name }, at) => `${number},${name},${1200 + at * 37}.50,2026-10-31`);
  const books = clients.slice(1).map(({ number, name }, at) => {
    const amount = `${1200 + (at + 1) * 37}.${at % 7 === 0 ? '20' : '50'}`;
    return `${number},${at % 5 === 0 ? name.replace('有限公司', '有限责任公司') : name},${amount},2026/10/31`;
  });
  const left = await brought(page, batch, '移交余额.csv', ['客户编号,企业名称,基本户余额,余额日期', ...handedOver]);
  const right = await brought(page, batch, '账套余额.csv', ['编号,单位名称,期末余额,余额截至日期', ...books]);
  for (const dataset of [left, right])
    await until(async () => (await comparison.readDataset({ dataset })).state === 'read');
  const { pairs, key } = await comparison.proposeMapping({ left, right });
  const told = pairs.map(({ left: one, right: other, normaliser }) => ({ left: one, right: other, normaliser }));
  const { id } = await comparison.start({ left, right, pairs: told, key });
  await until(async () => (await comparison.read({ comparison: id })).state === 'done');
  return { left, right, comparison: id };
}

function brought(page: Page, batch: Id<'batch'>, name: string, lines: string[]): Promise<Id<'dataset'>> {
  return page.evaluate(
    async ({ address, header, text }) => {
      const answer = await fetch(address, { method: 'POST', headers: { 'x-dataset-name': header }, body: text });
      return ((await answer.json()) as { dataset: Id<'dataset'> }).dataset;
    },
    { address: `/datasets?batch=${batch}`, header: encodeURIComponent(name), text: `${lines.join('\r\n')}\r\n` },
  );
}

/** Asks every half second, for a minute at most. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let asked = 0; asked < 120; asked += 1) {
    if (await isSo()) return;
    await setTimeout(500);
  }
  throw new Error('what the guide shows was not done within a minute');
}

async function apiOf(url: string, page: Page): Promise<Api> {
  const cookies = await page.context().cookies();
  const { name, value } = cookies.find((cookie) => cookie.name.endsWith('session_token'))!;
  return connect({ url, key: tokenOf(`${name}=${value}`) });
}
