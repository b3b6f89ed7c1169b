import { expect, test } from 'vitest';
import { columnHeads, columnWidths, fitLine } from './columns.ts';
import { widthInEms } from './fit-text.ts';
import { periodOf, withThousands } from './wording.ts';

const row = (cells: Partial<Record<(typeof columnHeads)[number], string>>) =>
  columnHeads.map((head) => cells[head] ?? '');
const sum = (widths: number[]) => widths.reduce((all, width) => all + width, 0);

test('the columns fill the page, whatever stands in them', () => {
  const long = '长'.repeat(200);
  const code = 'A'.repeat(200);
  for (const cells of [
    {},
    { 名称: '印章' },
    row({}).map(() => long),
    row({}).map(() => code),
    { 备注: code, 名称: long },
  ]) {
    const line = Array.isArray(cells) ? cells : row(cells);
    expect(sum(columnWidths([line]))).toBeCloseTo(262, 6);
  }
});

test('an amount is never cut, however narrow its neighbours become', () => {
  const line = row({}).map((_, column) =>
    columnHeads[column] === '数量' ? '-123,456,789,012,345.67' : 'A'.repeat(60),
  );
  const widths = columnWidths([line]);
  expect(fitLine(line, widths)[columnHeads.indexOf('数量')]).toBe('-123,456,789,012,345.67');
  expect(sum(widths)).toBeCloseTo(262, 6);
});

test('a column without content is narrow and stays', () => {
  const widths = columnWidths([row({ 序号: '1', 名称: '营业执照', 备注: '副本' })]);
  expect(widths).toHaveLength(19);
  expect(widths[columnHeads.indexOf('密级')]).toBeLessThan(7);
  expect(Math.min(...widths)).toBeGreaterThan(6);
});

test('what cannot be broken is cut to the width of its column, and nothing of it is lost', () => {
  const code = '91310115MA1K3XYZ12'.repeat(4);
  const widths = columnWidths([row({}).map(() => code)]);
  for (const [column, fitted] of fitLine(
    row({}).map(() => code),
    widths,
  ).entries()) {
    const runs = (fitted as { run: string }[]).map(({ run }) => run);
    expect(runs.join('')).toBe(code);
    for (const run of runs) expect(widthInEms(run) * 2.47).toBeLessThanOrEqual(widths[column]!);
  }
});

test.each([
  ['1472469.81', '1,472,469.81'],
  ['-1000', '-1,000'],
  ['999', '999'],
  ['0.5000', '0.5000'],
  ['1000.123456', '1,000.123456'],
  ['9007199254740993', '9,007,199,254,740,993'],
  ['', ''],
])('%j is shown as %j', (decimal, shown) => {
  expect(withThousands(decimal)).toBe(shown);
});

test.each([
  ['2024-01', '2024-12', '2024-01 至 2024-12'],
  ['2024-01', '2024-01', '2024-01'],
  ['2024-01', '', '2024-01 起'],
  ['', '2024-12', '至 2024-12'],
  ['', '', ''],
])('from %j to %j is shown as %j', (from, to, shown) => {
  expect(periodOf(from, to)).toBe(shown);
});
