import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '#modules/overview/overview.contract.ts';
import { formatCount } from '#kit/figures.ts';
import { paths } from '#kit/paths.ts';
import { Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { overview } from './overview.api.ts';
import { countGroups, groupOf } from './todo-groups.ts';
import { TodoLine } from './TodoLine.tsx';
import './home.css';

/** 待我处理: every kind of task in one list, by kind where one wants it. */
export function TodoSheet({ of: home }: { of: Home }) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<string>();
  const groups = countGroups(home.byKind);
  const kinds = Object.keys(home.byKind).filter((kind) => groupOf(kind) === group);
  const filtered = useQuery(
    overview.listTodos.queryOptions({
      input: { kinds },
      enabled: kinds.length > 0,
      placeholderData: home.todos.filter(({ kind }) => kinds.includes(kind)),
    }),
  );
  const todos = kinds.length > 0 ? (filtered.data ?? []) : home.todos;
  const first = todos.find(({ count }) => count === 1);
  return (
    <Sheet
      title={
        <>
          {t('overview.todo')} <span className="faint">{formatCount(home.total)}</span>
        </>
      }
      extra={
        groups.length > 1 && <Filter groups={groups} chosen={kinds.length > 0 ? group : undefined} choose={setGroup} />
      }
    >
      {todos.length === 0 ? (
        <Empty
          sentence={t('overview.todo.empty')}
          button={
            <Link to={paths.clients()}>
              <Button tabIndex={-1}>{t('overview.todo.clients')}</Button>
            </Link>
          }
          example={t('overview.todo.example')}
        />
      ) : (
        <Lines>
          {todos.map((todo) => (
            <TodoLine key={todo.task} of={todo} first={todo === first} />
          ))}
        </Lines>
      )}
    </Sheet>
  );
}

function Filter({
  groups,
  chosen,
  choose,
}: {
  groups: { group: string; count: number }[];
  chosen: string | undefined;
  choose: (group: string | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="todo-filter" role="group" aria-label={t('overview.todo.filter')}>
      <Button type="text" size="small" aria-pressed={chosen === undefined} onClick={() => choose(undefined)}>
        {t('overview.todo.all')}
      </Button>
      {groups.map(({ group, count }) => (
        <Button
          key={group}
          type="text"
          size="small"
          aria-pressed={chosen === group}
          onClick={() => choose(chosen === group ? undefined : group)}
        >
          {t(`overview.todo.group.${group}`)} {formatCount(count)}
        </Button>
      ))}
    </div>
  );
}
