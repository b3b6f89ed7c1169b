import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { read, transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { numberCell, textCell, workbookOf, workbookParts, zipOf } from '#platform/tabular/file.factory.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { ImportEffects, ImportReading } from '../client.contract.ts';
import { aClient } from '../client.factory.ts';
import * as client from '../client.ts';
import { importOf, register, upload } from './import.factory.ts';

const house = useHouse();

test('a register in GB18030 is read with what was understood of it, imported whole, and its totals stand', async () => {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const shown = await upload(founder, gb18030, '台账.csv');
  expect(shown.found).toMatchObject({
    encoding: 'gb18030',
    encodingBy: 'content',
    separator: ',',
    headerLine: 1,
    rows: 3,
  });
  expect(shown.columns.map(({ use, certainty }) => [use, certainty])).toContainEqual(['balance', 'certain']);
  expect(shown.preview[1]!.cells[1]).toBe('上海百年信息科技工作室');
  expect(shown.owners).toMatchObject([{ written: '李娜', rows: 3, outcome: 'exact', people: [owner.id] }]);
  expect(shown.totals[0]).toMatchObject({ column: '基本户余额', sum: '6000000.03', imported: '6000000.03', blank: 0 });
  expect(shown.gaps).toEqual(['no-balance-date']);
  const { effects, done } = await importOf(house(), founder, gb18030, { mapping: { balanceAsOf: '2026-10-31' } });
  expect(effects).toMatchObject({ added: 3, changed: 0, unchanged: 0, missing: 0 });
  expect(done).toMatchObject({ state: 'done', failure: null, counts: { added: 3, done: 3, total: 3 } });
  const { rows } = await client.listClients(owner.context, { ...list, search: '百年' });
  const whole = await client.readClient(owner.context, { client: rows[0]!.id });
  expect(whole.records.map(({ kind, fields }) => [kind, fields])).toContainEqual([
    'basic',
    { number: 'KH00102', name: '上海百年信息科技工作室', uscc: '91310115M53JJL6B0U', note: '老客户,优先' },
  ]);
  const { entries } = await journal.listEntries(founder.context, { verb: 'client.imported', limit: 100 });
  expect(entries.filter(({ facts }) => facts?.import === done.id)).toHaveLength(3);
});

test('UTF-8 with a mark, plain UTF-8 and a workbook give the same clients', async () => {
  const { founder, hire } = house();
  await hire('王敏');
  const rows = [['KH00201', '上海甲乙商贸有限公司', '1234.50', '王敏']];
  const header = ['客户编号', '企业名称', '服务费(元/月)', '主办会计'];
  const text = [header, ...rows].map((cells) => cells.join(',')).join('\n');
  const files = [
    Buffer.from(`${text}\n`),
    Buffer.from(`\uFEFF${text}\n`),
    workbookOf([
      header.map(textCell),
      [textCell('KH00201'), textCell(rows[0]![1]!), numberCell('1234.5'), textCell('王敏')],
    ]),
  ];
  for (const [at, file] of files.entries()) {
    const shown = await upload(founder, file, `台账 ${at}`);
    const effects = await client.previewImport(founder.context, { import: shown.import.id });
    expect(effects).toMatchObject({ added: 1, faultyRows: 0 });
    expect(effects.totals).toMatchObject([{ field: 'monthlyFee', imported: '1234.50' }]);
  }
});

test('nothing is imported while one row is faulty; without the faulty rows the others are, and the fault is named', async () => {
  const { founder, hire } = house();
  await hire('周洁');
  const file = register('周洁', [
    { 客户编号: 'KH00301', 企业名称: '甲公司', '服务费(元/月)': '100.00' },
    { 客户编号: 'KH00302', 企业名称: '乙公司', '服务费(元/月)': '一百' },
  ]);
  const shown = await upload(founder, file, '台账.csv');
  expect(shown.faultyRows).toBe(1);
  expect(shown.problems).toMatchObject([{ severity: 'fault', line: 3, column: '服务费(元/月)', written: '一百' }]);
  await expect(client.previewImport(founder.context, { import: shown.import.id })).rejects.toMatchObject({
    code: 'client.import-faults',
    facts: { rows: 1 },
  });
  const { done } = await importOf(house(), founder, file, { withoutFaulty: true });
  expect(done.counts).toMatchObject({ added: 1, faulty: 1 });
  expect(await numbersOf(founder, 'KH0030')).toEqual(['KH00301']);
});

test('an import that meets a change made since its preview does nothing at all and says so', async () => {
  const { founder, hire, drain } = house();
  const owner = await hire('钱进');
  const shown = await upload(founder, register('钱进', [{ 客户编号: 'KH00401', 企业名称: '丙公司' }]), '台账.csv');
  const effects = await client.previewImport(founder.context, { import: shown.import.id });
  await aClient(founder.context, { owner: owner.id, number: 'KH00401', name: '丁公司' });
  await client.confirmImport(founder.context, { import: shown.import.id, digest: effects.digest });
  await drain();
  expect(await client.importProgress(founder.context, { import: shown.import.id })).toMatchObject({
    state: 'failed',
    failure: { code: 'client.import-moved-on' },
  });
  expect((await client.listClients(owner.context, list)).rows.map(({ name }) => name)).toEqual(['丁公司']);
});

test('the same register again changes nothing, and a changed one shows what it would change before it does', async () => {
  const { founder, hire } = house();
  const owner = await hire('孙丽');
  const line = {
    客户编号: 'KH00501',
    企业名称: '上海戊己有限公司',
    联系电话: '18616617417',
    '服务费(元/月)': '200.00',
    合同到期日: '2027-06-19',
  };
  const other = { ...line, 客户编号: 'KH00502', 企业名称: '上海庚辛有限公司' };
  await importOf(house(), founder, register('孙丽', [line, other]));
  const again = await preview(founder, register('孙丽', [other, line]));
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  const file = register('孙丽', [
    { ...line, 联系电话: '186 1661 7418', '服务费(元/月)': '300.00', 合同到期日: '2028-06-19' },
    { ...line, 客户编号: 'KH00503', 企业名称: '上海壬癸有限公司' },
  ]);
  const { effects, done } = await importOf(house(), founder, file);
  expect(effects).toMatchObject({ added: 1, changed: 1, unchanged: 0 });
  expect(effects.missingNumbers).toContain('KH00502');
  expect(effects.changes[0]!.fields).toEqual([
    { field: 'contactPhone', column: null, old: '186****7417', new: '186 1661 7418', writtenDifferently: false },
    { field: 'monthlyFee', column: null, old: '****', new: '300.00', writtenDifferently: false },
    { field: 'contractEnd', column: null, old: '2027-06-19', new: '2028-06-19', writtenDifferently: false },
  ]);
  expect(done).toMatchObject({ state: 'done', counts: { added: 1, changed: 1 } });
  const [changed] = (await client.listClients(owner.context, { ...list, search: 'KH00501' })).rows;
  expect(changed!.contractEnd).toBe('2028-06-19');
  const contract = await recordOf(owner, changed!.id, 'contract');
  expect(contract).toMatchObject({ version: 2, fields: { fee: '300.00', endsOn: '2028-06-19' } });
  expect(await read(owner.context, (inside) => client.recordVersion(inside, contract.id, 1))).toMatchObject({
    fields: { fee: '200.00' },
  });
});

test('another way of writing the same is shown and left as it was', async () => {
  const { founder, hire } = house();
  const owner = await hire('冯宝');
  const line = { 客户编号: 'KH00551', 企业名称: '上海(浦东)有限公司', 联系电话: '18616617417' };
  await importOf(house(), founder, register('冯宝', [line]));
  const { effects } = await importOf(
    house(),
    founder,
    register('冯宝', [{ ...line, 企业名称: '上海（浦东）有限公司', 联系电话: '186-1661-7417' }]),
  );
  expect(effects).toMatchObject({ added: 0, changed: 0, onlyWrittenDifferently: 1 });
  const { id, name } = (await client.listClients(owner.context, list)).rows[0]!;
  expect(name).toBe('上海(浦东)有限公司');
  expect((await recordOf(owner, id, 'contact')).fields.phone).toBe('18616617417');
});

test('an import never changes the owner of a client who is there: another name is shown and nothing more', async () => {
  const { founder, hire } = house();
  const [owner] = [await hire('吴芳'), await hire('郑直')];
  await importOf(house(), founder, register('吴芳', [{ 客户编号: 'KH00601', 企业名称: '甲子公司' }]));
  const { effects } = await importOf(
    house(),
    founder,
    register('郑直', [{ 客户编号: 'KH00601', 企业名称: '甲子公司' }]),
  );
  expect(effects).toMatchObject({ unchanged: 1, otherOwners: 1, otherOwnerNumbers: ['KH00601'] });
  expect((await client.listClients(owner.context, list)).rows).toHaveLength(1);
});

test('two accountants of one name are asked about, and a name that nobody has too', async () => {
  const { founder, hire } = house();
  const [one] = [await hire('陈静'), await hire('陈静')];
  const file = register('陈静', [{ 客户编号: 'KH00701', 企业名称: '乙丑公司' }]);
  const shown = await upload(founder, file, '台账.csv');
  expect(shown.owners).toMatchObject([{ outcome: 'several', rows: 1 }]);
  await expect(client.previewImport(founder.context, { import: shown.import.id })).rejects.toMatchObject({
    code: 'register.owners-unresolved',
  });
  const unknown = await upload(
    founder,
    register('无此人', [{ 客户编号: 'KH00702', 企业名称: '丙寅公司' }]),
    '台账.csv',
  );
  expect(unknown.owners).toMatchObject([{ outcome: 'unknown', people: [] }]);
  await importOf(house(), founder, file, { owners: { 陈静: one.id } });
  expect((await client.listClients(one.context, list)).rows).toHaveLength(1);
});

test('columns that no record has are kept beside it, masked, and a balance without its day is asked about', async () => {
  const { founder, hire } = house();
  const owner = await hire('蒋平');
  const file = register('蒋平', [
    { 客户编号: 'KH00801', 企业名称: '丁卯公司', 基本户余额: '88.80', 网银复核人: '老王' },
  ]);
  const shown = await upload(founder, file, '台账.csv');
  await expect(client.previewImport(founder.context, { import: shown.import.id })).rejects.toMatchObject({
    code: 'client.import-undated',
  });
  await importOf(house(), founder, file, { mapping: { balanceAsOf: '2026-10-31' } });
  const { id } = (await client.listClients(owner.context, list)).rows[0]!;
  const { records } = await client.readClient(owner.context, { client: id });
  const basic = records.find(({ kind }) => kind === 'basic')!;
  expect(basic.fields['extra:网银复核人']).toBe('****');
  expect(await client.revealField(owner.context, { record: basic.id, field: 'extra:网银复核人' })).toMatchObject({
    value: '老王',
  });
  expect((await recordOf(owner, id, 'balance')).fields).toMatchObject({ amount: '88.80', asOf: '2026-10-31' });
});

test('an import is taken back: clients that it added are gone, and what it changed is as before', async () => {
  const { founder, hire } = house();
  const owner = await hire('沈周');
  const line = { 客户编号: 'KH00901', 企业名称: '戊辰公司', '服务费(元/月)': '200.00', 联系电话: '' };
  await importOf(house(), founder, register('沈周', [line]));
  const { done } = await importOf(
    house(),
    founder,
    register('沈周', [
      { ...line, 企业名称: '戊辰新公司', '服务费(元/月)': '', 联系电话: '18616617417' },
      { ...line, 客户编号: 'KH00902' },
    ]),
  );
  const before = (await client.listClients(owner.context, list)).rows;
  expect(before.map(({ name }) => name)).toEqual(['戊辰新公司', '戊辰公司']);
  const back = await client.takeBackImport(founder.context, { import: done.id });
  expect(back.state).toBe('taken-back');
  const { rows } = await client.listClients(owner.context, list);
  expect(rows.map(({ number, name }) => [number, name])).toEqual([['KH00901', '戊辰公司']]);
  expect((await recordOf(owner, rows[0]!.id, 'contract')).fields.fee).toBe('200.00');
  const { records } = await client.readClient(owner.context, { client: rows[0]!.id });
  expect(
    records
      .filter(({ ended }) => !ended)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['basic', 'contract']);
  await expect(client.takeBackImport(founder.context, { import: done.id })).rejects.toMatchObject({
    code: 'client.import-state',
  });
});

test('an import is not taken back once a record was changed or a client changed hands, and the clients are named', async () => {
  const { founder, hire } = house();
  const [owner, heir] = [await hire('韩梅'), await hire('杨柳')];
  const { done } = await importOf(
    house(),
    founder,
    register('韩梅', [
      { 客户编号: 'KH01001', 企业名称: '己巳公司' },
      { 客户编号: 'KH01002', 企业名称: '庚午公司' },
      { 客户编号: 'KH01003', 企业名称: '辛未公司' },
    ]),
  );
  const { rows } = await client.listClients(owner.context, list);
  await client.changeState(owner.context, { client: rows[0]!.id, state: 'suspended', reason: '停业' });
  await transact(founder.context, (inside) => client.changeOwner(inside, [rows[2]!.id], heir.id));
  await expect(client.takeBackImport(founder.context, { import: done.id })).rejects.toMatchObject({
    code: 'client.import-touched',
    facts: { numbers: ['KH01001', 'KH01003'], clients: 2 },
  });
  expect((await client.listClients(owner.context, list)).rows).toHaveLength(2);
});

test('only a manager imports, and only who brought a file sees it and confirms it', async () => {
  const { founder, hire, server } = house();
  const [staff, other] = [await hire('朱砂'), await hire('秦风', { roles: ['manager'] })];
  const file = register('朱砂', [{ 客户编号: 'KH01101', 企业名称: '壬申公司' }]);
  await expect(upload(staff, file, '台账.csv')).rejects.toMatchObject({ code: 'client.only-manager-imports' });
  const answer = await server.inject({
    method: 'POST',
    url: `/client-imports?name=${encodeURIComponent('台账.csv')}`,
    headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'text/csv' },
    payload: file,
  });
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'client.only-manager-imports']);
  const one = { import: (await upload(founder, file, '台账.csv')).import.id };
  await expect(client.readImport(other.context, one)).rejects.toMatchObject({ code: 'client.import-not-yours' });
  await expect(client.previewImport(other.context, one)).rejects.toMatchObject({ code: 'client.import-not-yours' });
  await expect(client.confirmImport(other.context, { ...one, digest: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'client.import-not-yours',
  });
  await expect(client.importProgress(staff.context, one)).rejects.toMatchObject({
    code: 'client.only-manager-imports',
  });
  await expect(client.listImports(staff.context)).rejects.toMatchObject({ code: 'client.only-manager-imports' });
});

