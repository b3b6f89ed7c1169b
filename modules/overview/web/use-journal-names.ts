import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JournalEntry } from '#modules/journal/journal.contract.ts';
import { handovers, overview, people } from './overview.api.ts';

/** Names for what the entries hold as ids: people, and clients and handovers as far as the reader may know of them. */
export function useJournalNames(entries: JournalEntry[]) {
  const { t } = useTranslation();
  const ids = [...new Set(entries.flatMap(({ client }) => client ?? []))].sort();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const running = useQuery(handovers.list.queryOptions({ input: {}, staleTime: 60_000 }));
  const clients = useQuery(
    overview.nameClients.queryOptions({
      input: { clients: ids.slice(-1000) },
      enabled: ids.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const person = (id: string | null) => everybody.data?.find((one) => one.id === id)?.name;

  function who({ actor, by }: JournalEntry): string {
    const name = person(actor);
    if (by === 'person') return name ?? '';
    return name ? `${name} · ${t('journal.by-program')}` : t('journal.program');
  }

  function about({ client, handover, subject }: JournalEntry): string {
    const named = client && clients.data?.find(({ id }) => id === client);
    const said = [
      client && (named ? `${named.number} ${named.name}` : t('journal.client-unknown')),
      handover && running.data?.find(({ id }) => id === handover)?.number,
      !client && !handover && person(subject),
    ];
    return said.filter(Boolean).join(' · ');
  }

  return { who, about };
}
