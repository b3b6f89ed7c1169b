import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { JournalEntry, journalContract } from '#modules/journal/journal.contract.ts';
import { EntryDialog, useVerbWords } from '#modules/journal/web/journal.parts.tsx';
import { connect } from '#kit/connect.ts';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { people } from './handover.api.ts';

const journal = connect<typeof journalContract>('journal');

/** 权限留痕: what happened in this handover, as far as the viewer may read the journal. */
export function HandoverJournal({ of, title }: { of: HandoverView; title: string }) {
  const { t } = useTranslation();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: Infinity }));
  const entries = useInfiniteQuery(
    journal.listEntries.infiniteOptions({
      input: (before: string | undefined) => ({ handover: of.id, limit: 100, ...(before ? { before } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => (page.more ? page.entries.at(-1)?.id : undefined),
      select: ({ pages, pageParams }) => ({ pageParams, pages: pages.map((page) => ({ rows: page.entries })) }),
    }),
  );
  const words = useVerbWords();
  const [open, setOpen] = useState<JournalEntry>();
  const name = (id: JournalEntry['actor']) => everybody.data?.find((one) => one.id === id)?.name ?? '';
  const columns: Column<JournalEntry>[] = [
    { key: 'at', title: t('journal.at'), width: 120, render: ({ at }) => <Instant value={at} /> },
    {
      key: 'actor',
      title: t('journal.who'),
      width: 160,
      render: ({ actor, by }) => (
        <>
          {name(actor)} {by === 'job' && <span className="faint">{t('handover.journal.program')}</span>}
        </>
      ),
    },
    { key: 'verb', title: t('journal.what'), render: ({ verb }) => words(verb) },
    {
      key: 'index',
      title: t('journal.place'),
      width: 100,
      align: 'end',
      wide: true,
      render: ({ index }) => (index === null ? <span className="faint">…</span> : formatCount(index)),
    },
  ];
  return (
    <Sheet title={title}>
      <QueryTable
        label={title}
        query={entries}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={setOpen}
        keys
        empty={<Empty sentence={t('handover.journal.none')} />}
      />
      {open && <EntryDialog entry={open} who={name(open.actor)} about={of.number} onClose={() => setOpen(undefined)} />}
    </Sheet>
  );
}