test('a register uploaded over HTTP is read through the API', async () => {
  const { founder, hire, server } = house();
  await hire('尤佳');
  const headers = { authorization: `Bearer ${founder.token}` };
  const uploaded = await server.inject({
    method: 'POST',
    url: `/client-imports?name=${encodeURIComponent('台账.csv')}`,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: register('尤佳', [{ 客户编号: 'KH01201', 企业名称: '癸酉公司' }]),
  });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  const shown = await server.inject({
    method: 'GET',
    url: `/api/v1/client-imports/${uploaded.json().import}`,
    headers,
  });
  expect(shown.statusCode, shown.body).toBe(200);
  expect(shown.json().found.rows).toBe(1);
  expect(shown.json().import.fileName).toBe('台账.csv');
});

test.each([
  ['an empty file', Buffer.alloc(0), 'tabular.empty-file', {}],
  ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'tabular.not-a-table', { format: 'image' }],
  ['a file of a header alone', Buffer.from('客户编号,企业名称\n'), 'tabular.no-rows', { line: 1 }],
  [
    'a text cut off in a line',
    Buffer.from('客户编号,企业名称,备注\nKH1,甲公司,\nKH2,'),
    'tabular.truncated',
    { line: 3 },
  ],
  ['a workbook cut off', sheet([['客户编号'], ['KH1']]).subarray(0, 300), 'tabular.truncated', {}],
  [
    'a text in the letters of Western Europe',
    Buffer.from('numéro,société\nKH1,Café de la Forêt\n', 'latin1'),
    'tabular.unknown-encoding',
    { line: 1 },
  ],
  [
    'a text in UTF-8 with a byte that does not fit',
    Buffer.concat([Buffer.from('客户编号,企业名称\nKH1,甲'), Buffer.of(0xff), Buffer.from('公司\n')]),
    'tabular.wrong-encoding',
    { encoding: 'utf-8', line: 2 },
  ],
  ['a workbook under a password', underPassword(), 'tabular.password', {}],
  [
    'a register of two hundred columns',
    Buffer.from([1, 2].map((row) => Array.from({ length: 200 }, (_, at) => `${at}-${row}`).join(',')).join('\n')),
    'tabular.too-many-columns',
    { columns: 200, most: 100 },
  ],
  [
    'a workbook that unpacks to more than it says',
    zipOf(workbookParts({ sheets: { 台账: ' '.repeat(20_000_000) } }), {
      'xl/worksheets/sheet1.xml': { unpackedBytes: 1000 },
    }),
    'tabular.bomb',
    {},
  ],
])('%s is refused with its reason, and no import begins', async (_what, bytes, code, facts) => {
  const { founder } = house();
  const before = (await client.listImports(founder.context)).length;
  await expect(upload(founder, bytes, '台账.csv')).rejects.toMatchObject({ code, facts });
  expect(await client.listImports(founder.context)).toHaveLength(before);
});

