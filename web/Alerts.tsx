import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { signingContract } from '#modules/signing/signing.contract.ts';
import type { taskContract } from '#modules/task/task.contract.ts';
import { connect } from '#kit/connect.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';

const signing = connect<typeof signingContract>('signing');
const tasks = connect<typeof taskContract>('task');

/** At the top of every page: that the notice of what is monitored is not accepted yet, and how much is due today or overdue. */
export function Alerts() {
  const { t } = useTranslation();
  const mine = useQuery(tasks.listMine.queryOptions({ input: { limit: 1 } }));
  const { overdue = 0, dueToday = 0 } = mine.data ?? {};
  const notice = useQuery(signing.myNotice.queryOptions({ staleTime: Infinity }));
  const unread = notice.data?.accepted === false;
  return (
    <>
      {unread && (
        <Link to={paths.letters()} className="topbar-word">
          <span className="warns">
            <Mark of="warns" /> {t('shell.notice')}
          </span>
        </Link>
      )}
      {overdue + dueToday > 0 && (
        <Link to={paths.home()} className="topbar-word">
          {overdue > 0 && (
            <span className="differs">
              <Mark of="warns" /> {t('shell.overdue', { count: overdue })}
            </span>
          )}
          {overdue > 0 && dueToday > 0 && ' · '}
          {dueToday > 0 && t('shell.due-today', { count: dueToday })}
        </Link>
      )}
    </>
  );
}
