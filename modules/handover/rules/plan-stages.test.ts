import { expect, test } from 'vitest';
import { filingCalendar } from '#platform/calendar/filing-calendar.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { planStages } from './plan-stages.ts';

const day = (text: string) => text as LocalDate;
const stages = [
  { key: 'plan', days: 3 },
  { key: 'pledge', days: 1 },
  { key: 'list', days: 2 },
  { key: 'check', days: 5 },
  { key: 'sign', days: 1 },
  { key: 'close', days: 3 },
];

const plan = (start: string, more: Partial<Parameters<typeof planStages>[0]> = {}) =>
  planStages({
    start: day(start),
    cutOff: day('2026-10-31'),
    stages,
    calendar: workingCalendar(),
    filing: filingCalendar(),
    absences: [],
    ...more,
  });

test('the stages follow one another on working days', () => {
  const { stages: planned, warnings } = plan('2026-11-18', { stages: stages.slice(0, 4) });
  expect(planned).toEqual([
    { stage: 'plan', startsOn: '2026-11-18', endsOn: '2026-11-20' },
    { stage: 'pledge', startsOn: '2026-11-23', endsOn: '2026-11-23' },
    { stage: 'list', startsOn: '2026-11-24', endsOn: '2026-11-25' },
    { stage: 'check', startsOn: '2026-11-26', endsOn: '2026-12-02' },
  ]);
  expect(warnings).toEqual([{ code: 'in-filing-period', stage: 'check', deadline: '2026-12-15' }]);
});

test('a plan outside the filing period, with nobody away, is warned of nothing', () => {
  expect(plan('2026-11-17', { stages: stages.slice(0, 3) }).warnings).toEqual([]);
});

test('a start on a Sunday moves to the Monday, and says so', () => {
  const { stages: planned, warnings } = plan('2026-11-22');
  expect(planned[0]).toMatchObject({ startsOn: '2026-11-23' });
  expect(warnings).toContainEqual({ code: 'start-moved', wished: '2026-11-22', startsOn: '2026-11-23' });
});

test('a stage skips the long holiday and uses the Saturday worked in exchange', () => {
  const { stages: planned } = plan('2026-09-30', {
    cutOff: day('2026-08-31'),
    stages: [{ key: 'check', days: 4 }],
  });
  expect(planned).toEqual([{ stage: 'check', startsOn: '2026-09-30', endsOn: '2026-10-10' }]);
});

test('each stage that falls into the filing period is named with its deadline', () => {
  const { warnings } = plan('2026-11-12', { stages: stages.slice(0, 2) });
  expect(warnings).toEqual([{ code: 'in-filing-period', stage: 'plan', deadline: '2026-11-16' }]);
});

test('a month without an entered deadline is said to be unknown, once', () => {
  const { warnings } = plan('2026-10-12', { cutOff: day('2026-09-30'), stages: stages.slice(0, 3) });
  expect(warnings).toEqual([{ code: 'filing-period-unknown', month: '2026-10' }]);
});

test('a plan that runs into a year without announced holidays says which stages are not certain', () => {
  const { warnings } = plan('2026-12-30', {
    cutOff: day('2026-11-30'),
    stages: [
      { key: 'plan', days: 2 },
      { key: 'check', days: 2 },
    ],
  });
  expect(warnings).toContainEqual({ code: 'working-days-unknown', stage: 'check' });
  expect(warnings).not.toContainEqual({ code: 'working-days-unknown', stage: 'plan' });
});

test('a party’s absence is named with the stage it touches', () => {
  const { warnings } = plan('2026-11-17', {
    stages: stages.slice(0, 3),
    absences: [{ person: '王敏', from: day('2026-11-20'), until: day('2026-11-22') }],
  });
  expect(warnings).toEqual([
    { code: 'absent', stage: 'pledge', person: '王敏', from: '2026-11-20', until: '2026-11-22' },
  ]);
});

test('when nobody has entered absences, the plan says that it does not know them', () => {
  const { warnings } = plan('2026-11-17', { stages: stages.slice(0, 3), absences: undefined });
  expect(warnings).toEqual([{ code: 'absence-unknown' }]);
});

test('less than three working days of notice is warned of', () => {
  const notice = (today: string) =>
    plan('2026-11-23', { stages: stages.slice(0, 1), notice: { today: day(today), days: 3 } }).warnings;
  expect(notice('2026-11-20')).toContainEqual({ code: 'short-notice', days: 1, asked: 3 });
  expect(notice('2026-11-18')).toEqual([]);
});

test('a cut-off date within a month is warned of, and one that checking would not wait for', () => {
  const { warnings } = plan('2026-11-17', { cutOff: day('2026-11-23'), stages: [{ key: 'check', days: 2 }] });
  expect(warnings).toEqual([
    { code: 'cut-off-after-checking', cutOff: '2026-11-23', checkingStartsOn: '2026-11-17' },
    { code: 'cut-off-within-month', cutOff: '2026-11-23' },
  ]);
});
