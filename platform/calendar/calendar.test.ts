import { expect, test } from 'vitest';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { filingCalendar, filingDateSchema } from './filing-calendar.ts';
import { workingCalendar } from './working-calendar.ts';

const day = (text: string) => text as LocalDate;
const calendar = workingCalendar();

test.each([
  ['an ordinary Monday', '2026-11-23', true],
  ['an ordinary Saturday', '2026-11-28', false],
  ['the first day of 国庆节, a Thursday', '2026-10-01', false],
  ['a Saturday worked in exchange for 国庆节', '2026-10-10', true],
  ['a Tuesday that 春节 takes', '2026-02-17', false],
])('%s', (_what, date, working) => {
  expect(calendar.workingDay(day(date))).toMatchObject({ working, known: true });
});

test('a holiday and a day worked in exchange say what for', () => {
  expect(calendar.workingDay(day('2026-10-01')).because).toBe('国庆节');
  expect(calendar.workingDay(day('2026-10-10')).because).toBe('国庆节调休');
});

test('the holidays of 2027 are not announced: its days are not known, rather than guessed', () => {
  expect(calendar.workingDay(day('2027-02-08'))).toEqual({ working: true, known: false });
  expect(calendar.workingDay(day('2027-02-06'))).toEqual({ working: false, known: false });
});

test('a day that the firm has entered is known, and goes before the kept table', () => {
  const entered = workingCalendar([
    { date: day('2027-02-08'), working: false, source: '国务院办公厅放假通知' },
    { date: day('2026-11-23'), working: false, source: '公司停电' },
  ]);
  expect(entered.workingDay(day('2027-02-08'))).toEqual({
    working: false,
    known: true,
    because: '国务院办公厅放假通知',
  });
  expect(entered.workingDay(day('2026-11-23')).working).toBe(false);
});

test('working days are counted over the long holiday with its exchanged Saturday', () => {
  expect(calendar.addWorkingDays(day('2026-09-30'), 1)).toEqual({ result: '2026-10-08', known: true });
  expect(calendar.addWorkingDays(day('2026-09-30'), 3)).toEqual({ result: '2026-10-10', known: true });
  expect(calendar.addWorkingDays(day('2026-10-08'), -1)).toEqual({ result: '2026-09-30', known: true });
});

test('no working days after a Sunday is the Monday', () => {
  expect(calendar.addWorkingDays(day('2026-11-22'), 0)).toEqual({ result: '2026-11-23', known: true });
  expect(calendar.addWorkingDays(day('2026-11-23'), 0)).toEqual({ result: '2026-11-23', known: true });
});

test('a count that runs into 2027 says that it is not known', () => {
  expect(calendar.addWorkingDays(day('2026-12-31'), 1)).toEqual({ result: '2027-01-01', known: false });
  expect(calendar.workingDaysBetween(day('2026-12-28'), day('2027-01-04')).known).toBe(false);
});

test('both ends of a span are counted, and a span that runs backwards has no day', () => {
  expect(calendar.workingDaysBetween(day('2026-11-18'), day('2026-11-27'))).toEqual({ result: 8, known: true });
  expect(calendar.workingDaysBetween(day('2026-10-01'), day('2026-10-10'))).toEqual({ result: 3, known: true });
  expect(calendar.workingDaysBetween(day('2026-11-27'), day('2026-11-18'))).toEqual({ result: 0, known: true });
});

test('the filing period of November 2026 ends on the 16th', () => {
  const filing = filingCalendar();
  expect(filing.filingDeadline('2026-11')).toMatchObject({ known: true, deadline: '2026-11-16' });
  expect(filing.inFilingPeriod(day('2026-11-16'))).toBe('yes');
  expect(filing.inFilingPeriod(day('2026-11-17'))).toBe('no');
});

test('the deadlines of 2027 are provisional until the notice is out: days off move them, a long holiday prolongs the period', () => {
  const filing = filingCalendar();
  const calendar2027 = workingCalendar();
  for (let month = 1; month <= 12; month += 1) {
    const found = filing.filingDeadline(`2027-${String(month).padStart(2, '0')}`);
    expect(found).toMatchObject({ known: true, provisional: true });
    expect(found.known && calendar2027.workingDay(found.deadline).working).toBe(true);
  }
  expect(filing.filingDeadline('2027-02')).toMatchObject({ deadline: '2027-02-19' });
  expect(filing.filingDeadline('2027-05')).toMatchObject({ deadline: '2027-05-17' });
  expect(filing.filingDeadline('2026-12')).toMatchObject({ provisional: false });
});

test('a month whose deadline nobody has entered is unknown', () => {
  const filing = filingCalendar();
  expect(filing.filingDeadline('2028-01')).toEqual({ known: false });
  expect(filing.inFilingPeriod(day('2028-01-04'))).toBe('unknown');
});

test('a deadline that the firm has entered goes before the shipped one', () => {
  const filing = filingCalendar([
    { month: '2026-12', deadline: day('2026-12-18'), source: '上海市税务局通告', provisional: false },
    { month: '2027-01', deadline: day('2027-01-18'), source: '上海市税务局通告', provisional: false },
  ]);
  expect(filing.filingDeadline('2026-12')).toMatchObject({ deadline: '2026-12-18', source: '上海市税务局通告' });
  expect(filing.inFilingPeriod(day('2027-01-18'))).toBe('yes');
});

test('a deadline outside its month is refused, and so is one without a source', () => {
  const date = { month: '2027-01', deadline: '2027-02-01', source: '上海市税务局通告' };
  expect(filingDateSchema.safeParse(date).success).toBe(false);
  expect(filingDateSchema.safeParse({ ...date, deadline: '2027-01-18', source: ' ' }).success).toBe(false);
});
