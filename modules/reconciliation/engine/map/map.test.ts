import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { fieldWords } from '#platform/kernel/field-words.ts';
import type { ColumnPair } from './column-pair.ts';
import { readMap, writeMap } from './map-file.ts';
import { proposePairs } from './propose-pairs.ts';

/** The proposed pairs as `left=right by score`. */
function proposed(left: string[], right: string[], leftRows: string[][] = [], rightRows: string[][] = []) {
  return proposePairs({ columns: left, sample: leftRows }, { columns: right, sample: rightRows });
}

test.each([
  ['客户名称', '客户名称', 'name'],
  ['客户 名称', '客户名称*', 'name-bare'],
  ['服务费(元/月)', '服务费', 'name-bare'],
  ['客户名称', '企业名称', 'synonym'],
  ['单位名称', 'Company Name', 'synonym'],
  ['纳税人识别号', '统一社会信用代码', 'synonym'],
  ['银行帐号', '账号', 'synonym'],
  ['客户编号', 'khbh', 'synonym'],
  ['借方', '借方发生额', 'synonym'],
  ['仓位', 'cangwei', 'pinyin'],
  ['余额日期', '日期', 'end'],
])('%s is proposed for %s by its %s', (left, right, by) => {
  const { pairs } = proposed([left], [right]);
  expect(pairs).toMatchObject([{ left, right, reasons: [{ by }] }]);
});

test('日期 is proposed for no date where it could be one of two', () => {
  expect(proposed(['余额日期', '合同到期日期'], ['日期']).pairs).toEqual([]);
});

test('no word stands for two fields', () => {
  const words = Object.values(fieldWords).flatMap(({ chinese, english }) => [...chinese, ...english]);
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
});

test('columns whose headers say nothing are paired by what stands in them, with the count', () => {
  const rows = Array.from({ length: 20 }, (_, at) => [`K${at}`, `第${at}家`, `${at}.50`]);
  const other = rows.map(([number, name, amount]) => [amount!, `${name} `, number!]).toReversed();
  const { pairs, leftAlone } = proposed(['A', 'B', 'C'], ['x', 'y', 'z'], rows, other);
  expect(pairs.map(({ left, right }) => left + right)).toEqual(['Az', 'By', 'Cx']);
  expect(pairs[1]!.reasons).toEqual([{ by: 'content', shared: 20, of: 20 }]);
  expect(pairs.every(({ score }) => score <= 0.7)).toBe(true);
  expect(leftAlone).toEqual([]);
});

test('a name weighs more than content, and each column is given once', () => {
  const rows = [['1'], ['2'], ['3']];
  const { pairs, rightAlone } = proposed(
    ['电话'],
    ['手机', '电话'],
    rows,
    rows.map(([cell]) => [cell!, cell!]),
  );
  expect(pairs).toMatchObject([{ left: '电话', right: '电话', score: 1 }]);
  expect(rightAlone).toEqual(['手机']);
});

test('the same name over values of another kind is doubted', () => {
  const { pairs } = proposed(['余额'], ['余额'], [['1.00'], ['2.00']], [['2026-01-05'], ['2026-01-06']]);
  expect(pairs).toMatchObject([{ score: 0.6, kinds: ['amount', 'date'], by: { kind: 'text' } }]);
});

test('columns that nobody knows stay alone on both sides', () => {
  expect(proposed(['甲', '余额'], ['乙', '户数'])).toMatchObject({
    pairs: [],
    leftAlone: ['甲', '余额'],
    rightAlone: ['乙', '户数'],
  });
});

test('a mapping is kept as a file and read back the same', () => {
  const pairs: ColumnPair[] = [
    { left: '客户编号', right: '编号', by: { kind: 'none' } },
    { left: '基本户余额', right: '余额', by: { kind: 'amount', toleranceFen: 5n } },
  ];
  expect(readMap(writeMap(pairs), 'map.json')).toEqual(pairs);
  expect(writeMap([...pairs])).toBe(writeMap(pairs));
});

test('a mapping may be written by hand as names of the right by those of the left', () => {
  expect(readMap('{"客户名称": "企业名称"}', 'map.json')).toEqual([{ left: '客户名称', right: '企业名称', by: null }]);
});

test.each([
  '{',
  '[]',
  '{"a": 1}',
  '{"columns": [{"left": "a"}]}',
  '{"columns": [{"left": "a", "right": "b", "normaliser": {"kind": "guess"}}]}',
])('%s is no mapping', (text) => {
  expect(() => readMap(text, 'map.json')).toThrow(new Refusal('reconcile.no-map', { file: 'map.json' }));
});
