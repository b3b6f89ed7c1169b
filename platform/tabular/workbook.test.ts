import { writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import type { Refusal } from '#platform/kernel/refusal.ts';
import { numberCell, textCell, workbookOf, workbookParts, zipOf } from './file.factory.ts';
import { openTable, type TableOptions } from './open-table.ts';

async function read(bytes: Uint8Array, options?: TableOptions) {
  const table = await openTable(bytes, { name: '客户台账.xlsx', ...options });
  return { ...table, rows: [...table.rows] };
}

async function refusalOf(bytes: Uint8Array, options?: TableOptions) {
  const refusal = await openTable(bytes, options).then(
    () => {
      throw new Error('the file was read');
    },
    (error: Refusal) => error,
  );
  return { code: refusal.code, facts: refusal.facts };
}

test('a workbook that another program wrote is read: texts, amounts, days, yes and no, empty cells', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '客户台账',
        columns: [{}, {}, {}, { style: { numFmt: 'yyyy"年"m"月"d"日"' } }, {}, {}],
        rows: [
          ['客户编号', '企业名称', '基本户余额', '合同到期日', '一般纳税人', '备注'],
          ['KH00013', '上海安中建筑工程有限公司', 1472469.81, new Date('2026-11-23'), true, '含历史欠费\n见附件'],
          ['KH00014', ' <上海> & "宝尔康" ', 1.1, null, false, null],
        ],
      },
    ],
  });
  const { found, columns, rows } = await read(bytes);
  expect(found).toMatchObject({ format: 'xlsx', sheet: '客户台账', headerLine: 1, rows: 2, encoding: null });
  expect(columns).toEqual(['客户编号', '企业名称', '基本户余额', '合同到期日', '一般纳税人', '备注']);
  expect(rows).toEqual([
    {
      line: 2,
      cells: ['KH00013', '上海安中建筑工程有限公司', '1472469.81', '2026-11-23', 'TRUE', '含历史欠费\n见附件'],
      faults: [],
      doubts: [],
    },
    { line: 3, cells: ['KH00014', ' <上海> & "宝尔康" ', '1.1', '', 'FALSE', ''], faults: [], doubts: [] },
  ]);
});

test('shared texts keep their parts and escapes, and leave out the guide to pronunciation', async () => {
  const shared = (index: number) => `<c t="s"><v>${index}</v></c>`;
  const bytes = workbookOf(
    [
      [shared(0), shared(1)],
      [shared(2), shared(3)],
    ],
    {
      strings: [
        '<t>编号</t>',
        '<r><t>企业</t></r><r><rPr><b/></rPr><t xml:space="preserve">名称 </t></r>',
        '<t>一_x000D_\n二&#10;三 _x005F_x0041_</t>',
        '<t>上海</t><rPh sb="0" eb="2"><t>shanghai</t></rPh>',
      ],
    },
  );
  const { columns, rows } = await read(bytes);
  expect(columns).toEqual(['编号', '企业名称 ']);
  expect(rows[0]!.cells).toEqual(['一\r\n二\n三 _x0041_', '上海']);
});

test('days of a workbook that counts from 1904 are the same days', async () => {
  const bytes = workbookOf(
    [
      [textCell('编号'), textCell('到期')],
      [textCell('1'), numberCell('44887', 1)],
    ],
    { formats: ['yyyy-mm-dd'], dates1904: true },
  );
  expect((await read(bytes)).rows[0]!.cells[1]).toBe('2026-11-23');
});

test('a formula gives its last value and is named by its cell; without a value it is a fault, and so is an error', async () => {
  const { rows } = await read(
    workbookOf([
      [textCell('编号'), textCell('余额'), textCell('合计'), textCell('查找')],
      [
        textCell('1'),
        '<c><f>1+1</f><v>2</v></c>',
        '<c><f>SUM(B2)</f></c>',
        '<c t="e"><f>VLOOKUP(1,A:A,1)</f><v>#N/A</v></c>',
      ],
    ]),
  );
  expect(rows[0]!.cells).toEqual(['1', '2', '', '#N/A']);
  expect(rows[0]!.doubts).toMatchObject([
    { code: 'tabular.formula', column: 1, facts: { cell: 'B2' } },
    { code: 'tabular.formula', column: 3, facts: { cell: 'D2' } },
  ]);
  expect(rows[0]!.faults).toMatchObject([
    { code: 'tabular.formula-without-value', column: 2, facts: { cell: 'C2' } },
    { code: 'tabular.error-value', column: 3, facts: { cell: 'D2' } },
  ]);
});

