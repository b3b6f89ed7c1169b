import { useTranslation } from 'react-i18next';
import type { Home } from '#modules/overview/overview.contract.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';

/** `11 月 23 日 周一 · 11 月征期已结束 · 下一截止 12 月 15 日`; a month that nobody has entered is said to be unknown. */
export function DateLine({ of: { today, thisMonth, next, provisional } }: { of: Home['filing'] }) {
  const { t, i18n } = useTranslation();
  const day = (date: LocalDate) => format(i18n.language, date, { month: 'long', day: 'numeric' });
  const chinese = i18n.language.startsWith('zh');
  const weekday = format(i18n.language, today, { weekday: 'short' });
  const month = chinese ? `${Number(today.slice(5, 7))} 月` : format('en', today, { month: 'long' });
  const period = () => {
    if (thisMonth === null) return t('overview.filing.unknown', { month });
    return t(thisMonth < today ? 'overview.filing.over' : 'overview.filing.runs', { month });
  };
  return (
    <span>
      {chinese ? `${day(today)} ${weekday}` : `${weekday} ${day(today)}`} · {period()}
      {next && (
        <>
          {' '}
          · {t('overview.filing.next')} <b>{day(next)}</b>
          {provisional && ` ${t('overview.filing.provisional')}`}
        </>
      )}
    </span>
  );
}

function format(language: string, date: LocalDate, options: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(language.startsWith('zh') ? 'zh-CN' : 'en-GB', {
    ...options,
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
  return text.replace(/(\d+)(月|日)/g, '$1 $2').replace(/月(?=\d)/, '月 ');
}
