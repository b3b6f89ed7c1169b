import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatYuan } from '#platform/kernel/money.ts';
import { compareValues } from './compare-values.ts';
import { readValue } from './written-value.ts';

test.each([
  ['text', '上海百蔬园信息科技工作室', '上海百蔬园信息科技工作室 '],
  ['text', '上海冰峪沟物流合伙企业(有限合伙)', '上海冰峪沟物流合伙企业（有限合伙）'],
  ['text', '老客户,优先', '老客户， 优先'],
  ['text', '含历史欠费\n见附件', '含历史欠费\r\n见附件'],
  ['name', '陈 晓明', '陈晓明'],
  ['phone', '18616616417', '186 1661 6417'],
  ['phone', '13648940600', '１３６４８９４０６００'],
  ['phone', '13648940600', '+86 136-4894-0600'],
  ['phone', '021-62345678', '(021)62345678'],
  ['money', '6211780.24', '6,211,780.24'],
  ['money', '6211780.24', '￥６，２１１，７８０．２４'],
  ['money', '800.00', '800'],
  ['money', '800.00', '800.0000元'],
  ['money', '-12.50', '(12.50)'],
  ['date', '2022-11-08', '2022/11/8'],
  ['date', '2024-04-13', '2024年4月13日'],
  ['date', '2024-04-13', '20240413'],
  ['date', '2024-04-13', '2024-04-13 00:00:00'],
  ['period', '2026-10', '2026年10月'],
  ['period', '2026-10', '202610'],
  ['period', '2026-Q3', '2026年第三季度'],
  ['period', '2026', '2026年度'],
  ['account', '229312345678902267', '2293 1234 5678 9022 67'],
  ['uscc', '91310117KGKG6N8E69', '91310117kgkg6n8e69'],
  ['email', 'c452742@example.com', 'C452742@Example.com'],
  ['integer', '1200', '1,200'],
  ['flag', 'true', '是'],
] as const)('%s: %j and %j are the same, written differently', (type, handed, held) => {
  expect(compareValues(type, handed, held)).toEqual({ outcome: 'written-differently' });
  expect(compareValues(type, held, handed)).toEqual({ outcome: 'written-differently' });
});

test.each([
  ['text', '上海安中建筑工程有限公司', '上海安中建筑工程股份有限公司'],
  ['text', 'AB 123', 'AB123'],
  ['text', '12 3号', '1 23号'],
  ['name', '张敏芳', '李勇二'],
  ['name', '陈晓明', '陳曉明'],
  ['phone', '13980618143', '13980618144'],
  ['account', '00123', '123'],
  ['account', '682029046302907669', '682029046302907676'],
  ['uscc', '9131011278QW93YK40', '9131011278QW93YK41'],
  ['date', '2028-09-28', '2029-09-28'],
  ['date', '2026-04-03', '4/3/2026'],
  ['period', '2026-10', '2026-Q4'],
  ['integer', 12, 13],
  ['flag', 'true', '否'],
] as const)('%s: %j and %j are different', (type, handed, held) => {
  expect(compareValues(type, handed, held)).toEqual({ outcome: 'different' });
});

test('a difference of money is told in fen, held minus handed', () => {
  expect(compareValues('money', '2190160.41', '2,190,160.11')).toEqual({ outcome: 'different', difference: -30n });
});

test('an amount with a third decimal is not rounded away', () => {
  expect(compareValues('money', '1.00', '1.005')).toEqual({ outcome: 'different' });
});

test('figures with commas in the wrong place are no amount', () => {
  expect(compareValues('money', '123456.00', '1,23,456.00')).toEqual({ outcome: 'different' });
});

test('a value against an empty field is different, two empty fields are the same', () => {
  expect(compareValues('phone', '13980618143', '')).toEqual({ outcome: 'different' });
  expect(compareValues('phone', null, '  ')).toEqual({ outcome: 'same' });
});

test('the words of a choice are ways of writing it', () => {
  expect(compareValues('choice', 'small-scale', '小规模', 'taxpayer-type').outcome).toBe('written-differently');
  expect(compareValues('choice', 'general', '小规模纳税人', 'taxpayer-type').outcome).toBe('different');
});

test('amounts are compared exactly, at any size', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      (handed, held) => {
        const found = compareValues('money', formatYuan(handed), formatYuan(held));
        return handed === held ? found.outcome === 'same' : found.difference === held - handed;
      },
    ),
  );
});

test('a register is read into what records store, and text keeps every character', () => {
  expect(readValue({ type: 'money', class: 'sensitive' }, '6,211,780.24')).toBe('6211780.24');
  expect(readValue({ type: 'date', class: 'ordinary' }, '2024年4月13日')).toBe('2024-04-13');
  expect(readValue({ type: 'integer', class: 'ordinary' }, '１２')).toBe(12);
  expect(readValue({ type: 'flag', class: 'ordinary' }, '否')).toBe(false);
  expect(readValue({ type: 'choice', class: 'ordinary', choices: 'taxpayer-type' }, '一般纳税人')).toBe('general');
  expect(readValue({ type: 'text', class: 'ordinary' }, ' 上海（有限合伙） ')).toBe('上海（有限合伙）');
  expect(readValue({ type: 'phone', class: 'sensitive' }, '186 1661 6417')).toBe('186 1661 6417');
});

test.each([
  [{ type: 'money', class: 'sensitive' }, '约800'],
  [{ type: 'date', class: 'ordinary' }, '2026-02-30'],
  [{ type: 'period', class: 'ordinary' }, '2026-13'],
  [{ type: 'choice', class: 'ordinary', choices: 'taxpayer-type' }, '个体'],
  [{ type: 'integer', class: 'ordinary' }, '1.5'],
  [{ type: 'flag', class: 'ordinary' }, '也许'],
  [{ type: 'name', class: 'sensitive' }, '  '],
] as const)('what is nothing of its type is not read: %o %s', (field, written) => {
  expect(readValue(field, written)).toBeNull();
});
