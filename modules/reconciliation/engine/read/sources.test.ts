import { utils, write } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { workbookParts, zipOf } from '#platform/tabular/file.factory.ts';
import { openSource, type ReadOptions } from './open-source.ts';
import { aFile } from './read.factory.ts';
import type { RowSource } from './source.ts';

async function read(name: string, content: string | Uint8Array, options?: ReadOptions) {
  using file = aFile(name, content);
  const source = (await openSource(file.path, options)) as RowSource;
  const cells: string[][] = [];
  for await (const block of source.rows) cells.push(...block);
  return { source, cells, marks: source.marks.list() };
}

async function refused(name: string, content: string | Uint8Array) {
  const error = await read(name, content).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  const { code, facts } = error as Refusal;
  return { code, ...facts };
}

const cell = (text: string | number) =>
  typeof text === 'number' ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (...cells: (string | number)[]) => `<row>${cells.map(cell).join('')}</row>`;

test('a workbook is read as rows below its header, with what is odd told', async () => {
  const sheet =
    row('客户清册') +
    row('编号', '名称', '余额') +
    row('K1', '甲', 1472469.81) +
    row('K2', '乙') +
    row('K3', '丙', 3, '', '远');
  const bytes = zipOf(
    workbookParts({
      sheets: { '!密': row('x'), 清册: sheet, 另: row('y') },
      after: '<mergeCells><mergeCell ref="A4:B4"/></mergeCells>',
    }),
  );
  const { source, cells, marks } = await read('list.xlsx', bytes);
  expect(source.found).toMatchObject({ format: 'xlsx', sheet: '清册', headerLine: 2 });
  expect(source.columns).toEqual(['编号', '名称', '余额']);
  expect(cells).toEqual([
    ['K1', '甲', '1472469.81'],
    ['K2', '乙', ''],
    ['K3', '丙', '3'],
  ]);
  expect(source.sample).toHaveLength(3);
  expect(source.doubts.map(({ code }) => code)).toEqual([
    'tabular.other-sheets',
    'tabular.lines-above-header',
    'tabular.merged-cells',
  ]);
  expect(marks).toMatchObject([
    { code: 'tabular.too-many-cells', severity: 'fault', count: 1, places: [{ line: 5, column: null }] },
    { code: 'tabular.merged-cell', severity: 'doubt', count: 1, places: [{ line: 4, column: 1 }] },
  ]);
});

test('a sheet of a workbook is read by its name, an XLS and one of many rows as any other', async () => {
  const book = utils.book_new(utils.aoa_to_sheet([['x']]), '首');
  const rows = Array.from({ length: 20_000 }, (_, at) => [`K${at}`, `第${at}家`, at / 100]);
  utils.book_append_sheet(book, utils.aoa_to_sheet([['编号', '名称', '余额'], ...rows]), '清册');
  for (const bookType of ['xlsx', 'biff8'] as const) {
    const bytes = Uint8Array.from(write(book, { bookType, type: 'buffer', compression: true }) as Buffer);
    const { cells } = await read('list', bytes, { sheet: '清册' });
    expect(cells).toEqual(rows.map((each) => each.map(String)));
  }
});

test('a reading that is given up lets the file go', async () => {
  using file = aFile(
    'list.xlsx',
    zipOf(workbookParts({ sheets: { a: row('编号', '名称') + row('K1', '甲').repeat(50_000) } })),
  );
  const source = (await openSource(file.path)) as RowSource;
  await source.close();
  const { value } = await source.rows[Symbol.asyncIterator]().next();
  expect(value).toBeDefined();
});

test('JSON lines are read with every field, a late one too, and numbers digit by digit', async () => {
  const lines = [
    '{"编号":"K1","账号":615964917481355729,"余额":1472469.810,"停用":false}',
    '{"编号":"K2","余额":1.47246981E6,"备注":"一\\n\\"二\\"","联系人":{"姓名":"王","电话":[1,2]}}',
    '',
    '{ "编号" : null , "余额" : -1.5e-3 }',
  ];
  const { source, cells, marks } = await read('list.jsonl', `\ufeff${lines.join('\r\n')}`);
  expect(source.columns).toEqual(['编号', '账号', '余额', '停用', '备注', '联系人']);
  expect(cells).toEqual([
    ['K1', '615964917481355729', '1472469.810', 'false', '', ''],
    ['K2', '', '1472469.81', '', '一\n"二"', '{"姓名":"王","电话":[1,2]}'],
    ['', '', '-0.0015', '', '', ''],
  ]);
  expect(marks).toMatchObject([{ code: 'source.nested-value', count: 1, places: [{ line: 2, column: 5 }] }]);
});

test.each<[string, object]>([
  ['{"a":1}\n{"a":1,}\n', { code: 'source.not-json', line: 2, column: 8 }],
  ['{"a":1}\n{"a":01}\n', { code: 'source.not-json', line: 2, column: 7 }],
  ['{"a":1}\n{"a":1} {"a":2}\n', { code: 'source.not-json', line: 2, column: 9 }],
  ['{"a":1}\n{"a":[1,}\n', { code: 'source.not-json', line: 2, column: 6 }],
  ['{"a":1}\n{"a":"x\n', { code: 'source.not-json', line: 2, column: 6 }],
  ['{"a":1}\n[1]\n', { code: 'source.not-json', line: 2, column: 1 }],
  ['{"a":1,"a":2}\n', { code: 'source.doubled-field', line: 1, field: 'a' }],
  ['[{"a":1}]', { code: 'source.not-json', line: 1, column: 1 }],
  ['{}\n{}\n', { code: 'tabular.no-rows' }],
])('%j is refused with its line and column', async (content, facts) => {
  expect(await refused('list.jsonl', content)).toMatchObject({ ...facts, file: 'list.jsonl' });
});

test.each([
  ['<html><table><tr><td>1</td></tr></table>', 'tabular.unread-format'],
  ['PK\x03\x04garbage', 'tabular.truncated'],
  ['PAR1garbagePAR1', 'tabular.damaged'],
  ['PAR1', 'tabular.damaged'],
])('%j is refused: %s', async (content, code) => {
  expect(await refused('file', content)).toMatchObject({ code, file: 'file' });
});
