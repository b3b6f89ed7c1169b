import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryRow } from '#modules/document/document.contract.ts';
import { canPlacePaper, canPlaceSafeguard } from '#modules/document/document.policy.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { Day } from '#kit/Day.tsx';
import { download } from '#kit/download.ts';
import { explain } from '#kit/explain.ts';
import type { Column } from '#kit/ledger-column.ts';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import { KeepingChips, today, useKeepingWords } from './keeping-words.tsx';
import './retention.css';

const FilingDialog = lazy(async () => ({ default: (await import('./FilingDialog.tsx')).FilingDialog }));
const PlacePaperDialog = lazy(async () => ({ default: (await import('./PlacePaperDialog.tsx')).PlacePaperDialog }));
const PlaceSafeguardDialog = lazy(async () => ({
  default: (await import('./PlaceSafeguardDialog.tsx')).PlaceSafeguardDialog,
}));

/** How many are placed, filed or labelled at once. */
const mostAtOnce = 500;

type Wanted = Omit<Parameters<typeof documents.listDirectory.call>[0], 'after' | 'limit' | 'document'>;

type DirectoryTableProps = {
  wanted: Wanted;
  /** Files of one client: whose they are is said above. */
  ofOne?: boolean;
  /** May what is chosen be filed; without it nothing is offered to be. */
  mayFile?: Verdict;
  /** May its paper be placed by who does not keep the archives. */
  mayPlace?: boolean;
  empty: ReactNode;
};

/** Files of the directory, what may go first at the top; those that are chosen are filed, placed and labelled together. */
export function DirectoryTable({ wanted, ofOne, mayFile, mayPlace, empty }: DirectoryTableProps) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [deed, setDeed] = useState<'file' | 'place' | 'guard'>();
  const list = useInfiniteQuery(
    documents.listDirectory.infiniteOptions({
      input: (after: string | undefined) => ({ ...wanted, ...(after === undefined ? {} : { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  );
  const of = list.data?.pages.flatMap(({ rows }) => rows.filter((row) => chosen.has(row.document))) ?? [];
  const labels = useMutation({
    mutationFn: () => download('/directory/labels', undefined, { documents: of.map(({ document }) => document) }),
    onError: (error) => notify({ text: explain(error).text, standing: 'differs' }),
  });
  const places = canPlacePaper(viewer);
  const close = () => setDeed(undefined);
  const columns = useColumns(ofOne ?? false);
  return (
    <>
      {of.length > 0 && (
        <div className="directory-chosen" role="toolbar" aria-label={t('document.chosen', { count: of.length })}>
          <span>{t('document.chosen', { count: of.length })}</span>
          {mayFile && (
            <VerdictButton verdict={mayFile} size="small" onClick={() => setDeed('file')}>
              {t('document.file')}
            </VerdictButton>
          )}
          <VerdictButton verdict={mayPlace ? { allowed: true } : places} size="small" onClick={() => setDeed('place')}>
            {t('document.paper.place')}
          </VerdictButton>
          <Button size="small" loading={labels.isPending} onClick={() => labels.mutate()}>
            {t('document.labels')}
          </Button>
          {of.length === 1 && canPlaceSafeguard(viewer).allowed && !of[0]!.destroyedAt && (
            <Button size="small" onClick={() => setDeed('guard')}>
              {t('document.safeguard.place-on')}
            </Button>
          )}
        </div>
      )}
      <QueryTable
        label={t('document.directory')}
        query={list}
        columns={columns}
        rowKey={(row) => row.document}
        to={(row) => paths.file(row.document)}
        choice={{ chosen, set: (next) => choose(new Set([...next].slice(0, mostAtOnce))) }}
        keys
        empty={empty}
      />
      <Suspense>
        {deed === 'file' && (
          <FilingDialog of={of.map(({ document, ...row }) => ({ ...row, id: document }))} onClose={close} />
        )}
        {deed === 'place' && <PlacePaperDialog of={of} onClose={close} />}
        {deed === 'guard' && <PlaceSafeguardDialog of={of[0]!} onClose={close} />}
      </Suspense>
    </>
  );
}

function useColumns(ofOne: boolean): Column<DirectoryRow>[] {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const whose = ({ client }: DirectoryRow) =>
    client ? (
      <span>
        {client.name} <span className="faint">{client.number}</span>
      </span>
    ) : (
      t('document.directory.handover')
    );
  const year: Column<DirectoryRow> = {
    key: 'year',
    title: t('document.year'),
    width: 64,
    wide: true,
    align: 'end',
    render: (row) => row.year ?? '—',
  };
  const kept: Column<DirectoryRow> = {
    key: 'kept',
    title: t('document.kept-for'),
    wide: true,
    width: 96,
    align: 'end',
    render: words.kept,
  };
  return [
    ofOne
      ? {
          key: 'name',
          title: t('document.name'),
          render: ({ name, code, kind }) => name ?? code ?? words.kind(kind),
        }
      : { key: 'client', title: t('document.directory.client'), render: whose },
    { key: 'kind', title: t('document.directory.kind'), width: 136, render: ({ kind }) => words.kind(kind) },
    ...(ofOne ? [] : [year]),
    { key: 'code', title: t('document.code'), wide: true, width: 192, render: ({ code }) => code ?? '—' },
    { key: 'term', title: t('document.keep-for'), wide: true, width: 96, render: ({ term }) => words.term(term) },
    ...(ofOne ? [] : [kept]),
    { key: 'from', title: t('document.may-go'), width: 104, render: ({ mayGoFrom }) => <Day value={mayGoFrom} /> },
    { key: 'place', title: t('document.paper'), wide: true, width: 96, render: ({ place }) => words.shortPlace(place) },
    {
      key: 'state',
      title: t('document.state'),
      width: 120,
      render: (row) => <KeepingChips of={row} today={today()} />,
    },
  ];
}
