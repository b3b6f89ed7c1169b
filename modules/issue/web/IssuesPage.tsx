import { useInfiniteQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { IssueLine, ListIssues } from '#modules/issue/issue.contract.ts';
import { isUnsettled } from '#modules/issue/issue.policy.ts';
import { Due } from '#kit/Day.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import { issues } from './issue.api.ts';
import { StateChip, useAbout } from './IssueWords.tsx';

const views = ['unsettled', 'mine', 'overdue', 'all'] as const;
type View = (typeof views)[number];

/** 问题风险: every issue of the clients that one sees, the newest first. */
export function IssuesPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const about = useAbout();
  const [search, setSearch] = useSearchParams();
  const view = (views as readonly string[]).includes(search.get('view') ?? '')
    ? (search.get('view') as View)
    : 'unsettled';
  const handover = (search.get('handover') ?? undefined) as Id<'handover'> | undefined;
  const words: Record<View, string> = {
    unsettled: t('issue.state.unsettled'),
    mine: t('issue.list.mine'),
    overdue: t('issue.list.overdue'),
    all: t('issue.list.all'),
  };
  const filter: Partial<ListIssues> = {
    ...(view === 'mine' ? { owner: viewer.person, state: 'unsettled' } : {}),
    ...(view === 'unsettled' ? { state: 'unsettled' } : {}),
    ...(view === 'overdue' ? { overdue: true } : {}),
    ...(handover ? { handover } : {}),
  };
  const list = useInfiniteQuery(
    issues.list.infiniteOptions({
      input: (after: number | undefined) => ({ ...filter, ...(after === undefined ? {} : { after }) }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  );
  const columns: Column<IssueLine>[] = [
    { key: 'number', title: t('issue.list.number'), width: 80, render: ({ number }) => `#${number}` },
    { key: 'about', title: t('issue.list.about'), render: about },
    { key: 'client', title: t('issue.list.client'), wide: true, render: ({ client }) => client.name },
    {
      key: 'handover',
      title: t('issue.list.handover'),
      width: 136,
      wide: true,
      render: ({ handover: of }) => of.number,
    },
    { key: 'owner', title: t('issue.list.owner'), width: 104, render: ({ owner }) => owner.name },
    {
      key: 'due',
      title: t('issue.list.due'),
      width: 112,
      wide: true,
      render: ({ dueOn, state }) => <Due day={dueOn} done={state !== 'open'} />,
    },
    { key: 'state', title: t('issue.list.state'), width: 136, render: ({ state }) => <StateChip of={state} /> },
  ];
  return (
    <Page
      title={t('issue.list.title')}
      actions={
        <Segmented
          value={view}
          options={views.map((value) => ({ value, label: words[value] }))}
          onChange={(value) => setSearch(handover ? { view: value, handover } : { view: value })}
        />
      }
      clientData
    >
      <Sheet>
        <QueryTable
          label={t('issue.list.label')}
          query={list}
          columns={columns}
          rowKey={({ id }) => id}
          to={({ id }) => paths.issue(id)}
          standing={({ state, dueOn }) => (isUnsettled(state) && isPast(dueOn) ? 'warns' : undefined)}
          keys
          empty={
            <Empty
              sentence={t('issue.list.empty')}
              button={<p className="quiet">{t('issue.list.empty-help')}</p>}
              example={t('issue.list.example')}
            />
          }
        />
      </Sheet>
    </Page>
  );
}

function isPast(day: string): boolean {
  return day < new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
