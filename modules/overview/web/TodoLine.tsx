import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Todo } from '#modules/overview/overview.contract.ts';
import { placeOf, useTaskWords } from '#modules/task/web/task.parts.tsx';
import { Due } from '#kit/Day.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Line } from '#kit/Sheet.tsx';
import { overview } from './overview.api.ts';

/** One line of the to-do list: what is to be done, for whom, by when, and the button that leads there. */
export function TodoLine({ of: todo, first }: { of: Todo; first?: boolean }) {
  const { t, i18n } = useTranslation();
  const words = useTaskWords();
  const [open, setOpen] = useState(false);
  const { kind, client, handover, dueOn, statutoryOn, count } = todo;
  const folded = count > 1;
  const deed = i18n.exists(`overview.deed.${kind}`) ? t(`overview.deed.${kind}`) : t('task.open');
  const place = placeOf({ kind, subject: todo.subject, client: client?.id ?? null, handover: handover?.id ?? null });
  const named = String(todo.facts.number ?? '') === handover?.number;
  const note = [folded ? null : client?.number, named ? null : handover?.number].filter(Boolean).join(' · ');
  return (
    <>
      <Line
        note={
          <>
            {note}
            {statutoryOn && !folded && (
              <span className="warns">
                {note && ' · '}
                <Mark of="warns" /> {t('overview.todo.statutory', { day: statutoryOn.slice(5) })}
              </span>
            )}
          </>
        }
        state={<Due day={dueOn} />}
        deed={
          folded ? (
            <Button onClick={() => setOpen(!open)} aria-expanded={open}>
              {t(open ? 'overview.todo.fold' : 'overview.todo.unfold')}
            </Button>
          ) : (
            <Link to={place}>
              <Button type={first ? 'primary' : 'default'} tabIndex={-1}>
                {deed}
              </Button>
            </Link>
          )
        }
      >
        <span className="strong">{words(todo)}</span>
        {folded
          ? ` ${t('overview.todo.count', { count })}`
          : client && <span className="todo-client">{client.name}</span>}
      </Line>
      {open && <Unfolded of={todo} />}
    </>
  );
}

function Unfolded({ of: { kind, handover, dueOn } }: { of: Todo }) {
  const behind = useQuery(
    overview.listTodos.queryOptions({ input: { fold: { kind, handover: handover?.id ?? null, dueOn } } }),
  );
  return (
    <>
      {behind.data?.map((todo) => (
        <TodoLine key={`${todo.task} unfolded`} of={todo} />
      ))}
    </>
  );
}
