import { z } from 'zod';
import { type LocalDate, localDateSchema } from '#platform/kernel/local-date.ts';

const monthPattern = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** The last day of a month's filing period (征期), as the tax bureau published it, with where it was read. */
export const filingDateSchema = z
  .object({
    /** The month in which is filed, `YYYY-MM`; the tax period is usually the month or quarter before. */
    month: z.string().regex(monthPattern),
    deadline: localDateSchema,
    source: z.string().trim().min(1).max(200),
  })
  .refine(({ month, deadline }) => deadline.startsWith(month), {
    path: ['deadline'],
    message: 'deadline: a day of the month it stands for',
  });
export type FilingDate = z.output<typeof filingDateSchema>;

/**
 * The filing dates that come with the product, for Shanghai. Official lists differ from "the 15th plus holidays", so a
 * month that is not listed is unknown until the firm enters it from its tax bureau's notice.
 */
export const shippedFilingDates: readonly FilingDate[] = z.array(filingDateSchema).parse([
  { month: '2026-11', deadline: '2026-11-16', source: '公司提供的行业信息(上海)' },
  { month: '2026-12', deadline: '2026-12-15', source: '公司提供的行业信息(上海)' },
]);

export type FilingDeadline = { known: true; deadline: LocalDate; source: string } | { known: false };

export interface FilingCalendar {
  /** The last filing day of a month `YYYY-MM`, or that nobody has entered it. */
  filingDeadline(month: string): FilingDeadline;
  /**
   * Whether the day lies in its month's filing period, which runs from the first to the deadline, both counted;
   * `unknown` when the month's deadline was not entered.
   */
  inFilingPeriod(date: LocalDate): 'yes' | 'no' | 'unknown';
}

/** The filing calendar from the shipped dates, with the firm's own in front of them. */
export function filingCalendar(entered: readonly FilingDate[] = []): FilingCalendar {
  const byMonth = new Map([...shippedFilingDates, ...entered].map((date) => [date.month, date]));

  function filingDeadline(month: string): FilingDeadline {
    const found = byMonth.get(month);
    return found ? { known: true, deadline: found.deadline, source: found.source } : { known: false };
  }

  function inFilingPeriod(date: LocalDate): 'yes' | 'no' | 'unknown' {
    const month = filingDeadline(date.slice(0, 7));
    if (!month.known) return 'unknown';
    return date <= month.deadline ? 'yes' : 'no';
  }

  return { filingDeadline, inFilingPeriod };
}