test('a formula is warned of by row and column and gives what was last calculated; one never calculated is a fault', async () => {
  const { founder, hire } = house();
  await hire('公孙');
  const formula = (value: string) => `<c><f>SUM(1,2)</f>${value}</c>`;
  const row = (number: string, amount: string) => [textCell(number), textCell('子公司'), amount, textCell('公孙')];
  const header = ['客户编号', '企业名称', '服务费(元/月)', '主办会计'].map(textCell);
  const file = workbookOf([header, row('KH01501', formula('<v>300</v>')), row('KH01502', formula(''))]);
  const shown = await upload(founder, file, '台账.xlsx');
  const of = { column: '服务费(元/月)' };
  expect(shown.problems).toMatchObject([
    { ...of, severity: 'fault', code: 'tabular.formula-without-value', line: 3 },
    { ...of, severity: 'warning', code: 'tabular.formula', line: 2 },
  ]);
  const { done, effects } = await importOf(house(), founder, file, { withoutFaulty: true });
  expect(effects.totals).toMatchObject([{ imported: '300.00', unreadable: 0 }]);
  expect(done.counts).toMatchObject({ added: 1, faulty: 1 });
});

test('a register of several owners gives each accountant their own clients; wrong codes and rounded accounts are named by row', async () => {
  const { founder, hire } = house();
  const [first, second] = [await hire('司马'), await hire('欧阳')];
  const line = (number: string, uscc: string, account: string, owner: string) =>
    [number, `${number} 公司`, uscc, account, owner].join(',');
  const file = Buffer.from(
    [
      '客户编号,企业名称,统一社会信用代码,银行账号,主办会计',
      line('KH01601', '91310115M53JJL6B0U', '6222021001116245702', '司马'),
      line('KH01602', '91310115M53JJL6B0X', '6222021001116245719', '欧阳'),
      line('KH01603', '', '6.22202E+18', '欧阳'),
      line('KH01604', '', '6222021001116240000', '司马'),
      '',
    ].join('\n'),
  );
  const shown = await upload(founder, file, '台账.csv');
  expect(shown.owners).toMatchObject([
    { written: '司马', rows: 1 },
    { written: '欧阳', rows: 1 },
  ]);
  expect(shown.problems.map(({ severity, code, line: at, column }) => [severity, code, at, column])).toEqual([
    ['fault', 'register.rounded-number', 4, '银行账号'],
    ['fault', 'register.rounded-number', 5, '银行账号'],
    ['warning', 'register.uscc-check', 3, '统一社会信用代码'],
  ]);
  const { done } = await importOf(house(), founder, file, { withoutFaulty: true });
  expect(done.counts).toMatchObject({ added: 2, faulty: 2 });
  const numbersOfOwner = async (owner: Someone) =>
    (await client.listClients(founder.context, { ...list, owner: owner.id })).rows.map(({ number }) => number);
  expect([await numbersOfOwner(first), await numbersOfOwner(second)]).toEqual([['KH01601'], ['KH01602']]);
});

