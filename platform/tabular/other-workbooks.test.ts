import { utils, type WorkBook, write } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { zipOf } from './file.factory.ts';
import { openTable, type TableOptions } from './open-table.ts';

async function refusalOf(bytes: Uint8Array, options: TableOptions = {}) {
  const error = await openTable(bytes, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

/** An OpenDocument table of sheets by name, each given as XML inside its `<table:table>`; a `!` before the name hides it. */
function odsOf(sheets: Record<string, string>, manifest = '') {
  const tables = Object.entries(sheets).map(([name, xml]) => {
    const style = name.startsWith('!') ? 'hidden' : 'shown';
    return `<table:table table:name="${name.replace('!', '')}" table:style-name="${style}">${xml}</table:table>`;
  });
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': `<manifest>${manifest}</manifest>`,
    'content.xml':
      '<office:document-content><office:automatic-styles><style:style style:name="hidden">' +
      '<style:table-properties table:display="false"/></style:style></office:automatic-styles>' +
      `<office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body></office:document-content>`,
  });
}

const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
const text = (value: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${value}</text:p></table:table-cell>`;
const number = (value: string, shown: string, type = 'float', attributes = '') =>
  `<table:table-cell office:value-type="${type}" office:value="${value}" ${attributes}><text:p>${shown}</text:p></table:table-cell>`;
const empty = (count: number) => `<table:table-cell table:number-columns-repeated="${count}"/>`;
const header = row(text('编号'), text('名称'), text('余额'), text('日期'));

test('an OpenDocument table is read digit by digit as stored, whatever it shows', async () => {
  const date =
    '<table:table-cell office:value-type="date" office:date-value="2026-01-05"><text:p>26年1月</text:p></table:table-cell>';
  const table = await openTable(
    odsOf({
      清册:
        header +
        row(text('K1'), text('甲 &amp; 乙'), number('1472469.81', '147万', 'currency'), date) +
        row(text('K2'), text('丙<text:s text:c="2"/>丁'), number('0.06', '6%', 'percentage'), empty(16380)),
    }),
  );
  expect(table.found).toMatchObject({ format: 'ods', sheet: '清册', headerLine: 1, rows: 2 });
  expect([...table.rows].map(({ cells }) => cells)).toEqual([
    ['K1', '甲 & 乙', '1472469.81', '2026-01-05'],
    ['K2', '丙  丁', '6%', ''],
  ]);
});

test('repeated cells and rows of an OpenDocument table are all there, empty ones pass by', async () => {
  const blank = `<table:table-row table:number-rows-repeated="100">${empty(1024)}</table:table-row>`;
  const twice = `<table:table-row table:number-rows-repeated="2">${text('K9')}${text('甲', 'table:number-columns-repeated="2"')}</table:table-row>`;
  const table = await openTable(
    odsOf({ a: header + row(text('K1'), text('乙'), text('1'), text('x')) + blank + twice + blank }),
  );
  expect([...table.rows].map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, 'K1', '乙', '1', 'x'],
    [103, 'K9', '甲', '甲', ''],
    [104, 'K9', '甲', '甲', ''],
  ]);
});

test('formulas, errors, rounded numbers, codes shown with zeros and comments of an OpenDocument table are told', async () => {
  const rows = [
    number('3', '3', 'float', 'table:formula="of:=1+2"') + text('#REF!') + text('<text:span>甲</text:span>'),
    number('7', '007') + number('615964917481355729', '6.15E17') + text('a'),
    '<table:table-cell office:value-type="string"><office:annotation><text:p>勿读</text:p></office:annotation><text:p>一</text:p><text:p>二</text:p></table:table-cell>' +
      text('b') +
      text('c'),
  ];
  const table = await openTable(
    odsOf({ a: row(text('A'), text('B'), text('C')) + rows.map((cells) => row(cells)).join('') }),
    { headerLine: 1 },
  );
  const [first, second, third] = [...table.rows];
  expect(first).toMatchObject({
    cells: ['3', '#REF!', '甲'],
    doubts: [{ code: 'tabular.formula', column: 0 }],
    faults: [{ code: 'tabular.error-value', column: 1 }],
  });
  expect(second).toMatchObject({
    cells: ['007', '615964917481355800', 'a'],
    doubts: [{ code: 'tabular.shown-as' }],
    faults: [{ code: 'tabular.rounded-number' }],
  });
  expect(third!.cells[0]).toBe('一\n二');
});

test('hidden sheets are passed by and merged cells told in an OpenDocument table', async () => {
  const merged =
    text('甲', 'table:number-columns-spanned="2" table:number-rows-spanned="1"') + '<table:covered-table-cell/>';
  const table = await openTable(
    odsOf({ '!密': header + row(text('x')), 开: header + row(merged + text('1') + text('y')) }),
  );
  expect(table.found).toMatchObject({
    sheet: '开',
    sheets: [
      { name: '密', hidden: true },
      { name: '开', hidden: false },
    ],
  });
  expect(table.doubts).toContainEqual({ code: 'tabular.merged-cells', facts: { count: 1, ranges: ['A2:B2'] } });
});

test('an OpenDocument table under a password, without cells, or with a row repeated a million times is refused', async () => {
  expect((await refusalOf(odsOf({ a: header }, '<encryption-data/>'))).code).toBe('tabular.password');
  expect((await refusalOf(odsOf({ a: '', b: row(empty(9)) }))).code).toBe('tabular.empty-file');
  const endless = `<table:table-row table:number-rows-repeated="1048576">${text('x')}</table:table-row>`;
  expect((await refusalOf(odsOf({ a: header + endless }))).code).toBe('tabular.too-many-rows');
});

function xlsOf(rows: unknown[][], more: (book: WorkBook) => void = () => {}, bookType: 'biff8' | 'biff5' = 'biff8') {
  const book = utils.book_new(utils.aoa_to_sheet(rows), '清册');
  more(book);
  return Uint8Array.from(write(book, { bookType, type: 'buffer' }) as Buffer);
}

const register = [
  ['编号', '名称', '余额', '日期'],
  ['K1', '上海安中建筑工程有限公司', 1472469.81, 46349],
  ['K2', '老客户', -0.5, 44887],
];

test('an XLS workbook is read with its days and amounts', async () => {
  const bytes = xlsOf(register, (book) => {
    for (const place of ['D2', 'D3']) book.Sheets['清册']![place].z = 'yyyy-mm-dd';
  });
  const table = await openTable(bytes);
  expect(table.found).toMatchObject({ format: 'xls', sheet: '清册', rows: 2 });
  expect([...table.rows].map(({ cells }) => cells)).toEqual([
    ['K1', '上海安中建筑工程有限公司', '1472469.81', '2026-11-23'],
    ['K2', '老客户', '-0.5', '2022-11-22'],
  ]);
});

test('merged, hidden and rounded cells of an XLS workbook are told', async () => {
  const bytes = xlsOf([...register, ['K3', '甲', 6159649174813557, null]], (book) => {
    const sheet = book.Sheets['清册']!;
    sheet['!merges'] = [{ s: { r: 3, c: 0 }, e: { r: 3, c: 1 } }];
  });
  const table = await openTable(bytes);
  expect(table.doubts).toContainEqual({ code: 'tabular.merged-cells', facts: { count: 1, ranges: ['A4:B4'] } });
  expect([...table.rows].at(-1)!.faults).toMatchObject([{ code: 'tabular.rounded-number', column: 2 }]);
});

test.each([8, 600, 1536, 2600])('an XLS workbook that was cut off after %d bytes is refused', async (length) => {
  const { code } = await refusalOf(xlsOf(register).subarray(0, length));
  expect(['tabular.damaged', 'tabular.not-a-table', 'tabular.truncated']).toContain(code);
});
