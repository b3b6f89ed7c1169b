import holidayTable from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import { addDays, daysBetween, type LocalDate } from '#platform/kernel/local-date.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

const holidays: Record<string, string> = holidayTable.holidays;
const compensatingDays: Record<string, string> = holidayTable.workdays;

/** The years whose holidays and 调休 are in the kept table, which grows with the package as the State Council announces them. */
const announcedYears = new Set(Object.keys(holidays).map((date) => date.slice(0, 4)));

/** A day that the firm has set by hand, with where it was read. It stands before the kept table and is known. */
export const dayOverrideSchema = z.object({
  date: localDateSchema,
  working: z.boolean(),
  source: z.string().trim().min(1).max(200),
});
export type DayOverride = z.output<typeof dayOverrideSchema>;

/**
 * Whether a day is worked. `known` is false for a day of a year whose holidays were not announced when this was built and
 * that the firm has not set: `working` then goes by the week alone and may be wrong either way.
 */
export interface WorkingDay {
  working: boolean;
  known: boolean;
  /** Why it is out of the week's ordinary run: the holiday's Chinese name, or the override's source. */
  because?: string;
}

/** A date or number of days that was counted; `known` is false as soon as one day on the way was not known. */
export interface Counted<Of> {
  result: Of;
  known: boolean;
}

export interface WorkingCalendar {
  workingDay(date: LocalDate): WorkingDay;
  /**
   * The day `days` working days after the date, or before it when negative; with 0 the date itself when it is worked,
   * otherwise the next day that is.
   */
  addWorkingDays(date: LocalDate, days: number): Counted<LocalDate>;
  /** How many working days there are from the one day to the other, both counted; 0 when `to` is earlier. */
  workingDaysBetween(from: LocalDate, to: LocalDate): Counted<number>;
}

/** China's working days with 调休, after the firm's own overrides. */
export function workingCalendar(overrides: readonly DayOverride[] = []): WorkingCalendar {
  const byHand = new Map(overrides.map((override) => [override.date, override]));

  function workingDay(date: LocalDate): WorkingDay {
    const set = byHand.get(date);
    if (set) return { working: set.working, known: true, because: set.source };
    const holiday = holidays[date];
    if (holiday !== undefined) return { working: false, known: true, because: chineseName(holiday) };
    const compensating = compensatingDays[date];
    if (compensating !== undefined) return { working: true, known: true, because: `${chineseName(compensating)}调休` };
    return { working: !isWeekend(date), known: announcedYears.has(date.slice(0, 4)) };
  }

  function addWorkingDays(date: LocalDate, days: number): Counted<LocalDate> {
    const step = days < 0 ? -1 : 1;
    let day = date;
    let standing = workingDay(day);
    let known = standing.known;
    let left = Math.abs(days);
    while (left > 0 || !standing.working) {
      day = addDays(day, step);
      standing = workingDay(day);
      known &&= standing.known;
      if (standing.working && left > 0) left -= 1;
    }
    return { result: day, known };
  }

  function workingDaysBetween(from: LocalDate, to: LocalDate): Counted<number> {
    let result = 0;
    let known = true;
    for (let ahead = daysBetween(from, to), day = from; ahead >= 0; ahead -= 1, day = addDays(day, 1)) {
      const standing = workingDay(day);
      known &&= standing.known;
      if (standing.working) result += 1;
    }
    return { result, known };
  }

  return { workingDay, addWorkingDays, workingDaysBetween };
}

/** The table's entries read `New Year's Day,元旦,1`. */
function chineseName(entry: string): string {
  return entry.split(',')[1] ?? entry;
}

function isWeekend(date: LocalDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}
