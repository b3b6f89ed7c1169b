import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import type { Refusal } from '#platform/kernel/refusal.ts';
import { numberCell, textCell, workbookOf } from '#platform/tabular/file.factory.ts';
import { openTable } from '#platform/tabular/open-table.ts';
import type { RegisterMapping } from './columns.ts';
import { proposeMapping } from './propose-mapping.ts';
import { readRegister } from './read-register.ts';

const today = '2026-11-23' as LocalDate;

/** Reads a register as proposed, or with what a person said otherwise. */
async function read(content: string | Uint8Array, said: Partial<RegisterMapping> = {}) {
  const table = await openTable(Buffer.from(content));
  const proposals = proposeMapping(table.columns, [...table.rows].map(({ cells }) => cells).slice(0, 50));
  const columns = { ...Object.fromEntries(proposals.map(({ column, use }) => [column, use])), ...said.columns };
  const units = Object.fromEntries(proposals.map(({ column, unit }) => [column, unit]));
  return readRegister(table, { units, ...said, columns }, today);
}

/** What is amiss, as line, column and code. */
function amiss({ problems }: Awaited<ReturnType<typeof read>>, severity?: 'fault' | 'warning') {
  return problems
    .filter((problem) => !severity || problem.severity === severity)
    .map(({ line, column, code }) => [line, column, code]);
}

async function refusalOf(content: string, said: Partial<RegisterMapping>) {
  return read(content, said).then(
    () => {
      throw new Error('the register was read');
    },
    ({ code, facts }: Refusal) => ({ code, facts }),
  );
}

const header =
  '客户编号,企业名称,统一社会信用代码,纳税人类型,联系电话,银行账号,基本户余额,服务费(元/月),合同起始日,合同到期日,主办会计,备注';

test('a row of the register becomes a draft, typed, with its amounts in fen and its note as it stands', async () => {
  const { drafts, problems, totals, gaps } = await read(
    `${header}\nKH00975,上海百特汇服饰股份有限公司,91350100M000100Y43,小规模纳税人,13655322256,845466570912028605,4668777.71,500.00,2023-10-07,2028-10-07,李娜,"客户要求""先电话,\n后上门"" "\n`,
    { balanceAsOf: '2026-10-31' },
  );
  expect(problems).toEqual([]);
  expect(gaps).toEqual([]);
  expect(drafts).toEqual([
    {
      line: 2,
      number: 'KH00975',
      numberFrom: 'number',
      name: '上海百特汇服饰股份有限公司',
      nameFrom: 'name',
      uscc: '91350100M000100Y43',
      taxpayerKind: 'small-scale',
      legalRepresentative: null,
      contactName: null,
      contactPhone: '13655322256',
      contactEmail: null,
      bank: null,
      accountNumber: '845466570912028605',
      balance: 466877771n,
      balanceAsOf: '2026-10-31',
      monthlyFee: 50000n,
      contractStart: '2023-10-07',
      contractEnd: '2028-10-07',
      paidThrough: null,
      arrears: null,
      owner: '李娜',
      state: null,
      note: '客户要求"先电话,\n后上门" ',
      extra: {},
    },
  ]);
  expect(totals.map(({ field, sum, filled, blank }) => [field, sum, filled, blank])).toEqual([
    ['balance', 466877771n, 1, 0],
    ['monthlyFee', 50000n, 1, 0],
  ]);
});

test('amounts are read exactly however they are written, and shown where they are written differently', async () => {
  const amounts = [
    '1472469.81',
    '"1,472,469.81"',
    '¥1472469.81',
    '１４７２４６９．８１',
    '1472469.8100',
    '1472469.81元',
  ];
  const { drafts, restyled } = await read(
    `客户编号,基本户余额\n${amounts.map((amount, at) => `K${at},${amount}\n`).join('')}`,
  );
  expect(drafts.map(({ balance }) => balance)).toEqual(amounts.map(() => 147246981n));
  expect(restyled).toEqual([{ column: '基本户余额', cells: 4, line: 3, written: '1,472,469.81', read: '1472469.81' }]);
});

test('the total of a column is the sum of its amounts to the fen, for any amounts', async () => {
  const anyAmounts = fc.array(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(anyAmounts, async (fen) => {
      const { totals, drafts } = await read(
        `客户编号,基本户余额\n${fen.map((amount, at) => `K${at},${formatYuan(amount)}\n`).join('')}`,
      );
      expect(totals[0]).toMatchObject({
        sum: fen.reduce((sum, amount) => sum + amount, 0n),
        imported: totals[0]!.sum,
        filled: fen.length,
      });
      expect(drafts.map(({ balance }) => balance)).toEqual(fen);
    }),
    { numRuns: 50 },
  );
});