test('merged cells are named: the value stands in the first, the others are left empty', async () => {
  const { rows, doubts } = await read(
    workbookOf([[textCell('编号'), textCell('主办会计')], [textCell('1'), textCell('李娜')], [textCell('2')]], {
      after: '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
    }),
  );
  expect(doubts).toContainEqual({ code: 'tabular.merged-cells', facts: { count: 1, ranges: ['B2:B3'] } });
  expect(rows[1]).toMatchObject({
    line: 3,
    cells: ['2', ''],
    doubts: [{ code: 'tabular.merged-cell', column: 1, facts: { range: 'B2:B3' } }],
  });
});

test('hidden rows and columns are read and told; rows keep their numbers over gaps', async () => {
  const xml = `<row r="2"><c r="B2" t="str"><v>编号</v></c><c r="D2" t="str"><v>名称</v></c></row><row r="7" hidden="1"><c r="D7" t="str"><v>甲</v></c><c r="B7"><v>1</v></c></row>`;
  const { columns, rows, doubts } = await read(
    zipOf(workbookParts({ sheets: { 表: `${xml}` }, after: '<cols><col min="2" max="2" hidden="1"/></cols>' })),
  );
  expect(columns).toEqual(['A', '编号', 'C', '名称']);
  expect(rows).toMatchObject([{ line: 7, cells: ['', '1', '', '甲'] }]);
  expect(doubts.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['tabular.hidden-rows', 'tabular.hidden-columns']),
  );
});

test('of several sheets the first visible one with content is read, the others are told, and one can be chosen', async () => {
  const row = (text: string) => `<row r="1">${textCell('编号')}</row><row r="2">${textCell(text)}</row>`;
  const bytes = zipOf(workbookParts({ sheets: { '!底稿': row('a'), 空: '', 客户: row('b'), 作废: row('c') } }));
  const first = await read(bytes);
  expect(first.found).toMatchObject({
    sheet: '客户',
    sheets: [{ name: '底稿', hidden: true }, { name: '空', hidden: false }, { name: '客户' }, { name: '作废' }],
  });
  expect(first.doubts).toContainEqual({
    code: 'tabular.other-sheets',
    facts: { sheet: '客户', others: ['空', '作废'] },
  });
  expect((await read(bytes, { sheet: '作废' })).rows[0]!.cells).toEqual(['c']);
  expect((await refusalOf(bytes, { sheet: '没有' })).code).toBe('tabular.no-such-sheet');
});

const small = workbookOf([
  [textCell('编号'), textCell('名称')],
  [textCell('1'), textCell('甲')],
]);

test('a workbook under a password is refused as such', async () => {
  const locked = await writeXlsx({
    sheets: [{ name: 'a', rows: [['编号'], ['1']] }],
    encryption: { password: '秘密', spinCount: 10 },
  });
  expect(await refusalOf(locked)).toEqual({ code: 'tabular.password', facts: {} });
  const zipped = zipOf(workbookParts({ sheets: { a: '' } }), { 'xl/workbook.xml': { encrypted: true } });
  expect((await refusalOf(zipped)).code).toBe('tabular.password');
});

test('a workbook cut off anywhere is refused as not whole', async () => {
  expect((await refusalOf(small.subarray(0, small.length / 2))).code).toBe('tabular.truncated');
  expect((await refusalOf(small.subarray(0, -1))).code).toBe('tabular.truncated');
  expect((await refusalOf(small.subarray(0, 30))).code).toBe('tabular.truncated');
});

test('a workbook with a changed byte in a part is refused and the part is named', async () => {
  const lying = zipOf(workbookParts({ sheets: { a: '<row/>' } }), { 'xl/worksheets/sheet1.xml': { crc: 1 } });
  expect(await refusalOf(lying)).toEqual({ code: 'tabular.damaged', facts: { part: 'xl/worksheets/sheet1.xml' } });
});

