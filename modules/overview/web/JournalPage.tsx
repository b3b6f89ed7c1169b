import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFilter, JournalEntry } from '#modules/journal/journal.contract.ts';
import { canExportJournal } from '#modules/journal/journal.policy.ts';
import { EntryDialog, originOf, shortDevice, useVerbWords } from '#modules/journal/web/journal.parts.tsx';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Instant } from '#kit/Day.tsx';
import { keep } from '#kit/download.ts';
import type { Column } from '#kit/ledger-column.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { useActions } from '#kit/palette.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { LogState } from './LogState.tsx';
import { journal } from './overview.api.ts';
import { useJournalNames } from './use-journal-names.ts';
import './journal-page.css';

const JournalFilters = lazy(async () => ({ default: (await import('./JournalFilters.tsx')).JournalFilters }));

/** 留痕: who did what, when and from where; how the log stands, its fingerprint for an auditor, a check, an export. */
export function JournalPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const words = useVerbWords();
  const [filter, setFilter] = useState<ExportFilter>({});
  const [open, setOpen] = useState<JournalEntry>();
  const entries = useInfiniteQuery(
    journal.listEntries.infiniteOptions({
      input: (before: string | undefined) => ({ ...filter, limit: 100, ...(before ? { before } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => (page.more ? page.entries.at(-1)?.id : undefined),
      select: ({ pages, pageParams }) => ({ pageParams, pages: pages.map((page) => ({ rows: page.entries })) }),
    }),
  );
  const shown = entries.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const names = useJournalNames(shown);
  const verdict = canExportJournal(viewer);
  const take = useMutation(journal.exportEntries.mutationOptions());

  function exportShown() {
    take.mutate(filter, {
      onSuccess: ({ text, entries: taken, waiting }) => {
        keep(new Blob([text], { type: 'application/jsonl' }), `journal-${localDateOf(new Date())}.jsonl`);
        const rest = waiting > 0 ? ` ${t('journal.exported.waiting', { count: waiting })}` : '';
        notify({ text: t('journal.exported', { count: taken }) + rest, standing: 'agreed' });
      },
    });
  }
  useActions(verdict.allowed ? [{ id: 'journal.export', text: t('journal.export'), run: exportShown }] : []);

  const columns: Column<JournalEntry>[] = [
    { key: 'at', title: t('journal.at'), width: 116, render: ({ at }) => <Instant value={at} /> },
    { key: 'who', title: t('journal.who'), width: 120, render: (entry) => names.who(entry) },
    { key: 'what', title: t('journal.what'), render: ({ verb }) => words(verb) },
    { key: 'about', title: t('journal.about'), wide: true, render: (entry) => names.about(entry) },
    { key: 'from', title: t('journal.from'), width: 176, wide: true, render: (entry) => <Origin of={entry} /> },
    {
      key: 'place',
      title: t('journal.place'),
      width: 88,
      align: 'end',
      wide: true,
      render: ({ index }) => <span className="faint">{index === null ? '…' : index}</span>,
    },
  ];

  return (
    <Page
      title={t('journal.title')}
      crumbs={[{ text: t('journal.archives'), to: paths.archives() }, { text: t('journal.title') }]}
      actions={
        <VerdictButton verdict={verdict} loading={take.isPending} onClick={exportShown}>
          {t('journal.export')}
        </VerdictButton>
      }
      clientData
    >
      <div className="stack">
        <LogState />
        <Sheet>
          <Suspense fallback={<div className="journal-filters" />}>
            <JournalFilters filter={filter} onChange={setFilter} />
          </Suspense>
          <QueryTable
            label={t('journal.title')}
            query={entries}
            columns={columns}
            rowKey={({ id }) => id}
            onOpen={setOpen}
            standing={({ verb }) => (verb === 'access.refused' ? 'differs' : undefined)}
            keys
            framed
            empty={
              <Empty
                sentence={t('journal.empty')}
                button={<Button onClick={() => setFilter({})}>{t('journal.filter.clear')}</Button>}
                example={t('journal.empty.example')}
              />
            }
          />
        </Sheet>
      </div>
      {open && (
        <EntryDialog entry={open} who={names.who(open)} about={names.about(open)} onClose={() => setOpen(undefined)} />
      )}
    </Page>
  );
}

function Origin({ of }: { of: JournalEntry }) {
  const { address, device } = originOf(of);
  if (!address && !device) return <span className="faint">—</span>;
  return (
    <span className="quiet" title={device}>
      {[device && shortDevice(device), address].filter(Boolean).join(' · ')}
    </span>
  );
}