test('an upload that is dropped is gone with its file, and cannot be confirmed any more', async () => {
  const { founder, hire } = house();
  await hire('许诺');
  const shown = await upload(founder, register('许诺', [{ 客户编号: 'KH01301', 企业名称: '甲戌公司' }]), '台账.csv');
  const one = { import: shown.import.id };
  const { digest } = await client.previewImport(founder.context, one);
  expect((await client.discardImport(founder.context, one)).state).toBe('discarded');
  await expect(client.readImport(founder.context, one)).rejects.toMatchObject({ code: 'client.import-discarded' });
  await expect(client.confirmImport(founder.context, { ...one, digest })).rejects.toMatchObject({
    code: 'client.import-state',
  });
});

test('a second import waits until the first one is done', async () => {
  const { founder, hire, drain } = house();
  await hire('何以');
  const first = await upload(founder, register('何以', [{ 客户编号: 'KH01401', 企业名称: '乙亥公司' }]), '一.csv');
  const second = await upload(founder, register('何以', [{ 客户编号: 'KH01402', 企业名称: '丙子公司' }]), '二.csv');
  const confirm = async ({ import: { id } }: ImportReading) => {
    const { digest } = await client.previewImport(founder.context, { import: id });
    return client.confirmImport(founder.context, { import: id, digest });
  };
  await confirm(first);
  await expect(confirm(second)).rejects.toMatchObject({ code: 'client.import-running' });
  await drain();
});

