import { expect, test } from 'vitest';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { retentionUntil, yearsKept } from './retention.ts';

test('a voucher of 2024 is kept from 2025-01-01 to 2054-12-31', () => {
  expect(retentionUntil({ kind: 'years', years: 30 }, 2024)).toEqual({
    kind: 'until',
    from: '2025-01-01',
    until: '2054-12-31',
  });
});

test('a bank statement of 2026 is kept to the end of 2036', () => {
  expect(retentionUntil({ kind: 'years', years: 10 }, 2026)).toMatchObject({ until: '2036-12-31' });
});

test('an annual report is kept for ever', () => {
  expect(retentionUntil({ kind: 'permanent' }, 2024)).toEqual({ kind: 'permanent' });
});

test('a fixed asset card is kept while the asset is in use, and five years after the year it was scrapped in', () => {
  expect(retentionUntil({ kind: 'after-scrapping', years: 5 }, null)).toEqual({ kind: 'while-in-use' });
  expect(retentionUntil({ kind: 'after-scrapping', years: 5 }, 2024)).toMatchObject({ until: '2029-12-31' });
});

test('a voucher of 2024 has been kept one full year in November 2026, one of 2026 none', () => {
  expect(yearsKept(2024, '2026-11-23' as LocalDate)).toBe(1);
  expect(yearsKept(2026, '2026-11-23' as LocalDate)).toBe(0);
});