test('amounts of a column in 万元 are moved by the point, exactly', async () => {
  const { drafts } = await read('客户编号,基本户余额(万元)\nK1,147.246981\nK2,"1,000"\nK3,0.5\n');
  expect(drafts.map(({ balance }) => balance)).toEqual([147246981n, 1000000000n, 500000n]);
});

test.each([
  ['6%', 'register.amount-percent'],
  ['约800', 'register.amount-unreadable'],
  ['面议', 'register.amount-unreadable'],
  ['-', 'register.amount-unreadable'],
  ['800/月', 'register.amount-unreadable'],
  ['1.47E+06', 'register.amount-scientific'],
  ['800.005', 'register.amount-too-fine'],
  ['"1,23,456.00"', 'register.amount-unreadable'],
  ['USD 800', 'register.amount-unreadable'],
])('an amount written %s is a fault of its row and column, never a guess', async (written, code) => {
  const reading = await read(`客户编号,企业名称,服务费\nK1,甲公司,100.00\nK2,乙公司,${written}\nK3,丙公司,\n`, {
    columns: { 服务费: 'monthlyFee' },
  });
  expect(amiss(reading, 'fault')).toEqual([[3, '服务费', code]]);
  expect(reading.drafts.map(({ number }) => number)).toEqual(['K1', 'K3']);
  expect(reading.totals).toMatchObject([{ sum: 10000n, imported: 10000n, filled: 1, blank: 1, unreadable: 1 }]);
});

test('a number that Excel has rounded is a fault wherever it can be seen', async () => {
  const scientific = await read('客户编号,企业名称,银行账号\nK1,甲公司,6.15965E+17\nK2,乙公司,845466570912028605\n');
  expect(amiss(scientific, 'fault')).toEqual([[2, '银行账号', 'register.rounded-number']]);
  const zeros = await read('客户编号,企业名称,银行账号\nK1,甲公司,615964917481355000\nK2,乙公司,845466570912028605\n');
  expect(amiss(zeros, 'fault')).toEqual([[2, '银行账号', 'register.rounded-number']]);
  const unknownColumn = await read('客户编号,企业名称,社保登记号\nK1,甲公司,6.15965E+17\n');
  expect(amiss(unknownColumn, 'fault')).toEqual([[2, '社保登记号', 'register.rounded-number']]);
  const cell = await read(
    workbookOf([
      [textCell('客户编号'), textCell('银行账号')],
      [textCell('K1'), numberCell('615964917481355729')],
      [textCell('K2'), textCell('845466570912028605')],
    ]),
  );
  expect(amiss(cell, 'fault')).toEqual([[2, '银行账号', 'tabular.rounded-number']]);
  expect(cell.drafts.map(({ number }) => number)).toEqual(['K2']);
});

test('among a thousand accounts one that ends in zeros by accident is only warned of', async () => {
  const accounts = Array.from(
    { length: 1000 },
    (_, at) => `K${at},${615964917481355n + BigInt(at) * 7919n}${100 + (at % 900)}
`,
  );
  const reading = await read(`客户编号,银行账号\n${accounts.join('')}K9999,415016862651982000\n`);
  expect(amiss(reading)).toEqual([[1002, '银行账号', 'register.perhaps-rounded']]);
  expect(reading.drafts).toHaveLength(1001);
});

test('a formula, a merged cell and a code shown with its zeros are warned of by row and column', async () => {
  const reading = await read(
    workbookOf(
      [
        [textCell('客户编号'), textCell('企业名称'), textCell('服务费'), textCell('主办会计')],
        [numberCell('13', 1), textCell('甲公司'), '<c><f>100*8</f><v>800</v></c>', textCell('李娜')],
        [numberCell('14', 1), textCell('乙公司'), numberCell('300')],
      ],
      { formats: ['"KH"00000'], after: '<mergeCells><mergeCell ref="D2:D3"/></mergeCells>' },
    ),
  );
  expect(reading.drafts.map(({ number, monthlyFee, owner }) => [number, monthlyFee, owner])).toEqual([
    ['KH00013', 80000n, '李娜'],
    ['KH00014', 30000n, null],
  ]);
  expect(amiss(reading)).toEqual([
    [2, '客户编号', 'tabular.shown-as'],
    [2, '服务费', 'tabular.formula'],
    [3, '客户编号', 'tabular.shown-as'],
    [3, '主办会计', 'tabular.merged-cell'],
  ]);
});

test('a formula that was never calculated is a fault, not an empty amount', async () => {
  const reading = await read(
    workbookOf([
      [textCell('客户编号'), textCell('服务费')],
      [textCell('K1'), '<c><f>100*8</f></c>'],
    ]),
  );
  expect(amiss(reading)).toEqual([[2, '服务费', 'tabular.formula-without-value']]);
  expect(reading.drafts).toEqual([]);
});

