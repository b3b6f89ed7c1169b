import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DirectoryRow } from '#modules/document/document.contract.ts';
import { canPlaceSafeguard, directoryStates } from '#modules/document/document.policy.ts';
import { Day } from '#kit/Day.tsx';
import { formatCount, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import { KeepingChips, today, useKeepingWords } from './keeping-words.tsx';
import './retention.css';

const PlaceSafeguardDialog = lazy(async () => ({
  default: (await import('./PlaceSafeguardDialog.tsx')).PlaceSafeguardDialog,
}));

type State = (typeof directoryStates)[number];

/** 档案目录: every file of the firm by what it is and how long it is kept, what may go first at the top; no name and no content. */
export function DirectoryPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const words = useKeepingWords();
  const [search, setSearch] = useSearchParams();
  const [guarding, setGuarding] = useState<DirectoryRow>();
  const state = directoryStates.find((one) => one === search.get('state')) ?? 'all';
  const list = useInfiniteQuery(
    documents.listDirectory.infiniteOptions({
      input: (after: string | undefined) => ({ state, ...(after === undefined ? {} : { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  );
  const counts = list.data?.pages[0]?.counts;
  const mayGuard = canPlaceSafeguard(viewer).allowed;
  const columns: Column<DirectoryRow>[] = [
    {
      key: 'client',
      title: t('document.directory.client'),
      render: ({ client }) =>
        client ? (
          <span>
            {client.name} <span className="faint">{client.number}</span>
          </span>
        ) : (
          t('document.directory.handover')
        ),
    },
    { key: 'kind', title: t('document.directory.kind'), render: ({ kind }) => words.kind(kind) },
    { key: 'year', title: t('document.year'), width: 72, wide: true, align: 'end', render: ({ year }) => year ?? '—' },
    { key: 'code', title: t('document.code'), wide: true, width: 136, render: ({ code }) => code ?? '—' },
    { key: 'term', title: t('document.keep-for'), wide: true, width: 104, render: ({ term }) => words.term(term) },
    { key: 'kept', title: t('document.kept-for'), wide: true, width: 96, align: 'end', render: words.kept },
    { key: 'from', title: t('document.may-go'), width: 112, render: ({ mayGoFrom }) => <Day value={mayGoFrom} /> },
    {
      key: 'size',
      title: t('document.size'),
      wide: true,
      width: 88,
      align: 'end',
      render: (row) => formatSize(row.size),
    },
    {
      key: 'state',
      title: t('document.state'),
      width: 128,
      render: (row) => <KeepingChips of={row} today={today()} />,
    },
    ...(mayGuard
      ? [
          {
            key: 'deed',
            title: '',
            width: 112,
            wide: true,
            align: 'end' as const,
            render: (row: DirectoryRow) =>
              row.destroyedAt ? null : (
                <Button size="small" onClick={() => setGuarding(row)}>
                  {t('document.safeguard.place-on')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  const label = (of: State) => {
    const count = counts?.[of];
    return count === undefined
      ? t(`document.directory.${of}`)
      : `${t(`document.directory.${of}`)} ${formatCount(count)}`;
  };
  return (
    <Page
      title={t('document.directory')}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={
        <>
          <Link to={paths.retentionKinds()}>{t('document.kinds')}</Link>
          <Link to={paths.safeguards()}>{t('document.safeguards')}</Link>
          <Link to={paths.disposals()}>{t('disposal.title')}</Link>
        </>
      }
      clientData
    >
      <div className="directory-states">
        <Segmented
          value={state}
          options={directoryStates.map((value) => ({ value, label: label(value) }))}
          onChange={(value) => setSearch(value === 'all' ? {} : { state: value })}
        />
      </div>
      <Sheet>
        <QueryTable
          label={t('document.directory')}
          query={list}
          columns={columns}
          rowKey={(row) => row.document}
          keys
          empty={
            <Empty
              sentence={t(state === 'all' ? 'document.directory.none' : 'document.directory.none-of-state')}
              example={t('document.directory.example')}
            />
          }
        />
      </Sheet>
      <Suspense>{guarding && <PlaceSafeguardDialog of={guarding} onClose={() => setGuarding(undefined)} />}</Suspense>
    </Page>
  );
}
