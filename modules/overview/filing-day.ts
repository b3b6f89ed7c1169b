import { filingCalendar } from '#platform/calendar/filing-calendar.ts';
import { type LocalDate, addDays } from '#platform/kernel/local-date.ts';
import type { Home } from './overview.contract.ts';

/** This month's filing period and the next last day, by the kept table; null for months that nobody has entered. */
export function filingDays(today: LocalDate): Home['filing'] {
  const deadlineOf = (month: string) => {
    const found = filingCalendar().filingDeadline(month);
    return found.known ? found : null;
  };
  const thisMonth = deadlineOf(today.slice(0, 7));
  const nextMonth = addDays(`${today.slice(0, 7)}-01` as LocalDate, 31).slice(0, 7);
  const next = thisMonth !== null && thisMonth.deadline >= today ? thisMonth : deadlineOf(nextMonth);
  return {
    today,
    thisMonth: thisMonth?.deadline ?? null,
    next: next?.deadline ?? null,
    provisional: next?.provisional ?? false,
  };
}
