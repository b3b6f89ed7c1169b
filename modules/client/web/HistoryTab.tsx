import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WholeClient } from '#modules/client/client.contract.ts';
import type { JournalEntry } from '#modules/journal/journal.contract.ts';
import { EntryDialog, useVerbWords } from '#modules/journal/web/journal.parts.tsx';
import { Instant } from '#kit/Day.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { journal, people } from './client.api.ts';

/** 历史: who opened, revealed and changed what of this client, from the journal. */
export function HistoryTab({ of }: { of: WholeClient }) {
  const { t } = useTranslation();
  const words = useVerbWords();
  const [open, setOpen] = useState<JournalEntry>();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const entries = useInfiniteQuery(
    journal.listEntries.infiniteOptions({
      input: (before: string | undefined) => ({ client: of.client.id, limit: 100, ...(before ? { before } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => (page.more ? page.entries.at(-1)?.id : undefined),
      select: ({ pages, pageParams }) => ({ pageParams, pages: pages.map((page) => ({ rows: page.entries })) }),
    }),
  );
  const name = (id: JournalEntry['actor']) => everybody.data?.find((one) => one.id === id)?.name ?? '';
  const columns: Column<JournalEntry>[] = [
    { key: 'at', title: t('journal.at'), width: 132, render: ({ at }) => <Instant value={at} /> },
    { key: 'actor', title: t('journal.who'), width: 132, render: ({ actor }) => name(actor) },
    { key: 'verb', title: t('journal.what'), render: (entry) => <What of={entry} words={words(entry.verb)} /> },
  ];
  return (
    <Sheet title={t('client.tab.history')}>
      <QueryTable
        label={t('client.tab.history')}
        query={entries}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={setOpen}
        empty={<Empty sentence={t('client.no-history')} />}
      />
      {open && (
        <EntryDialog entry={open} who={name(open.actor)} about={of.client.name} onClose={() => setOpen(undefined)} />
      )}
    </Sheet>
  );
}

/** The verb, and which fields of which kind of record it was about. */
function What({ of: { facts }, words }: { of: JournalEntry; words: string }) {
  const { t } = useTranslation();
  const kind = typeof facts?.kind === 'string' ? facts.kind : undefined;
  const fields = Array.isArray(facts?.fields) ? facts.fields.map(String) : facts?.field ? [String(facts.field)] : [];
  if (!kind) return words;
  const named = fields.map((name) => t(`record.${kind}.${name}`, { defaultValue: name }));
  return (
    <>
      {words}{' '}
      <span className="faint">
        {[t(`record.${kind}.title`, { defaultValue: kind }), named.join('、')].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}
