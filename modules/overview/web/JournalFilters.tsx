import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ExportFilter } from '#modules/journal/journal.contract.ts';
import { addDays, type LocalDate } from '#platform/kernel/local-date.ts';
import { clients, people } from './overview.api.ts';

type Props = { filter: ExportFilter; onChange: (filter: ExportFilter) => void };

/** Person, client, action and time; each narrows what the list and an export hold. */
export function JournalFilters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const [words, setWords] = useState('');
  const found = useQuery(
    clients.listClients.queryOptions({ input: { search: words, limit: 8 }, enabled: words.length > 0 }),
  );
  const [days, setDays] = useState<{ from?: LocalDate; until?: LocalDate }>({});

  function set(part: { [Key in keyof ExportFilter]?: ExportFilter[Key] | undefined }) {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined);
    onChange(Object.fromEntries(next) as ExportFilter);
  }

  function setDay(part: { from?: LocalDate; until?: LocalDate }) {
    const next = { ...days, ...part };
    setDays(next);
    set({
      from: next.from ? instantOf(next.from) : undefined,
      until: next.until ? instantOf(addDays(next.until, 1)) : undefined,
    });
  }

  return (
    <div className="journal-filters">
      <Select
        aria-label={t('journal.filter.person')}
        placeholder={t('journal.filter.person')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.actor}
        onChange={(actor) => set({ actor })}
        options={everybody.data?.map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` }))}
      />
      <Select
        aria-label={t('journal.filter.client')}
        placeholder={t('journal.filter.client')}
        allowClear
        showSearch={{ filterOption: false, onSearch: setWords }}
        value={filter.client}
        onChange={(client) => set({ client })}
        options={found.data?.rows.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }))}
      />
      <Select
        aria-label={t('journal.filter.verb')}
        placeholder={t('journal.filter.verb')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.verb}
        onChange={(verb) => set({ verb })}
        options={verbChoices()}
      />
      <input
        type="date"
        aria-label={t('journal.filter.from')}
        value={days.from ?? ''}
        max={days.until}
        onChange={(event) => setDay({ from: (event.target.value || undefined) as LocalDate })}
      />
      <input
        type="date"
        aria-label={t('journal.filter.until')}
        value={days.until ?? ''}
        min={days.from}
        onChange={(event) => setDay({ until: (event.target.value || undefined) as LocalDate })}
      />
      {Object.keys(filter).length > 0 && (
        <Button
          type="link"
          onClick={() => {
            setDays({});
            onChange({});
          }}
        >
          {t('journal.filter.clear')}
        </Button>
      )}
    </div>
  );
}

/** Every verb that has words, under its module, which is a choice itself. */
function verbChoices() {
  const texts = i18next.getResourceBundle(i18next.language, 'translation') as Record<string, string>;
  const verbs = Object.keys(texts).flatMap((key) =>
    key.startsWith('journal.verb.') ? key.slice('journal.verb.'.length) : [],
  );
  return [...Map.groupBy(verbs, (verb) => verb.split('.')[0]!)].map(([module, own]) => ({
    label: texts[`journal.module.${module}`] ?? module,
    options: [
      {
        value: `${module}.`,
        label: i18next.t('journal.filter.all-of', { module: texts[`journal.module.${module}`] ?? module }),
      },
      ...own.map((verb) => ({ value: verb, label: texts[`journal.verb.${verb}`]! })),
    ],
  }));
}

/** The beginning of the day by the clock of the firm. */
function instantOf(day: LocalDate): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
