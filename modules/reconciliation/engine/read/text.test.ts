import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Encoding } from '#platform/tabular/encoding.ts';
import { readRecords } from '#platform/tabular/separated-text.ts';
import type { TableRow } from '#platform/tabular/table.ts';
import { openSource, type ReadOptions } from './open-source.ts';
import { aFile, encoded } from './read.factory.ts';
import type { TextSource } from './source.ts';
import { readTextRows } from './text-rows.ts';

async function read(content: string | Uint8Array, options?: ReadOptions) {
  using file = aFile('list.csv', content);
  const source = (await openSource(file.path, options)) as TextSource;
  const rows: TableRow[] = [];
  for await (const block of readTextRows(source)) rows.push(...block);
  return { source, layout: source.layout, rows, cells: rows.map(({ cells }) => cells) };
}

async function refused(content: string | Uint8Array, options?: ReadOptions) {
  const error = await read(content, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  const { code, facts } = error as Refusal;
  return { code, ...facts };
}

const register =
  '客户编号,企业名称,余额\nKH001,上海第一建筑工程有限公司,"1,472.81"\nKH002,"老客户,优先\n第二行",800.00\n';
const told = [
  ['KH001', '上海第一建筑工程有限公司', '1,472.81'],
  ['KH002', '老客户,优先\n第二行', '800.00'],
];

test.each<[Encoding, boolean, string]>([
  ['utf-8', false, 'content'],
  ['utf-8', true, 'byte-order-mark'],
  ['utf-16le', true, 'byte-order-mark'],
  ['utf-16be', true, 'byte-order-mark'],
  ['utf-16le', false, 'content'],
  ['utf-16be', false, 'content'],
  ['gb18030', false, 'content'],
])('a list in %s (mark: %s) is read as written, its encoding known by its %s', async (encoding, mark, by) => {
  const { layout, cells, source } = await read(encoded(register, encoding, mark));
  expect(layout).toMatchObject({ encoding, encodingBy: by, separator: ',', quote: '"', headerLine: 1, firstLine: 2 });
  expect(layout.bytesAbove).toBe(Buffer.byteLength('客户编号,企业名称,余额\n'));
  expect(cells).toEqual(told);
  expect(source.sample).toEqual(told);
  const isUnmarked = encoding.startsWith('utf-16') && !mark;
  expect(source.doubts.map(({ code }) => code)).toEqual(isUnmarked ? ['tabular.no-byte-order-mark'] : []);
});

test.each([',', ';', '\t', '|', '^', '~', '\u0001', '\u001f'])('cells are cut at %j', async (separator) => {
  const { layout, cells } = await read(
    `编号${separator}名称${separator}余额\nK1${separator}甲${separator}1.00\nK2${separator}乙${separator}2.00\n`,
  );
  expect(layout.separator).toBe(separator);
  expect(cells).toEqual([
    ['K1', '甲', '1.00'],
    ['K2', '乙', '2.00'],
  ]);
});

test.each(['\n', '\r\n', '\r'])('lines may end with %j', async (end) => {
  const { cells } = await read(['编号,名称', 'K1,甲', '"K2","a""b"', 'K3,丙'].join(end) + end);
  expect(cells).toEqual([
    ['K1', '甲'],
    ['K2', 'a"b'],
    ['K3', '丙'],
  ]);
});

test('a separator and a quote that nobody would guess are taken as told', async () => {
  const { layout, cells } = await read("编号x名称\nK1x'甲x''乙'\n", { separator: 'x', quote: "'" });
  expect(layout).toMatchObject({ separator: 'x', separatorBy: 'given', quote: "'" });
  expect(cells).toEqual([['K1', "甲x'乙"]]);
});

test('single quotes around nearly every cell are found', async () => {
  const { layout, cells } = await read("'编号','名称'\n'K1','甲,乙'\n'K2','丙'\n");
  expect(layout.quote).toBe("'");
  expect(cells[0]).toEqual(['K1', '甲,乙']);
});

test('a header below a title is found, and the lines above it are told', async () => {
  const { layout, cells, source } = await read('客户清册,,\n制表:李娜,,\n\n编号,名称,余额\nK1,甲,1.00\nK2,乙,2.00\n');
  expect(layout).toMatchObject({ headerLine: 4, firstLine: 5, columns: ['编号', '名称', '余额'] });
  expect(cells).toHaveLength(2);
  expect(source.doubts).toContainEqual({ code: 'tabular.lines-above-header', facts: { lines: 2 } });
});

test('a list without header has letters for columns, and that is told', async () => {
  const { layout, source, cells } = await read('1,2026-01-05,10.00\n2,2026-01-06,11.00\n3,2026-01-07,12.00\n');
  expect(layout).toMatchObject({ headerLine: null, columns: ['A', 'B', 'C'], bytesAbove: 0, firstLine: 1 });
  expect(source.doubts).toContainEqual({ code: 'tabular.no-header', facts: {} });
  expect(cells).toHaveLength(3);
});

test('doubled and blank headers get names of their own, and that is told', async () => {
  const { layout, source } = await read('编号,电话,电话,\nK1,1,2,3\nK2,4,5,6\n');
  expect(layout.columns).toEqual(['编号', '电话', '电话 (2)', 'D']);
  expect(source.doubts.map(({ code }) => code)).toEqual(['tabular.doubled-column', 'tabular.unnamed-column']);
});

test('a row with too few or too many cells keeps them and has the fault; nothing is dropped', async () => {
  const { rows } = await read('编号,名称,余额\nK1,甲\nK2,乙,2.00,多\nK3,丙,3.00,,\n\nK4,丁,4.00\n');
  expect(rows.map(({ line, cells, faults }) => [line, cells.length, faults.map(({ code }) => code)])).toEqual([
    [2, 2, ['tabular.too-few-cells']],
    [3, 4, ['tabular.too-many-cells']],
    [4, 3, []],
    [6, 3, []],
  ]);
});

test('a byte that does not fit is refused with file, line and place', async () => {
  const bytes = Buffer.concat([Buffer.from('编号,名称\nK1,甲\nK2,'), Buffer.from([0xff]), Buffer.from('乙\nK3,丙\n')]);
  expect(await refused(bytes, { encoding: 'utf-8' })).toEqual({
    code: 'tabular.wrong-encoding',
    file: 'list.csv',
    encoding: 'utf-8',
    line: 3,
    column: 4,
    offset: 24,
  });
});

test('a quote that is never closed is refused with the place at which its cell begins', async () => {
  expect(await refused('编号,名称\nK1,甲\nK2,"乙\nK3,丙\n')).toMatchObject({
    code: 'tabular.unclosed-quote',
    line: 3,
    column: 4,
  });
});

test('a file that was cut off is refused with its last line', async () => {
  expect(await refused('编号,名称,余额\nK1,甲,1.00\nK2,乙')).toMatchObject({ code: 'tabular.truncated', line: 3 });
});

test.each([
  ['', 'tabular.empty-file'],
  [' \n \n', 'tabular.empty-file'],
  ['编号,名称\n', 'tabular.no-rows'],
  [new Uint8Array([1, 0, 2, 0, 0, 7]), 'tabular.not-a-table'],
  ['%PDF-1.7', 'tabular.not-a-table'],
])('%j is refused: %s', async (content, code) => {
  expect(await refused(content)).toMatchObject({ code, file: 'list.csv' });
});

test('a text that is cut anywhere is read in stretches as it is in one piece', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '甲', '"', ',', '\n', '\r', '\r\n', ' '), maxLength: 6 });
  const text = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  const quoted = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('\n', '\r\n'), (table, place, end) => {
      const written = table.map((row) => row.map(quoted).join(',')).join(end) + end;
      const whole = [...readRecords(written, ',', { lineEnd: '\n' })];
      expect(whole.map(({ cells }) => cells)).toEqual(table);
      const cut = place % written.length;
      const first = readRecords(written.slice(0, cut), ',', { lineEnd: '\n', goesOn: true });
      const records = [];
      let step = first.next();
      for (; !step.done; step = first.next()) records.push(step.value);
      const firstLine = written.slice(0, step.value).split('\n').length;
      records.push(...readRecords(written.slice(step.value), ',', { lineEnd: '\n', firstLine }));
      expect(records).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test('a list longer than what is read at once comes whole and in order, cells over several lines among it', async () => {
  const lines = Array.from({ length: 60_000 }, (_, at) => `K${at},"第${at}行\n续,""引""",${at}.50`);
  const { rows } = await read(encoded(`编号,说明,余额\n${lines.join('\r\n')}\r\n`, 'gb18030'));
  expect(rows).toHaveLength(60_000);
  expect(rows.every(({ cells }, at) => cells[0] === `K${at}` && cells[1] === `第${at}行\n续,"引"`)).toBe(true);
  expect(rows.at(-1)!.line).toBe(2 + 59_999 * 2);
});

test('every file of csv-spectrum is read exactly', async () => {
  const folder = join(import.meta.dirname, '../../../../node_modules/csv-spectrum');
  const names = readdirSync(join(folder, 'csvs')).map((name) => name.replace('.csv', ''));
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const { layout, cells } = await read(readFileSync(join(folder, 'csvs', `${name}.csv`)), { headerLine: 1 });
    const records = cells.map((row) => Object.fromEntries(row.map((cell, at) => [layout.columns[at], cell])));
    const told = [JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8'))].flat();
    // The suite's own slip: its JSON has another phone number than its CSV.
    if (name === 'location_coordinates') told[0]['Contact Phone Number'] = '2095257564';
    expect(records, name).toEqual(told);
  }
});
