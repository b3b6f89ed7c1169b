import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Task } from '#modules/task/task.contract.ts';
import { Due } from '#kit/Day.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines } from '#kit/Sheet.tsx';

export { tasks } from './task.api.ts';

/** What says where a task is done. */
export type Placed = Pick<Task, 'kind' | 'subject' | 'client' | 'handover'>;

/** Where a task is done, by the beginning of its kind; a kind that stands nowhere leads to its handover or client. */
const places: [kind: string, to: (task: Placed) => string | null][] = [
  ['handover.check', ({ handover }) => handover && paths.handover(handover, 'inventory')],
  ['vault.wrap-keys', () => paths.settings('keys')],
  ['vault.approve-recovery', () => paths.settings('recovery')],
  [
    'vault.recover-keys',
    ({ handover, subject }) => (handover === subject ? paths.handover(subject, 'pledges') : paths.settings('recovery')),
  ],
  ['vault.', ({ client }) => client && paths.client(client, 'vault')],
  ['signing.', ({ handover, subject }) => (handover ? paths.pledge(handover, subject) : paths.letter(subject))],
  ['closing.', ({ handover, subject }) => handover && paths.signing(handover, subject)],
  ['document.', () => paths.safeguards()],
  ['disposal.appraise', () => paths.newDisposal()],
  ['disposal.', ({ subject }) => paths.disposal(subject)],
  ['archive.', () => paths.exports()],
  ['issue.', ({ subject }) => paths.issue(subject)],
  ['reconciliation.inspect', ({ handover }) => handover && paths.handover(handover, 'sampling')],
  ['reconciliation.check-again', ({ handover }) => handover && paths.handover(handover, 'sampling')],
  ['reconciliation.correct-again', ({ subject }) => paths.issue(subject)],
  ['reconciliation.', ({ handover, client }) => handover && client && paths.checking(handover, client)],
];

/** The page on which a task is done. */
export function placeOf(task: Placed): string {
  const to = places.find(([kind]) => task.kind.startsWith(kind))?.[1](task);
  if (to) return to;
  if (task.handover) return paths.handover(task.handover);
  return task.client ? paths.client(task.client) : paths.home();
}

/** The words of a task: `task.<kind>`, filled from its facts. */
export function useTaskWords(): (task: Pick<Task, 'kind' | 'facts'>) => string {
  const { t, i18n } = useTranslation();
  return ({ kind, facts }) => (i18n.exists(`task.${kind}`) ? t(`task.${kind}`, facts) : kind);
}

/** Tasks as lines with their date and one button each; `about` adds a quieter second line, such as the client. */
export function TaskLines({
  of,
  about,
  first = false,
}: {
  of: Task[];
  about?: (task: Task) => ReactNode;
  first?: boolean;
}) {
  const { t } = useTranslation();
  const words = useTaskWords();
  return (
    <Lines>
      {of.map((task, at) => (
        <Line
          key={task.id}
          note={about?.(task)}
          state={<Due day={task.dueOn} done={task.doneAt !== null} />}
          deed={
            <Link to={placeOf(task)}>
              <Button type={first && at === 0 ? 'primary' : 'default'} tabIndex={-1}>
                {t('task.open')}
              </Button>
            </Link>
          }
        >
          <span className="strong">{words(task)}</span>
        </Line>
      ))}
    </Lines>
  );
}
