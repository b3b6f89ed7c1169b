import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainFen, readAmount } from './amount.ts';
import { compareCells, normalise } from './normalise.ts';
import type { Normaliser } from './normaliser.ts';
import { normaliserJson, normaliserSchema } from './normaliser-json.ts';
import { simplifiedForms } from './simplified.ts';

const amount: Normaliser = { kind: 'amount' };
const date: Normaliser = { kind: 'date' };
const phone: Normaliser = { kind: 'digits', phone: true };

test.each<[string, bigint | null]>([
  ['', null],
  ['　 ', null],
  ['1472469.81', 147246981n],
  ['1,472,469.81', 147246981n],
  [' 1 472 469.81 ', 147246981n],
  ['１，４７２，４６９．８１', 147246981n],
  ['¥1,472,469.81', 147246981n],
  ['￥1472469.81元', 147246981n],
  ['人民币1472469.81元整', 147246981n],
  ['RMB 800', 80000n],
  ['0.1', 10n],
  ['.5', 50n],
  ['7.', 700n],
  ['007.50', 750n],
  ['1.5000', 150n],
  ['-0.00', 0n],
  ['+12.30', 1230n],
  ['-1,234.00', -123400n],
  ['−1234', -123400n],
  ['1,234.00-', -123400n],
  ['(1,234.00)', -123400n],
  ['（1,234.00）', -123400n],
  ['¥(1,234.00)', -123400n],
  ['(¥1,234.00)', -123400n],
  ['-¥1,234.00', -123400n],
  ['¥-1,234.00', -123400n],
  ['12.5万', 12500000n],
  ['12.345678万元', 12345678n],
  ['1.00001万', 1000010n],
  ['(12.5)万', -12500000n],
  ['3亿', 30000000000n],
  ['1.00000001億元', 10000000100n],
  ['2千元', 200000n],
  ['1.2百万', 120000000n],
  ['="1472469.81"', 147246981n],
  ["'800", 80000n],
  ['9999999999999999.99', 999999999999999999n],
])('an amount written %j is %s fen', (written, fen) => {
  expect(readAmount(written)).toBe(fen);
});

test('an amount that is written plainly is read as any other, only faster', () => {
  const plainly = fc.string({ unit: fc.constantFrom(...'0123456789.-'), maxLength: 16 });
  fc.assert(
    fc.property(plainly, (written) => {
      const fen = plainFen(written);
      if (!Number.isNaN(fen)) expect(readAmount(written)).toBe(BigInt(fen));
    }),
  );
  expect([plainFen('-1234567890.5'), plainFen('12'), plainFen('1.005')]).toEqual([-123_456_789_050, 1200, Number.NaN]);
});

test.each([
  ['1.005', 'finer-than-fen'],
  ['1.0000001万', 'finer-than-fen'],
  ['99999999999999999.99', 'too-large'],
  ['6.15965E+17', 'rounded'],
  ['1.2E3', 'rounded'],
  ['12%', 'unreadable'],
  ['12,34', 'unreadable'],
  ['1,2345.00', 'unreadable'],
  ['1.234.567', 'unreadable'],
  ['-', 'unreadable'],
  ['--5', 'unreadable'],
  ['-(5)', 'unreadable'],
  ['(-5)', 'unreadable'],
  ['-5-', 'unreadable'],
  ['()', 'unreadable'],
  ['.', 'unreadable'],
  ['万', 'unreadable'],
  ['5万3千', 'unreadable'],
  ['$5', 'unreadable'],
  ['详见合同', 'unreadable'],
  ['#REF!', 'unreadable'],
])('%j is no amount in fen: %s; it is compared as written', (written, doubt) => {
  expect(normalise(` ${written}　`, amount)).toEqual({ text: written, doubt });
});

