import { useTranslation } from 'react-i18next';
import { daysBetween, type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Chip } from './Chip.tsx';

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });

/** `2026-11-23 14:12`, by the clock of the firm. */
export function formatInstant(instant: Date | string): string {
  return clock.format(new Date(instant)).slice(0, 16);
}

/** A day of the calendar, written `2026-11-23`. */
export function Day({ value }: { value: LocalDate | null | undefined }) {
  if (!value) return <span className="faint">—</span>;
  return (
    <time className="line" dateTime={value}>
      {value}
    </time>
  );
}

/** An instant by the clock of the firm: today only its time, this year without the year, the whole of it on hover. */
export function Instant({ value }: { value: Date | string | null | undefined }) {
  if (!value) return <span className="faint">—</span>;
  const whole = clock.format(new Date(value));
  const today = clock.format(new Date()).slice(0, 10);
  const short = whole.startsWith(today)
    ? whole.slice(11, 16)
    : whole.slice(whole.startsWith(today.slice(0, 4)) ? 5 : 0, 16);
  return (
    <time className="line" dateTime={new Date(value).toISOString()} title={whole}>
      {short}
    </time>
  );
}

/** By when a thing is due: `逾期 1 天`, `今天`, `明天`, `周四` within the week, else the day. */
export function Due({ day, done }: { day: LocalDate | null | undefined; done?: boolean }) {
  const { t, i18n } = useTranslation();
  if (!day) return null;
  const left = daysBetween(localDateOf(new Date()), day);
  if (done || left > 6) return <Chip>{day}</Chip>;
  if (left < 0) return <Chip standing="differs">{t('kit.due.overdue', { count: -left })}</Chip>;
  if (left === 0) return <Chip standing="warns">{t('kit.due.today')}</Chip>;
  if (left === 1) return <Chip>{t('kit.due.tomorrow')}</Chip>;
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  return <Chip>{weekday.format(new Date(`${day}T00:00:00Z`))}</Chip>;
}
