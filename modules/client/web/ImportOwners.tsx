import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReading } from '#modules/client/client.contract.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { people } from './client.api.ts';
import type { ImportStep } from './import-step.ts';

type Match = ImportReading['owners'][number];

const standings = { exact: 'agreed', 'written-differently': 'plain', several: 'warns', unknown: 'differs' } as const;

/** 主办会计: the person for each name that the register writes; nothing is written before each has one. */
export function ImportOwners({ read, said, onSay }: ImportStep) {
  const { t } = useTranslation();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const present = (everybody.data ?? []).filter(({ state }) => state === 'active');
  const columns: Column<Match>[] = [
    {
      key: 'written',
      title: t('client.import.written'),
      width: 200,
      render: ({ written }) =>
        written === '' ? (
          <span className="faint">{t('client.import.no-name')}</span>
        ) : (
          <span className="strong">{written}</span>
        ),
    },
    {
      key: 'rows',
      title: t('client.import.clients'),
      width: 96,
      align: 'end',
      render: ({ rows }) => formatCount(rows),
    },
    {
      key: 'outcome',
      title: t('client.import.match'),
      width: 168,
      render: ({ outcome }) => (
        <Chip standing={standings[outcome]} mark>
          {t(`client.import.owner.${outcome}`)}
        </Chip>
      ),
    },
    {
      key: 'person',
      title: t('client.owner'),
      render: ({ written, people: matched }) => (
        <Select
          className="import-use"
          aria-label={t('client.import.owner-of', { name: written || t('client.import.no-name') })}
          placeholder={t('client.import.choose-person')}
          showSearch={{ optionFilterProp: 'label' }}
          value={said.owners[written] ?? (matched.length === 1 ? matched[0] : null)}
          options={present.map(({ id, name, title, email }) => ({
            value: id,
            label: `${name} · ${title}${matched.length > 1 ? ` · ${email}` : ''}`,
          }))}
          onChange={(person: PersonId) => onSay({ ...said, owners: { ...said.owners, [written]: person } })}
        />
      ),
    },
  ];
  return (
    <Sheet title={t('client.import.step.owners')} extra={t('client.import.owners-hint')}>
      {read.owners.length === 0 ? (
        <Empty sentence={t('client.import.no-clients')} />
      ) : (
        <LedgerTable
          label={t('client.import.step.owners')}
          columns={columns}
          rows={read.owners}
          rowKey={({ written }) => written}
        />
      )}
    </Sheet>
  );
}
