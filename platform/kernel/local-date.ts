declare const localDate: unique symbol;

/** A calendar day without a time of day or zone, written `YYYY-MM-DD`; compares by `<` and `>`. */
export type LocalDate = string & { readonly [localDate]: true };

/** Reads `YYYY-MM-DD`; null when the text is not a day of the calendar (2026-02-30 is none). */
export function parseLocalDate(text: string): LocalDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return day.toISOString().slice(0, 10) === text ? (text as LocalDate) : null;
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
