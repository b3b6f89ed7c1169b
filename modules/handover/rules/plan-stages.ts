import type { FilingCalendar } from '#platform/calendar/filing-calendar.ts';
import type { WorkingCalendar } from '#platform/calendar/working-calendar.ts';
import { addDays, type LocalDate } from '#platform/kernel/local-date.ts';

/** A stage of the playbook as far as planning sees it. */
export interface StageToPlan {
  key: string;
  /** How long it takes, in working days. */
  days: number;
}

/** A stage with its dates; both are working days and belong to it. */
export interface PlannedStage {
  stage: string;
  startsOn: LocalDate;
  endsOn: LocalDate;
}

/** Days on which a party is away, as entered in the people module, with the name; both ends belong to it. */
export interface Absence {
  person: string;
  from: LocalDate;
  until: LocalDate;
}

/**
 * What a plan is warned of. Nothing of it stops a plan: a person decides. Its words stand in the locale under
 * `plan.<code>`.
 */
export type PlanWarning =
  /** The wished start is no working day; the plan begins on the next. */
  | { code: 'start-moved'; wished: LocalDate; startsOn: LocalDate }
  /** Less time between today and the start than the parties are to have. */
  | { code: 'short-notice'; days: number; asked: number }
  /** Agencies hand over as of a month's end. */
  | { code: 'cut-off-within-month'; cutOff: LocalDate }
  /** Checking would begin before the day whose balances are checked is over. */
  | { code: 'cut-off-after-checking'; cutOff: LocalDate; checkingStartsOn: LocalDate }
  | { code: 'in-filing-period'; stage: string; deadline: LocalDate }
  /** Nobody has entered the filing deadline of the month. */
  | { code: 'filing-period-unknown'; month: string }
  /** The deadline of the month goes by the rule of law, until the year's notice is out. */
  | { code: 'filing-date-provisional'; month: string; deadline: LocalDate }
  /** The stage runs into a year whose holidays are not known. */
  | { code: 'working-days-unknown'; stage: string }
  | { code: 'absent'; stage: string; person: string; from: LocalDate; until: LocalDate }
  /** It is not said who takes part, so nothing was compared. */
  | { code: 'absence-unknown' };

/**
 * Lays the stages one after the other on working days, each beginning on the working day after the one before has ended,
 * and says what speaks against the dates. `absences` left out means that nobody knows; an empty list that nobody is away.
 */
export function planStages(wish: {
  start: LocalDate;
  /** 交接基准日. */
  cutOff: LocalDate;
  stages: readonly StageToPlan[];
  calendar: WorkingCalendar;
  filing: FilingCalendar;
  absences?: readonly Absence[];
  /** With it the notice that the parties have is looked at. */
  notice?: { today: LocalDate; days: number };
  /** The stage that looks at the balances of the cut-off date; `check` where not said otherwise. */
  checking?: string;
}): { stages: PlannedStage[]; warnings: PlanWarning[] } {
  const { calendar, cutOff, start } = wish;
  const warnings: PlanWarning[] = [];
  const stages: PlannedStage[] = [];

  let next = calendar.addWorkingDays(start, 0);
  if (next.result !== start) warnings.push({ code: 'start-moved', wished: start, startsOn: next.result });

  if (wish.notice) {
    const { result: days } = calendar.workingDaysBetween(wish.notice.today, addDays(next.result, -1));
    if (days < wish.notice.days) warnings.push({ code: 'short-notice', days, asked: wish.notice.days });
  }

  for (const { key: stage, days } of wish.stages) {
    const end = calendar.addWorkingDays(next.result, Math.max(days, 1) - 1);
    stages.push({ stage, startsOn: next.result, endsOn: end.result });
    if (!next.known || !end.known) warnings.push({ code: 'working-days-unknown', stage });
    next = calendar.addWorkingDays(end.result, 1);
  }

  const checking = stages.find(({ stage }) => stage === (wish.checking ?? 'check'));
  if (checking && cutOff >= checking.startsOn) {
    warnings.push({ code: 'cut-off-after-checking', cutOff, checkingStartsOn: checking.startsOn });
  }
  if (addDays(cutOff, 1).slice(8) !== '01') warnings.push({ code: 'cut-off-within-month', cutOff });

  return {
    stages,
    warnings: [...warnings, ...filingWarnings(stages, wish.filing), ...absenceWarnings(stages, wish.absences)],
  };
}

/** What is not certain of the dates of a plan that stands, and who is away on them. */
export function dateWarnings(
  stages: readonly PlannedStage[],
  { calendar, filing, absences }: { calendar: WorkingCalendar; filing: FilingCalendar; absences: readonly Absence[] },
): PlanWarning[] {
  const isKnown = (date: LocalDate) => calendar.workingDay(date).known;
  return [
    ...stages
      .filter(({ startsOn, endsOn }) => !isKnown(startsOn) || !isKnown(endsOn))
      .map(({ stage }) => ({ code: 'working-days-unknown' as const, stage })),
    ...filingWarnings(stages, filing).filter(({ code }) => code !== 'in-filing-period'),
    ...absenceWarnings(stages, absences),
  ];
}

function filingWarnings(stages: readonly PlannedStage[], filing: FilingCalendar): PlanWarning[] {
  const unknown = new Set<string>();
  const provisional = new Map<string, LocalDate>();
  const inPeriod: PlanWarning[] = [];
  for (const { stage, startsOn, endsOn } of stages) {
    for (const month of monthsOf(startsOn, endsOn)) {
      const found = filing.filingDeadline(month);
      if (!found.known) unknown.add(month);
      else {
        if (found.provisional) provisional.set(month, found.deadline);
        if (startsOn <= found.deadline) inPeriod.push({ code: 'in-filing-period', stage, deadline: found.deadline });
      }
    }
  }
  return [
    ...inPeriod,
    ...[...provisional].map(([month, deadline]) => ({ code: 'filing-date-provisional' as const, month, deadline })),
    ...[...unknown].map((month) => ({ code: 'filing-period-unknown' as const, month })),
  ];
}

function absenceWarnings(stages: readonly PlannedStage[], absences: readonly Absence[] | undefined): PlanWarning[] {
  if (!absences) return [{ code: 'absence-unknown' }];
  return stages.flatMap(({ stage, startsOn, endsOn }) =>
    absences
      .filter(({ from, until }) => from <= endsOn && until >= startsOn)
      .map((absence) => ({ code: 'absent' as const, stage, ...absence })),
  );
}

/** The months `YYYY-MM` that a span of days touches. */
function monthsOf(from: LocalDate, to: LocalDate): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) months.push(month);
  return months;
}

function nextMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
