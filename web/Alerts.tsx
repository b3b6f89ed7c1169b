import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { taskContract } from '#modules/task/task.contract.ts';
import { connect } from '#kit/connect.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';

const tasks = connect<typeof taskContract>('task');

/** How much of the to-do list is due today or overdue, at the top of every page. */
export function Alerts() {
  const { t } = useTranslation();
  const mine = useQuery(tasks.listMine.queryOptions({ input: { limit: 1 } }));
  const { overdue = 0, dueToday = 0 } = mine.data ?? {};
  if (overdue + dueToday === 0) return null;
  return (
    <Link to={paths.home()} className="topbar-word">
      {overdue > 0 && (
        <span className="differs">
          <Mark of="warns" /> {t('shell.overdue', { count: overdue })}
        </span>
      )}
      {overdue > 0 && dueToday > 0 && ' · '}
      {dueToday > 0 && t('shell.due-today', { count: dueToday })}
    </Link>
  );
}
