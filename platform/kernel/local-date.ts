declare const localDate: unique symbol;

/** A calendar day without a time of day or zone, written `YYYY-MM-DD`; compares by `<` and `>`. */
export type LocalDate = string & { readonly [localDate]: true };

/** Reads `YYYY-MM-DD`; null when the text is not a day of the calendar (2026-02-30 is none). */
export function parseLocalDate(text: string): LocalDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // The calendar of JavaScript takes years below 100 for those of the last century.
  const isDay = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
  return isDay ? (text as LocalDate) : null;
}

function lengthOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day that the instant falls on in China, where the firm works. */
export function localDateOf(instant: Date): LocalDate {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as LocalDate;
}

/** The day `days` calendar days later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as LocalDate;
}

/** Whole calendar days from one day to the other; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