test('a code that fails its check is imported as issued and warned of with the reason', async () => {
  const reading = await read(
    '客户编号,统一社会信用代码\nK1,91350211M0000XUF46\nK2,91350100m000100y43 \nK3,310115123456789\nK4,91350100M000100Y4Z\n',
  );
  expect(reading.drafts.map(({ uscc }) => uscc)).toEqual([
    '91350211M0000XUF46',
    '91350100M000100Y43',
    '310115123456789',
    '91350100M000100Y4Z',
  ]);
  expect(amiss(reading, 'fault')).toEqual([]);
  expect(amiss(reading)).toEqual([
    [2, '统一社会信用代码', 'register.uscc-check'],
    [4, '统一社会信用代码', 'register.uscc-length'],
    [5, '统一社会信用代码', 'register.uscc-characters'],
  ]);
});

test('a contract that has ended is warned of from the day after its last', async () => {
  const reading = await read(
    '客户编号,合同起始日,合同到期日\nK1,2020-01-01,2026-11-22\nK2,2020-01-01,2026-11-23\nK3,2027-01-01,2026-12-31\n',
  );
  expect(amiss(reading)).toEqual([
    [2, '合同到期日', 'register.contract-ended'],
    [4, '合同到期日', 'register.contract-ends-before-it-starts'],
  ]);
});

test('days are read in the ways they are written; what is no certain day is kept beside the record', async () => {
  const days = ['2026/1/5', '2026年1月5日', '20260105', '2026.01.05', '1/5/2026', '长期', '2026-02-30', '46027'];
  const reading = await read(`客户编号,合同起始日\n${days.map((day, at) => `K${at},${day}\n`).join('')}`);
  expect(reading.drafts.map(({ contractStart }) => contractStart)).toEqual([
    ...Array(4).fill('2026-01-05'),
    null,
    null,
    null,
    null,
  ]);
  expect(amiss(reading)).toEqual([6, 7, 8, 9].map((line) => [line, '合同起始日', 'register.day']));
  expect(reading.drafts[5]!.extra).toEqual({ 合同起始日: '长期' });
});

test('a service paid to a month, quarter or year is paid to its last day', async () => {
  const { drafts } = await read(
    '客户编号,已收费至\nK1,2026-10\nK2,2026年第三季度\nK3,2026\nK4,2026-11-15\nK5,2028年2月\n',
  );
  expect(drafts.map(({ paidThrough }) => paidThrough)).toEqual([
    '2026-10-31',
    '2026-09-30',
    '2026-12-31',
    '2026-11-15',
    '2028-02-29',
  ]);
});

test('a choice that is not known, an odd phone, address or account are warned of and nothing of them is lost', async () => {
  const reading = await read(
    '客户编号,纳税人类型,客户状态,联系电话,电子邮箱,银行账号\nK1,个体,走逃,12345,无,ABC\nK2,小规模,非正常,021-62345678,a@b.cn,6222 0210 0111 6245 702\n',
  );
  expect(amiss(reading)).toEqual([
    [2, '纳税人类型', 'register.choice'],
    [2, '客户状态', 'register.choice'],
    [2, '联系电话', 'register.phone'],
    [2, '电子邮箱', 'register.email'],
    [2, '银行账号', 'register.account'],
  ]);
  expect(reading.drafts[0]).toMatchObject({
    contactPhone: '12345',
    contactEmail: '无',
    accountNumber: 'ABC',
    extra: { 纳税人类型: '个体', 客户状态: '走逃' },
  });
  expect(reading.drafts[1]).toMatchObject({
    taxpayerKind: 'small-scale',
    state: 'abnormal',
    contactPhone: '021-62345678',
  });
});

test('two rows of one client number are both faults, each naming the other; blanks and width do not hide it', async () => {
  const reading = await read('客户编号,企业名称\nKH001,甲公司\nKH002,乙公司\nKH００１ ,甲公司\n');
  expect(reading.problems).toMatchObject([
    { line: 2, code: 'register.doubled-number', facts: { lines: [4] } },
    { line: 4, code: 'register.doubled-number', facts: { lines: [2] } },
  ]);
  expect(reading.drafts.map(({ number }) => number)).toEqual(['KH002']);
  expect([...reading.keys]).toEqual(['KH001', 'KH002']);
});

test('one 统一社会信用代码 under two numbers is warned of', async () => {
  const reading = await read('客户编号,统一社会信用代码\nK1,91350100M000100Y43\nK2,91350100M000100Y43\n');
  expect(amiss(reading)).toEqual([
    [2, '统一社会信用代码', 'register.doubled-uscc'],
    [3, '统一社会信用代码', 'register.doubled-uscc'],
  ]);
});

