import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Chip } from '#kit/Chip.tsx';
import { connect } from '#kit/connect.ts';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { ExportImport } from '../archive.contract.ts';
import { canTakeIn } from '../archive.policy.ts';
import { archive } from './archive.api.ts';
import './archive.css';

const people = connect<typeof peopleContract>('people');

type Found = NonNullable<ExportImport['found']>;
type FoundClient = Found['clients'][number];

/** What a checked export holds and what stands against it, for whoever decides; who is to have charge, and new numbers where needed. */
export function CheckedExport({ of, found }: { of: ExportImport; found: Found }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const [owner, setOwner] = useState<PersonId>();
  const [numbers, setNumbers] = useState<Record<string, string>>({});
  const confirm = useMutation(
    archive.confirmTaking.mutationOptions({ onSuccess: () => memory.invalidateQueries({ queryKey: archive.key() }) }),
  );
  const figure = (key: 'records' | 'files' | 'secrets'): Column<FoundClient> => ({
    key,
    title: t(`archive.takings.${key}`),
    align: 'end',
    width: 80,
    render: (row) => formatCount(row[key]),
  });
  const newNumber: Column<FoundClient> = {
    key: 'number',
    title: '',
    width: 150,
    render: ({ client, name, conflict }) =>
      conflict === 'number-taken' && (
        <Input
          aria-label={`${t('archive.takings.number')} ${name}`}
          placeholder={t('archive.takings.number')}
          value={numbers[client] ?? ''}
          onChange={({ target }) => setNumbers({ ...numbers, [client]: target.value.trim() })}
        />
      ),
  };
  const columns: Column<FoundClient>[] = [
    {
      key: 'client',
      title: t('archive.takings.client'),
      render: ({ number, name }) => `${number} ${name}`,
    },
    figure('records'),
    figure('files'),
    { ...figure('secrets'), wide: true },
    {
      key: 'standing',
      title: t('archive.takings.standing'),
      width: 130,
      render: ({ conflict }) => (
        <Chip standing={conflict === null ? 'agreed' : conflict === 'number-taken' ? 'warns' : 'differs'} mark>
          {conflict === null ? t('archive.takings.fine') : t(`archive.takings.conflict.${conflict}`)}
        </Chip>
      ),
    },
    ...(found.clients.some(({ conflict }) => conflict === 'number-taken') ? [newNumber] : []),
  ];
  return (
    <>
      <dl className="archive-hashes">
        <dt className="quiet">{t('archive.takings.fingerprint')}</dt>
        <dd className="mono">{displayFingerprint(found.keyFingerprint)}</dd>
        <dt className="quiet">{t('archive.hash.package')}</dt>
        <dd className="mono">{found.hash}</dd>
      </dl>
      <LedgerTable
        label={t('archive.takings')}
        columns={columns}
        rows={found.clients}
        rowKey={({ client }) => client}
      />
      <div className="sheet-foot row">
        <Select<PersonId>
          className="archive-owner"
          aria-label={t('archive.takings.owner')}
          placeholder={t('archive.takings.owner')}
          value={owner ?? null}
          onChange={setOwner}
          options={(everybody.data ?? [])
            .filter(({ state }) => state === 'active')
            .map(({ id, name, title }) => ({ value: id, label: `${name} · ${title}` }))}
        />
        <VerdictButton
          type="primary"
          verdict={canTakeIn(found.clients, { owner, numbers })}
          loading={confirm.isPending}
          onClick={() => confirm.mutate({ import: of.id, owner: owner!, numbers })}
        >
          {t('archive.takings.confirm')}
        </VerdictButton>
      </div>
    </>
  );
}
