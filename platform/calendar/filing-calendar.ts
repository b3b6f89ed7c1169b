import { z } from 'zod';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

const monthPattern = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** The last day of a month's filing period (征期), as the tax bureau published it, with where it was read. */
export const filingDateSchema = z
  .object({
    /** The month in which is filed, `YYYY-MM`; the tax period is usually the month or quarter before. */
    month: z.string().regex(monthPattern),
    deadline: localDateSchema,
    source: z.string().trim().min(1).max(200),
    /** Worked out by the rule of law before the year's notice was out: the real deadline is this day or later. */
    provisional: z.boolean().default(false),
  })
  .refine(({ month, deadline }) => deadline.startsWith(month), {
    path: ['deadline'],
    message: 'deadline: a day of the month it stands for',
  });
export type FilingDate = z.output<typeof filingDateSchema>;

/**
 * The filing dates that come with the product, for Shanghai. Official lists differ from "the 15th plus holidays", so those of a
 * year whose notice is not out are provisional, and a month that is not listed is unknown until the firm enters it.
 *
 * The provisional ones go by 税收征管法实施细则 Art. 109: a last day that is a day off moves to the day after, and three or more
 * statutory holidays in a row within the period prolong it by as many. Only days that 全国年节及纪念日放假办法 itself names are
 * counted, 春节 from 02-05 to 02-08 and 国庆节 from 10-01 to 10-03; what 调休 adds makes the real deadline later, never earlier.
 */
export const shippedFilingDates: readonly FilingDate[] = z.array(filingDateSchema).parse([
  { month: '2026-11', deadline: '2026-11-16', source: '公司提供的行业信息(上海)' },
  { month: '2026-12', deadline: '2026-12-15', source: '公司提供的行业信息(上海)' },
  ...[
    '2027-01-15',
    '2027-02-19',
    '2027-03-15',
    '2027-04-15',
    '2027-05-17',
    '2027-06-15',
    '2027-07-15',
    '2027-08-16',
    '2027-09-16',
    '2027-10-18',
    '2027-11-15',
    '2027-12-15',
  ].map((deadline) => ({
    month: deadline.slice(0, 7),
    deadline,
    source: '税收征管法实施细则第一百零九条',
    provisional: true,
  })),
]);

export type FilingDeadline =
  | { known: true; deadline: LocalDate; source: string; provisional: boolean }
  | { known: false };

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
    if (!found) return { known: false };
    const { deadline, source, provisional } = found;
    return { known: true, deadline, source, provisional };
  }

  function inFilingPeriod(date: LocalDate): 'yes' | 'no' | 'unknown' {
    const month = filingDeadline(date.slice(0, 7));
    if (!month.known) return 'unknown';
    return date <= month.deadline ? 'yes' : 'no';
  }

  return { filingDeadline, inFilingPeriod };
}
