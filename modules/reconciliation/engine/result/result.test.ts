import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { openTable } from '#platform/tabular/open-table.ts';
import type { ComparisonSummary, SideSummary } from '../compare/summary.ts';
import type { Difference } from '../difference.ts';
import { aFile } from '../read/read.factory.ts';
import { openResult } from './open-result.ts';
import { type Compared, ResultWriter } from './result-file.ts';
import { differencesAsWorkbook, type SheetWords } from './workbook.ts';

const differences: Difference[] = [
  { kind: 'changed', key: ['KH00032', '甲'], column: '余额', left: '1.00', right: '=2+3' },
  { kind: 'equivalent', key: ['KH00048', '乙'], column: '电话', left: '13832693863', right: '138 3269 3863' },
  { kind: 'added', key: ['KH90000', '丙\n丁'] },
];
const side: SideSummary = {
  name: 'a.csv',
  rows: 2,
  totals: { 余额: '100' },
  blankLines: 0,
  rowsWithoutKey: 0,
  shortRows: 0,
  longRows: 0,
  strayQuotes: 0,
  textAfterQuote: 0,
};
const summary: ComparisonSummary = {
  left: side,
  right: { ...side, name: 'b.csv' },
  counts: { added: 1, removed: 0, changed: 1, equivalent: 1, duplicate: 0 },
  rows: { same: 0, equivalent: 1, changed: 1, surplusLeft: 0, surplusRight: 0 },
  explained: {},
  seed: '00',
  identity: { by: 'bytes' },
};
const compared: Compared = {
  left: { sha256: 'aa', bytes: 1 },
  right: { sha256: 'bb', bytes: 2 },
  pairs: [
    { left: '编号', right: '客户编号', by: { kind: 'none' } },
    { left: '余额', right: '余额', by: { kind: 'amount', toleranceFen: 5n } },
  ],
  key: [0],
  alone: { left: [], right: ['备注'] },
  exact: true,
  seed: '00',
};

function written(names: [string, string] = ['a.csv', 'b.csv']): { bytes: Buffer; name: string } {
  const pieces: Uint8Array[] = [];
  const writer = new ResultWriter(compared, (bytes) => pieces.push(bytes));
  writer.lines(Buffer.from(differences.map((one) => `${JSON.stringify(one)}\n`).join('')));
  const { sha256 } = writer.end({ ...summary, left: { ...side, name: names[0] }, right: { ...side, name: names[1] } });
  return { bytes: Buffer.concat(pieces), name: sha256 };
}

test('a result is named by its hash, and the same comparison gives the same bytes whatever its files are called', () => {
  const { bytes, name } = written();
  expect(name).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(written(['x', 'y']).bytes.equals(bytes)).toBe(true);
});

test('a result is opened with what was compared and how, and gives its differences again and again', async () => {
  const { bytes, name } = written();
  using file = aFile('result.jsonl', bytes);
  const opened = await openResult(file.path, name);
  expect(opened.file).toEqual({ sha256: name, bytes: bytes.length });
  expect(opened.header).toMatchObject({
    left: compared.left,
    key: ['编号'],
    columns: [{ normaliser: { kind: 'none' } }, { normaliser: { kind: 'amount', toleranceFen: '5' } }],
    alone: compared.alone,
  });
  expect(opened.summary.counts).toEqual(summary.counts);
  for (let times = 0; times < 2; times++) expect(await allOf(opened.differences)).toEqual(differences);
});

test('a result of which a byte was changed is another one', async () => {
  const { bytes, name } = written();
  using file = aFile('result.jsonl', bytes);
  appendFileSync(file.path, ' ');
  await expect(openResult(file.path, name)).rejects.toThrow(new Refusal('result.another', { file: file.path }));
});

test.each<[string, (lines: string[]) => string[], number]>([
  ['a difference is missing', (lines) => lines.toSpliced(2, 1), 4],
  ['the summary is missing', (lines) => lines.slice(0, -1), 4],
  ['the header is missing', (lines) => lines.slice(1), 1],
  ['a line is cut', (lines) => lines.with(1, lines[1]!.slice(0, 20)), 2],
  ['something follows the summary', (lines) => [...lines, '{}'], 6],
])('a result is damaged when %s, and the line is told', async (_, damage, line) => {
  using file = aFile('result.jsonl', '');
  writeFileSync(file.path, damage(written().bytes.toString().trimEnd().split('\n')).join('\n'));
  const error = await openResult(file.path).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'result.damaged', facts: { line } });
  expect(readFileSync(file.path).length).toBeGreaterThan(0);
});

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const words: SheetWords = {
  sheet: '差异',
  kind: '类别',
  column: '列',
  left: '左',
  right: '右',
  kinds: { added: '新增', removed: '缺少', changed: '不同', equivalent: '写法不同', duplicate: '重复' },
};

test('differences are exported as a workbook whose cells are texts, and go on to further sheets', async () => {
  const pieces = await allOf(differencesAsWorkbook(['编号', '名称'], differences, words, 3));
  const bytes = Buffer.concat(pieces);
  const table = await openTable(bytes, { headerLine: 1 });
  expect(table.columns).toEqual(['类别', '编号', '名称', '列', '左', '右']);
  expect([...table.rows].map(({ cells, doubts }) => [...cells, doubts.length])).toEqual([
    ['不同', 'KH00032', '甲', '余额', '1.00', '=2+3', 0],
    ['写法不同', 'KH00048', '乙', '电话', '13832693863', '138 3269 3863', 0],
  ]);
  const further = await openTable(bytes, { headerLine: 1, sheet: table.found.sheets[1]!.name });
  expect([...further.rows].map(({ cells }) => cells)).toMatchObject([['新增', 'KH90000', '丙\n丁', '', '', '']]);
});