test('every amount of fen is read back exactly from each way of writing it', () => {
  const most = 10n ** 18n - 1n;
  fc.assert(
    fc.property(fc.bigInt({ min: -most, max: most }), (fen) => {
      const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
      const [whole, part] = [digits.slice(0, -2), digits.slice(-2)];
      const thousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
      const wide = `${whole}.${part}`.replaceAll(/[\d.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
      const wan = `${whole.padStart(5, '0').slice(0, -4)}.${whole.padStart(5, '0').slice(-4)}${part}万`;
      for (const form of [`${whole}.${part}`, `¥${thousands}.${part}元`, wide, wan]) {
        expect(readAmount(fen < 0n ? `-${form}` : form), form).toBe(fen);
        if (fen < 0n) expect(readAmount(form.endsWith('万') ? `(${form.slice(0, -1)})万` : `(${form})`)).toBe(fen);
      }
    }),
  );
});

test.each([
  ['', ''],
  ['2026-1-5', '2026-01-05'],
  ['2026-01-05', '2026-01-05'],
  ['2026/01/05', '2026-01-05'],
  ['2026.1.5', '2026-01-05'],
  ['2026年1月5日', '2026-01-05'],
  ['2026 年 1 月 5 日', '2026-01-05'],
  ['2026年01月05号', '2026-01-05'],
  ['２０２６－０１－０５', '2026-01-05'],
  ['20260105', '2026-01-05'],
  ['二〇二六年一月五日', '2026-01-05'],
  ['二零二六年十二月三十一日', '2026-12-31'],
  ['二○二六年十月二十日', '2026-10-20'],
  ['二〇二六年元月十五号', '2026-01-15'],
  ['二〇二六年十一月廿三日', '2026-11-23'],
  ['贰零贰陆年零壹月零伍日', '2026-01-05'],
  ['贰零贰陆年零壹拾月叁拾壹日', '2026-10-31'],
  ['贰零贰陆年壹拾贰月壹拾日', '2026-12-10'],
  ['2026-01-05 00:00:00', '2026-01-05'],
  ['2026-01-05T00:00:00.000Z', '2026-01-05'],
  ['2026/1/5 0:00', '2026-01-05'],
  ['2026-01-05 13:45', '2026-01-05 13:45:00'],
  ['2024-02-29', '2024-02-29'],
  ['2026年1月', '2026-01'],
  ['2026-1', '2026-01'],
  ['2026.01', '2026-01'],
  ['202601', '2026-01'],
  ['二〇二六年十二月', '2026-12'],
])('a day written %j is %j', (written, day) => {
  expect(normalise(written, date)).toEqual({ text: day, doubt: null });
});

test.each([
  ['2026-02-30', 'no-such-day'],
  ['2025-02-29', 'no-such-day'],
  ['20261301', 'no-such-day'],
  ['2026年13月', 'no-such-day'],
  ['二〇二六年十三月五日', 'no-such-day'],
  ['2026-01-05 25:00', 'no-such-day'],
  ['3/4/2026', 'unreadable'],
  ['26-1-5', 'unreadable'],
  ['2026-1/5', 'unreadable'],
  ['46349', 'unreadable'],
  ['长期', 'unreadable'],
  ['二〇二六年五五月一日', 'no-such-day'],
])('%j is no certain day: %s', (written, doubt) => {
  expect(normalise(written, date)).toEqual({ text: written, doubt });
});

test('a number is a day only where the column was proved to count days', () => {
  expect(normalise('46349', { kind: 'date', serial: 1900 })).toEqual({ text: '2026-11-23', doubt: null });
  expect(normalise('44887', { kind: 'date', serial: 1904 })).toEqual({ text: '2026-11-23', doubt: null });
  expect(normalise('60', { kind: 'date', serial: 1900 })).toEqual({ text: '60', doubt: 'no-such-day' });
  expect(normalise('2026-11-23', { kind: 'date', serial: 1900 })).toEqual({ text: '2026-11-23', doubt: null });
});

test.each([
  ['18616616417', '18616616417'],
  ['186 1661 6417', '18616616417'],
  ['１８６１６６１６４１７', '18616616417'],
  ['+86-186-1661-6417', '18616616417'],
  ['0086 18616616417', '18616616417'],
  ['8618616616417', '18616616417'],
  ['(021) 5888-1234', '02158881234'],
  ['+86 21 58881234', '02158881234'],
  ['021—58881234转801', '02158881234801'],
  ['021-58881234-801', '02158881234801'],
  ['400-820-8820', '4008208820'],
])('a phone written %j counts as %s', (written, digits) => {
  expect(normalise(written, phone)).toEqual({ text: digits, doubt: null });
});

test('an account keeps its first digits, whatever a phone would do with them', () => {
  expect(normalise('8618 6166 1641 7', { kind: 'digits' })).toEqual({ text: '8618616616417', doubt: null });
});

test.each([
  ['未知', 'unreadable'],
  ['186166X', 'unreadable'],
  ['13800000000/58881234', 'unreadable'],
  ['138.5', 'unreadable'],
  ['6.15965E+17', 'rounded'],
])('%j is no number of digits: %s; two such values are not both nothing', (written, doubt) => {
  expect(normalise(written, phone)).toEqual({ text: written, doubt });
});

test('a credit code counts without blanks, hyphens and case; one that fails its check is compared and doubted', () => {
  const by: Normaliser = { kind: 'credit-code' };
  expect(normalise(' 91350100m000100y43', by)).toEqual({ text: '91350100M000100Y43', doubt: null });
  expect(normalise('９１５１２０８１-ＭＡ６２Ｋ０２６０Ｅ', by)).toEqual({ text: '91512081MA62K0260E', doubt: null });
  expect(normalise('91350211M0000XUF46', by)).toEqual({ text: '91350211M0000XUF46', doubt: 'check-digit' });
  expect(normalise('310115600123456 ', by)).toEqual({ text: '310115600123456', doubt: 'unreadable' });
});

test('each step on a text is taken only where it is named', () => {
  const name = ' 上海ABC 商貿（浦東）有限公司【分】　';
  expect(normalise(name, { kind: 'none' }).text).toBe(name);
  expect(normalise(name, { kind: 'text' }).text).toBe(name);
  expect(normalise(name, { kind: 'text', blanks: 'edge' }).text).toBe('上海ABC 商貿（浦東）有限公司【分】');
  expect(normalise(name, { kind: 'text', blanks: 'all' }).text).toBe('上海ABC商貿（浦東）有限公司【分】');
  expect(normalise(name, { kind: 'text', width: true }).text).toBe(' 上海ABC 商貿(浦東)有限公司【分】 ');
  expect(normalise(name, { kind: 'text', brackets: true }).text).toBe(' 上海ABC 商貿(浦東)有限公司(分)　');
  expect(normalise(name, { kind: 'text', case: true }).text).toBe(' 上海abc 商貿（浦東）有限公司【分】　');
  expect(normalise(name, { kind: 'text', script: true }).text).toBe(' 上海ABC 商贸（浦东）有限公司【分】　');
});

test('no simplified form is itself simplified further', () => {
  expect(simplifiedForms.size).toBeGreaterThan(3000);
  expect([...simplifiedForms.values()].filter((form) => simplifiedForms.has(form))).toEqual([]);
});

const anyNormaliser = fc.oneof(
  fc.constantFrom<Normaliser>(
    { kind: 'none' },
    amount,
    date,
    { kind: 'date', serial: 1900 },
    { kind: 'digits' },
    phone,
    { kind: 'credit-code' },
  ),
  fc.record({
    kind: fc.constant('text' as const),
    blanks: fc.constantFrom('edge' as const, 'all' as const, undefined),
    width: fc.boolean(),
    brackets: fc.boolean(),
    case: fc.boolean(),
    script: fc.boolean(),
  }),
);
const written = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'0123456789.,-()（）¥万亿元年月日/ 　E+Ａ１貿贸【】"\'=\u200b\ufeff\n') }),
);

