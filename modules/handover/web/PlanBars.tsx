import { useTranslation } from 'react-i18next';
import { addDays, daysBetween, type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import './plan-bars.css';

/** A stage as a bar over its days. */
export interface PlannedBar {
  key: string;
  title: string;
  startsOn: LocalDate;
  endsOn: LocalDate;
  state?: 'done' | 'now' | 'ahead';
  late?: boolean;
  /** Who answers for it. */
  note?: string;
}

/** The plan as bars over its days, with a line for today. Stages follow each other, so each is on the critical path. */
export function PlanBars({ of }: { of: PlannedBar[] }) {
  const { t } = useTranslation();
  const first = of.map(({ startsOn }) => startsOn).reduce((one, other) => (one < other ? one : other), of[0]!.startsOn);
  const last = of.map(({ endsOn }) => endsOn).reduce((one, other) => (one > other ? one : other), of[0]!.endsOn);
  const days = daysBetween(first, last) + 1;
  const share = (day: LocalDate) => `${(daysBetween(first, day) / days) * 100}%`;
  const today = localDateOf(new Date());
  const within = today >= first && today <= last;
  return (
    <table className="plan-bars" aria-label={t('handover.plan')}>
      <thead>
        <tr>
          <th scope="col">{t('handover.stage')}</th>
          <th scope="col">
            <span className="plan-ends">
              <time>{first}</time>
              <time>{last}</time>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ key, title, startsOn, endsOn, state = 'ahead', late, note }) => (
          <tr key={key}>
            <th scope="row">
              {title}
              {note && <span className="faint"> {note}</span>}
            </th>
            <td>
              <div className="plan-track" title={`${startsOn} – ${endsOn}`}>
                {within && <i className="plan-today" style={{ left: share(today) }} />}
                <b
                  className={`plan-${late ? 'late' : state}`}
                  style={{
                    left: share(startsOn),
                    width: `calc(${(daysBetween(startsOn, addDays(endsOn, 1)) / days) * 100}% - 2px)`,
                  }}
                />
                <span className="unseen">{t('handover.from-until', { from: startsOn, until: endsOn })}</span>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
