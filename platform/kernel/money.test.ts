import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatYuan, parseYuan } from './money.ts';

test('every amount in fen is written and read again without a change', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (fen) => parseYuan(formatYuan(fen)) === fen),
  );
});

test.each(['', '1,000.00', '1.005', '1e5', '¥3', '１', '.5', '--1'])('%j is not read as an amount', (text) => {
  expect(parseYuan(text)).toBeNull();
});
