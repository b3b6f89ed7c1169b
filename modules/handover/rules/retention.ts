import type { LocalDate } from '#platform/kernel/local-date.ts';

/** How long an archive is kept, as a playbook has it. */
export type RetentionTerm =
  | { kind: 'years'; years: number }
  | { kind: 'permanent' }
  | { kind: 'after-scrapping'; years: number };

/** From and until when an archive is kept, both days counted; for ever; or as long as the asset is not scrapped. */
export type Kept =
  | { kind: 'until'; from: LocalDate; until: LocalDate }
  | { kind: 'permanent' }
  | { kind: 'while-in-use' };

/**
 * Until when an archive of a fiscal year is kept. The clock starts on the first day after the fiscal year ends (79号令
 * Art. 14): a voucher of 2024 is kept from 2025-01-01 to 2054-12-31. For a fixed asset card the year is the one in which
 * the asset was scrapped; without it the card is kept while the asset is in use.
 */
export function retentionUntil(term: RetentionTerm, year: number | null): Kept {
  if (term.kind === 'permanent') return { kind: 'permanent' };
  if (year === null) return { kind: 'while-in-use' };
  return {
    kind: 'until',
    from: `${year + 1}-01-01` as LocalDate,
    until: `${year + term.years}-12-31` as LocalDate,
  };
}

/** 已保管期限: the full years that an archive of a fiscal year has been kept on a day; 0 before its clock has started. */
export function yearsKept(year: number, on: LocalDate): number {
  return Math.max(0, Number(on.slice(0, 4)) - year - 1);
}
