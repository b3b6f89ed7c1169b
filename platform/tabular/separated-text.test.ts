import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Refusal } from '#platform/kernel/refusal.ts';
import { openTable, type TableOptions } from './open-table.ts';

const register =
  '客户编号,企业名称,基本户余额\nKH001,上海安中建筑工程有限公司,1472469.81\nKH002,上海宝尔康文化传播有限公司,800.00\n';

async function read(content: string | Uint8Array, options?: TableOptions) {
  const table = await openTable(Buffer.from(content), options);
  return { ...table, rows: [...table.rows] };
}

async function refusalOf(content: string | Uint8Array, options?: TableOptions) {
  const refusal = await openTable(Buffer.from(content), options).then(
    () => {
      throw new Error('the file was read');
    },
    (error: Refusal) => error,
  );
  return { code: refusal.code, facts: refusal.facts };
}

/** The register in GB18030, of which these are the bytes of its words. */
const gb18030 = Buffer.from(
  'bfcdbba7b1e0bac52cc6f3d2b5c3fbb3c62cbbf9b1bebba7d3e0b6ee0a4b483030312cc9cfbaa3b0b2d6d0bda8d6feb9a4b3ccd3d0cfdeb9abcbbe2c313437323436392e38310a4b483030322cc9cfbaa3b1a6b6fbbfb5cec4bbafb4abb2a5d3d0cfdeb9abcbbe2c3830302e30300a',
  'hex',
);