const list = { sort: 'number', descending: false, limit: 50 } as const;

function sheet(rows: string[][]): Buffer {
  return workbookOf(rows.map((cells) => cells.map(textCell)));
}

/** As a program writes a workbook under a password: a container of streams, of which this is the name. */
function underPassword(): Buffer {
  return Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(512),
  ]);
}

async function preview(someone: Someone, file: Uint8Array): Promise<ImportEffects> {
  const {
    import: { id },
  } = await upload(someone, file, '台账.csv');
  return client.previewImport(someone.context, { import: id });
}

async function numbersOf(someone: Someone, search: string): Promise<string[]> {
  return (await client.listClients(someone.context, { ...list, search })).rows.map(({ number }) => number);
}

async function recordOf(owner: Someone, of: ClientId, kind: 'contact' | 'contract' | 'balance') {
  const [record] = await read(owner.context, (inside) => client.recordsOf(inside, [of], { kinds: [kind] }));
  return record!;
}

/** Three clients of 李娜 with totals of 6000000.03 and 900.00, in GB18030. */
const gb18030 = Buffer.from(
  'v827p7HgusUsxvPStcP7s8YszbPSu8nnu+HQxdPDtPrC6yzBqs+1yMsswarPtbXnu7As0vjQ0NXLusUsu/mxvrun0+C27iy3/s7xt9Eo1Kov1M' +
    'IpLLrPzay1vcbayNUs1vew7LvhvMYssbjXogpLSDAwMTAxLMnPuqOwstbaw7PS19PQz965q8u+LDkxMzEwMTE1TTUzSkpMNkIwVSyzwrrGLDE4' +
    'NjE2NjE2NDE3LDc3NTA4MzMwMTM2NjMzNDY3MSwxMDAwMDAwLjAxLDIwMC4wMCwyMDIyLTA2LTE5LMDuxMgsCktIMDAxMDIsyc+6o7DZxOrQxc' +
    '+iv8a8vLmk1/fK0iw5MTMxMDExNU01M0pKTDZCMFUszuLD9CwxODYyNzY0MzMxMCw0NjIxODcwMjc2Nzc0NzY2MzIsMjAwMDAwMC4wMSwzMDAu' +
    'MDAsMjAyNy0wNi0xOSzA7sTILCLAz7/Nu6cs08XPyCIKS0gwMDEwMyzJz7qjwsy12LLN0vu53MDt09DP3rmry74sOTEzMTAxMTVNNTNKSkw2Qj' +
    'BVLMDu0+4sMTU4NTY1OTkzOTUsNzQzNDE3NTM5MDkwMjQ2MzAyLDMwMDAwMDAuMDEsNDAwLjAwLDIwMjctMDYtMTkswO7EyCwK',
  'base64',
);