test('a row without number and without name is a fault; with one of them the other falls back to it, and that is said', async () => {
  const reading = await read('客户编号,企业名称,主办会计\n,,李娜\nK2,,李娜\n,丙公司,李娜\n');
  expect(amiss(reading)).toEqual([
    [2, null, 'register.no-number-and-no-name'],
    [2, '客户编号', 'register.no-number'],
    [2, '企业名称', 'register.no-name'],
    [3, '企业名称', 'register.no-name'],
    [4, '客户编号', 'register.no-number'],
  ]);
  expect(reading.drafts.map(({ number, numberFrom, name, nameFrom }) => [number, numberFrom, name, nameFrom])).toEqual([
    ['K2', 'number', 'K2', 'number'],
    ['丙公司', 'name', '丙公司', 'name'],
  ]);
});

test('a bank export without names is a register: numbers stand as names, and the person chooses who is in charge', async () => {
  const { drafts, gaps, problems } = await read(
    '"client_id";"birth_number";"district_id"\n1;"706213";18\n2;"450204";1\n',
    { columns: { district_id: 'owner' } },
  );
  expect(problems).toEqual([]);
  expect(gaps).toEqual(['no-name']);
  expect(drafts.map(({ number, name, nameFrom, owner, extra }) => [number, name, nameFrom, owner, extra])).toEqual([
    ['1', '1', 'number', '18', { birth_number: '706213' }],
    ['2', '2', 'number', '1', { birth_number: '450204' }],
  ]);
});

test('what a register does not say at all is told once, before any row', async () => {
  expect((await read('企业名称,基本户余额\n甲公司,1.00\n')).gaps).toEqual(['no-owner', 'no-number', 'no-balance-date']);
});

test('totals and remarks below the table are no clients and are in no total', async () => {
  const reading = await read(
    '客户编号,企业名称,主办会计,服务费\nK1,甲公司,李娜,100.00\n合计,,,100.00\n制表人:李娜,,,\n',
  );
  expect(amiss(reading)).toEqual([
    [3, null, 'register.total-row'],
    [4, null, 'register.stray-row'],
  ]);
  expect(reading).toMatchObject({ rows: 3, totals: [{ sum: 10000n, filled: 1 }] });
  expect(reading.drafts).toHaveLength(1);
});

test('a row with shifted columns is a fault, is no part of a total, and its client is not taken for missing', async () => {
  const reading = await read('客户编号,企业名称,服务费\nK1,甲公司,100.00\nK2,乙,公司,200.00\n');
  expect(amiss(reading)).toEqual([[3, null, 'tabular.too-many-cells']]);
  expect(reading.totals).toMatchObject([{ sum: 10000n, filled: 1, unreadable: 1 }]);
  expect([...reading.keys]).toEqual(['K1', 'K2']);
});

test('unknown columns are kept under their own header, exactly as written; left-out ones are not', async () => {
  const { drafts } = await read('客户编号,税控盘号,口令\nK1, 661 ,abc\nK2,,\n', { columns: { 口令: 'left-out' } });
  expect(drafts.map(({ extra }) => extra)).toEqual([{ 税控盘号: ' 661 ' }, {}]);
});

test('figures that an export guarded against rounding are read without the guard', async () => {
  const { drafts, restyled } = await read(
    '客户编号,银行账号\nK1,"=""845466570912028605"""\nK2,\'845466570912028606\nK3,\t845466570912028607\n',
    {},
  );
  expect(drafts.map(({ accountNumber }) => accountNumber)).toEqual([
    '845466570912028605',
    '845466570912028606',
    '845466570912028607',
  ]);
  expect(restyled).toMatchObject([{ column: '银行账号', cells: 3, line: 2 }]);
});

test('a text longer than a record holds is a fault', async () => {
  const reading = await read(`客户编号,备注\nK1,${'长'.repeat(2001)}\nK2,短\n`);
  expect(amiss(reading)).toEqual([[2, '备注', 'register.too-long']]);
});

test.each([
  ['names a column that the file does not have', { 客户编号: 'number', 别的: 'note' }, 'register.unknown-column'],
  ['gives two columns to one field', { 客户编号: 'number', 企业名称: 'number' }, 'register.field-twice'],
  ['gives neither number nor name', { 客户编号: 'extra', 企业名称: 'note' }, 'register.no-key-column'],
] as const)('a mapping that %s is refused', async (_, columns, code) => {
  expect(await refusalOf('客户编号,企业名称\nK1,甲公司\n', { columns })).toMatchObject({ code });
});

test('a mapping that leaves a column open is refused, and so is a 截至日期 that is no day', async () => {
  const table = await openTable(Buffer.from('客户编号,企业名称\nK1,甲公司\n'));
  expect(() => readRegister(table, { columns: { 客户编号: 'number' } }, today)).toThrow('register.unmapped-column');
  expect(await refusalOf('客户编号,企业名称\nK1,甲公司\n', { balanceAsOf: '2026-02-30' })).toMatchObject({
    code: 'register.balance-date',
  });
});