test('what is normalised stays as it is when it is normalised again', () => {
  fc.assert(
    fc.property(written, anyNormaliser, (text, by) => {
      const once = normalise(text, by).text;
      expect(normalise(once, by).text).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test('blanks and width around a value never make it another', () => {
  fc.assert(
    fc.property(written, fc.constantFrom(' ', '\t', '　', '\u00a0'), anyNormaliser, (text, blank, by) => {
      if (by.kind === 'none' || (by.kind === 'text' && by.blanks === undefined)) return;
      expect(normalise(blank + text + blank, by).text).toBe(normalise(text, by).text);
    }),
    { numRuns: 3000 },
  );
});

test('amounts within the tolerance are only written differently, one fen beyond it they are changed', () => {
  const by: Normaliser = { kind: 'amount', toleranceFen: 5n };
  expect(compareCells('100.00', '100.00', by)).toBe('same');
  expect(compareCells('100.00', '¥100', by)).toBe('equivalent');
  expect(compareCells('100.00', '100.05', by)).toBe('equivalent');
  expect(compareCells('100.00', '99.94', by)).toBe('changed');
  expect(compareCells('', '0.00', by)).toBe('changed');
  expect(compareCells('100.00', '100.01', amount)).toBe('changed');
});

test('a normaliser is written to a file and read back', () => {
  fc.assert(
    fc.property(anyNormaliser, (by) => {
      const json = JSON.parse(JSON.stringify(normaliserJson(by)));
      expect(normaliserJson(normaliserSchema.parse(json))).toEqual(json);
    }),
  );
  expect(normaliserSchema.parse({ kind: 'amount', toleranceFen: '5' })).toEqual({ kind: 'amount', toleranceFen: 5n });
});