test.each([
  ['UTF-8', Buffer.from(register), 'utf-8', 'content'],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${register}`), 'utf-8', 'byte-order-mark'],
  ['GB18030', gb18030, 'gb18030', 'content'],
  ['UTF-16 as Excel saves Unicode text', Buffer.from(`\uFEFF${register}`, 'utf16le'), 'utf-16le', 'byte-order-mark'],
  [
    'UTF-16 with the bytes swapped',
    Buffer.from(`\uFEFF${register}`, 'utf16le').swap16(),
    'utf-16be',
    'byte-order-mark',
  ],
])('a register in %s is read, and its encoding is told', async (_, bytes, encoding, encodingBy) => {
  const { found, columns, rows } = await read(bytes);
  expect(found).toMatchObject({ encoding, encodingBy, rows: 2, headerLine: 1 });
  expect(columns).toEqual(['客户编号', '企业名称', '基本户余额']);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['KH001', '上海安中建筑工程有限公司', '1472469.81'],
    ['KH002', '上海宝尔康文化传播有限公司', '800.00'],
  ]);
});

test.each([[','], [';'], ['\t'], ['|']] as const)(
  'the separator %j is found by how evenly it cuts the lines, and told',
  async (separator) => {
    const { found, columns } = await read(register.replaceAll(',', separator));
    expect(found).toMatchObject({ separator, separatorBy: 'content' });
    expect(columns).toHaveLength(3);
  },
);

test('a bank export with semicolons and quotes only around texts is read as it stands', async () => {
  const { found, columns, rows } = await read(
    '"client_id";"birth_number";"district_id"\r\n1;"706213";18\r\n2;"450204";1\r\n',
  );
  expect(found).toMatchObject({ separator: ';', quote: '"', headerLine: 1 });
  expect(columns).toEqual(['client_id', 'birth_number', 'district_id']);
  expect(rows[1]).toMatchObject({ line: 3, cells: ['2', '450204', '1'] });
});

test('when two separators cut nearly as evenly, the person is told of the other', async () => {
  const { found, doubts } = await read('a;x,b;y\n1;2,3;4\n5;6,7;8\n', {});
  expect(found.separator).toBe(';');
  expect(doubts).toContainEqual({ code: 'tabular.separator-unsure', facts: { separator: ';', rival: ',' } });
  expect((await read('a;x,b;y\n1;2,3;4\n', { separator: ',' })).found).toMatchObject({
    separator: ',',
    separatorBy: 'given',
  });
});

test('a note keeps its quotes, its separators and its line ends, and rows keep the line they begin on', async () => {
  const { rows } = await read(
    '编号,备注\nKH1,"含历史欠费\n见附件"\nKH2,"客户要求""先电话,后上门"""\r\nKH3,"一\r\n二\r\n"\nKH4,\n',
  );
  expect(rows.map(({ line, cells }) => [line, cells[1]])).toEqual([
    [2, '含历史欠费\n见附件'],
    [4, '客户要求"先电话,后上门"'],
    [5, '一\r\n二\r\n'],
    [8, ''],
  ]);
});

test('any table written by RFC 4180 comes back cell by cell', async () => {
  const cell = fc
    .oneof(fc.constantFrom('"', '\n', '\r\n', ',', ' ', '公司', '""', '\t'), fc.string({ unit: 'grapheme' }))
    .map((text) => text.replaceAll('\0', ''));
  const anyTable = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  await fc.assert(
    fc.asyncProperty(anyTable, async (written) => {
      const lines = written.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      const header = written[0]!.map((_, at) => `"h${at}"`).join(',');
      const last = written[0]!.map(() => '"end"').join(',');
      const { rows } = await read([header, ...lines, last, ''].join('\r\n'), {
        separator: ',',
        headerLine: 1,
        encoding: 'utf-8',
      });
      const kept = written.filter((cells) => cells.some((text) => text.trim() !== ''));
      expect(rows.slice(0, -1).map(({ cells }) => cells)).toEqual(kept);
    }),
    { numRuns: 200 },
  );
});

test('spaces, full-width digits and leading zeros are not touched', async () => {
  const { rows } = await read('编号,名称\n 007 ,123 有限公司 \n');
  expect(rows[0]!.cells).toEqual([' 007 ', '123 有限公司 ']);
});

test('a quote inside a plain cell is kept and pointed at; text after a closing quote is a fault', async () => {
  const { rows } = await read('编号,名称\n1,老"字号"店\n2,"甲"乙\n');
  expect(rows[0]).toMatchObject({
    cells: ['1', '老"字号"店'],
    doubts: [{ code: 'tabular.quote-in-plain-cell', column: 1 }],
  });
  expect(rows[1]).toMatchObject({ cells: ['2', '甲乙'], faults: [{ code: 'tabular.text-after-quote', column: 1 }] });
});

test('a row with a cell too few or too many is a fault that names its line, and its cells are shown as they stand', async () => {
  const { rows } = await read('编号,名称,余额\n1,甲,1.00\n2,乙\n3,丙,分公司,3.00\n4,丁,4.00,,\n');
  expect(rows.map(({ line, faults }) => [line, faults.map(({ code }) => code)])).toEqual([
    [2, []],
    [3, ['tabular.too-few-cells']],
    [4, ['tabular.too-many-cells']],
    [5, []],
  ]);
  expect(rows[2]!.cells).toEqual(['3', '丙', '分公司', '3.00']);
});

test('a title above the header is passed over and shown, blank lines are counted', async () => {
  const { found, above, doubts, rows } = await read(
    '启明财务 客户台账,,\n制表 2026-11-23,,\n,,\n客户编号,企业名称,基本户余额\nKH001,甲,1.00\n\nKH002,乙,2.00\n',
  );
  expect(found).toMatchObject({ headerLine: 4, headerBy: 'content', rows: 2, blankLines: 1 });
  expect(above.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [1, '启明财务 客户台账'],
    [2, '制表 2026-11-23'],
  ]);
  expect(doubts).toContainEqual({ code: 'tabular.lines-above-header', facts: { lines: 2 } });
  expect(rows.map(({ line }) => line)).toEqual([5, 7]);
});

test('a table without a header has its first line as a row, and columns by their letters', async () => {
  const { found, columns, doubts, rows } = await read(
    'KH001,甲公司,1.00,2024-01-01\nKH002,乙公司,2.00,2024-02-01\nKH003,丙公司,3.00,2024-03-01\n',
  );
  expect(found.headerLine).toBeNull();
  expect(columns).toEqual(['A', 'B', 'C', 'D']);
  expect(doubts).toContainEqual({ code: 'tabular.no-header', facts: {} });
  expect(rows).toHaveLength(3);
});

test('the person may say which line is the header, or that there is none', async () => {
  expect((await read('甲,乙\n丙,丁\n戊,己\n', { headerLine: 2 })).columns).toEqual(['丙', '丁']);
  expect((await read('甲,乙\n丙,丁\n戊,己\n', { headerLine: 0 })).rows).toHaveLength(3);
  expect(await refusalOf('甲,乙\n丙,丁\n', { headerLine: 9 })).toEqual({
    code: 'tabular.no-such-line',
    facts: { line: 9 },
  });
});

test('two columns of one name, and a filled column without a name, are told apart and told', async () => {
  const { columns, doubts } = await read('编号,备注,备注,,\n1,a,b,c,\n');
  expect(columns).toEqual(['编号', '备注', '备注 (2)', 'D']);
  expect(doubts.map(({ code }) => code)).toEqual(['tabular.doubled-column', 'tabular.unnamed-column']);
});

test('lines that end in CR only, as old exports do, are lines', async () => {
  const { rows } = await read('编号,名称\r1,甲\r2,乙\r');
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, '1', '甲'],
    [3, '2', '乙'],
  ]);
});

test('characters that an earlier program had already lost are pointed at', async () => {
  expect((await read('编号,名称\n1,甲\n2,上海�公司\n')).doubts).toContainEqual({
    code: 'tabular.lost-characters',
    facts: { line: 3 },
  });
});

test.each([
  ['an empty file', ''],
  ['a file of only a byte order mark', '\uFEFF'],
  ['a file of blank lines', '\n\n  \n'],
])('%s is refused as empty', async (_, content) => {
  expect((await refusalOf(content)).code).toBe('tabular.empty-file');
});

test('a file of a header and nothing else is refused', async () => {
  expect(await refusalOf('客户编号,企业名称\n')).toEqual({ code: 'tabular.no-rows', facts: { line: 1 } });
});

test('a byte that does not fit the encoding is named by line and place', async () => {
  const bytes = Buffer.from(register);
  bytes[register.slice(0, register.indexOf('宝')).length + 2 * 23] = 0xff;
  const { code, facts } = await refusalOf(bytes);
  expect(code).toBe('tabular.wrong-encoding');
  expect(facts).toMatchObject({ encoding: 'utf-8', line: 3 });
  expect(bytes[facts['offset'] as number]).toBe(0xff);
});

test('an encoding that the person gives is held to', async () => {
  expect(await refusalOf(gb18030, { encoding: 'utf-8' })).toEqual({
    code: 'tabular.wrong-encoding',
    facts: { encoding: 'utf-8', line: 1, offset: 0 },
  });
  expect((await read(gb18030, { encoding: 'gb18030' })).found.encodingBy).toBe('given');
  expect((await refusalOf(`\uFEFF${register}`, { encoding: 'gb18030' })).code).toBe('tabular.wrong-encoding');
});

test.each([
  ['Big5', 'abc8a4e12cbdd2a6572c0a312ca5d1b1d2a4bda5712c0a'],
  ['Latin letters of Windows', '6e756d2c6e6f6d0a312c436166e920e020506172650a'],
])('a text in %s is not taken for GB18030', async (_, hex) => {
  expect((await refusalOf(Buffer.from(hex, 'hex'))).code).toBe('tabular.unknown-encoding');
});

test.each([
  ['inside a character', Buffer.from(register).subarray(0, -30)],
  ['inside a character of GB18030', gb18030.subarray(0, 91)],
])('a file cut off %s is refused as not whole', async (_, bytes) => {
  expect((await refusalOf(bytes)).code).toBe('tabular.truncated');
});

test('a file cut off inside a quoted cell names the line and column where the quote opens', async () => {
  expect(await refusalOf('编号,备注\n1,"甲"\n2,"含历史欠费\n见附')).toEqual({
    code: 'tabular.unclosed-quote',
    facts: { line: 3, column: 3 },
  });
});

test('a file cut off in its last line names that line; cut off in the last cell, it is doubted', async () => {
  expect(await refusalOf(register.slice(0, -8))).toEqual({ code: 'tabular.truncated', facts: { line: 3 } });
  expect((await read(register.slice(0, -3))).doubts).toContainEqual({ code: 'tabular.no-final-line-end', facts: {} });
});

test('a file with 200 columns is refused with the count', async () => {
  const wide = `${Array.from({ length: 200 }, (_, at) => `h${at}`).join(',')}\n${'1,'.repeat(199)}1\n`;
  expect(await refusalOf(wide)).toEqual({ code: 'tabular.too-many-columns', facts: { columns: 200, most: 100 } });
});

test('a file with more rows or bytes than the server takes is refused', async () => {
  expect(await refusalOf(register, { limits: { rows: 1 } })).toEqual({
    code: 'tabular.too-many-rows',
    facts: { most: 1 },
  });
  expect((await refusalOf(register, { limits: { bytes: 10 } })).code).toBe('tabular.too-large');
});

test.each([
  ['a web page named .xls', Buffer.from('<html><table><tr><td>1').toString('hex'), 'tabular.unread-format', 'html'],
  ['a PDF', Buffer.from('%PDF-1.7\n').toString('hex'), 'tabular.not-a-table', 'pdf'],
  ['a picture', '89504e470d0a1a0a', 'tabular.not-a-table', 'image'],
  ['a program', '4d5a90000300000004000000', 'tabular.not-a-table', 'binary'],
])('%s is refused by its kind', async (_, hex, code, format) => {
  expect(await refusalOf(Buffer.from(hex, 'hex'))).toEqual({ code, facts: { format } });
});