test.each([
  ['points at a text the workbook does not have', '<row r="1"><c t="s"><v>9</v></c></row>'],
  ['has no column', '<row r="1"><c r="1"><v>9</v></c></row>'],
  ['is there twice', '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'],
  ['has a style the workbook does not have', '<row r="1"><c r="A1" s="9"><v>1</v></c></row>'],
  ['stands in a row that was there before', '<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>'],
  ['stands in no row', '<row r="x"><c><v>1</v></c></row>'],
])('a workbook with a cell that %s is refused, and nothing of it is passed over', async (_, rows) => {
  const { code, facts } = await refusalOf(zipOf(workbookParts({ sheets: { a: rows } })));
  expect(code).toBe('tabular.damaged');
  expect(facts['part']).toBe('xl/worksheets/sheet1.xml');
});

test('a row of nothing but formulas without a value is a row with a fault, also right of the table', async () => {
  const { rows, columns } = await read(
    workbookOf([
      [textCell('编号'), textCell('名称')],
      [textCell('1'), textCell('甲'), '<c><f>A2</f></c>'],
      ['<c><f>A2</f></c>', textCell('')],
    ]),
  );
  expect(columns).toEqual(['编号', '名称']);
  expect(rows.map(({ line, faults }) => [line, faults.map(({ code, column }) => [code, column])])).toEqual([
    [2, [['tabular.formula-without-value', null]]],
    [3, [['tabular.formula-without-value', 0]]],
  ]);
});

test('an empty workbook is refused as empty', async () => {
  expect((await refusalOf(workbookOf([]))).code).toBe('tabular.empty-file');
});

test('a workbook with 200 columns is refused', async () => {
  const wide = workbookOf([Array.from({ length: 200 }, (_, at) => textCell(`h${at}`)), [textCell('1')]]);
  expect(await refusalOf(wide)).toEqual({ code: 'tabular.too-many-columns', facts: { columns: 101, most: 100 } });
});

test('a bomb is refused before it is unpacked, by the sizes that it declares', async () => {
  const declared = 2 ** 31;
  const bomb = zipOf(workbookParts({ sheets: { a: '' } }), { 'xl/worksheets/sheet1.xml': { unpackedBytes: declared } });
  const { code, facts } = await refusalOf(bomb);
  expect(code).toBe('tabular.bomb');
  expect(facts['unpackedBytes']).toBeGreaterThan(declared);
});

test('a bomb that declares less than it holds stops where it declared to end', async () => {
  const parts = { ...workbookParts({ sheets: { a: '' } }), 'xl/worksheets/sheet1.xml': Buffer.alloc(8_000_000, ' ') };
  const bomb = zipOf(parts, { 'xl/worksheets/sheet1.xml': { unpackedBytes: 1000 } });
  expect((await refusalOf(bomb)).code).toBe('tabular.bomb');
});

test('a bomb of entities is refused with the part that holds it', async () => {
  const parts = workbookParts({ sheets: { a: '' } });
  parts['xl/sharedStrings.xml'] =
    '<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>';
  expect(await refusalOf(zipOf(parts))).toEqual({ code: 'tabular.damaged', facts: { part: 'xl/sharedStrings.xml' } });
});

test('a workbook that wants more memory or time than it is given costs a worker, not the server', async () => {
  const strings = Array.from({ length: 600_000 }, (_, at) => `<t>上海第${at}号客户</t>`);
  const large = zipOf(workbookParts({ sheets: { a: '<row><c t="s"><v>0</v></c></row>' }, strings }));
  expect((await refusalOf(large, { limits: { memoryMegabytes: 24 } })).code).toBe('tabular.too-large');
  expect((await refusalOf(large, { limits: { seconds: 0.001 } })).code).toBe('tabular.too-slow');
});

test.each([
  [
    'a binary workbook',
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
      'xl/workbook.bin': 'x',
    },
    'tabular.unread-format',
    'xlsb',
  ],
  [
    'a text document',
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
      'word/document.xml': '<document/>',
    },
    'tabular.not-a-table',
    'document',
  ],
  ['an archive of other files', { 'a.txt': 'a' }, 'tabular.not-a-table', 'zip'],
])('%s is refused by its kind', async (_, parts, code, format) => {
  expect(await refusalOf(zipOf(parts))).toEqual({ code, facts: { format } });
});
