import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportEffects } from '#modules/client/client.contract.ts';
import { Amount } from '#kit/Amount.tsx';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { clients } from './client.api.ts';
import type { ImportStep } from './import-step.ts';
import { registerFieldWords } from './ImportColumns.tsx';
import { ProblemsSheet } from './ProblemsSheet.tsx';

type Change = ImportEffects['changes'][number];

/** 预览与合计: every problem, what would be added and changed, the totals to agree on, and the one button that does it. */
export function ImportEffectsStep({ read, said, onSay, busy }: ImportStep & { busy: boolean }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const one = { import: read.import.id };
  const blocked = read.faultyRows > 0 && !said.withoutFaulty;
  const effects = useQuery(
    clients.previewImport.queryOptions({
      input: one,
      staleTime: Infinity,
      gcTime: 0,
      queryKey: ['client.import-effects', read.import.id, said],
      enabled: !blocked && !busy,
    }),
  );
  const confirm = useMutation(
    clients.confirmImport.mutationOptions({
      onSuccess: () => memory.invalidateQueries({ queryKey: clients.importProgress.key() }),
    }),
  );
  return (
    <>
      {read.faultyRows > 0 && (
        <Sheet padded>
          <Checkbox
            checked={said.withoutFaulty}
            disabled={busy}
            onChange={({ target }) => onSay({ ...said, withoutFaulty: target.checked })}
          >
            {t('client.import.without-faulty', {
              count: read.faultyRows,
              rows: formatCount(read.import.counts.rows ?? 0),
            })}
          </Checkbox>
        </Sheet>
      )}
      {!blocked && (
        <Answer of={effects} waiting={<Skeleton lines={6} />}>
          {(found) => (
            <>
              <Sheet
                title={t('client.import.step.effects')}
                foot={
                  <>
                    <span className="quiet">{t('client.import.agree')}</span>
                    <Button
                      type="primary"
                      loading={confirm.isPending}
                      disabled={found.added + found.changed === 0}
                      onClick={() => confirm.mutate({ ...one, digest: found.digest })}
                    >
                      {t('client.import.confirm', {
                        added: formatCount(found.added),
                        changed: formatCount(found.changed),
                      })}
                    </Button>
                  </>
                }
              >
                <Facts
                  of={counted.map((key) => ({
                    name: t(`client.import.${key}`),
                    value: <span className={found[key] > 0 ? 'strong' : 'faint'}>{formatCount(found[key])}</span>,
                  }))}
                />
                {found.totals.length > 0 && <Totals of={found.totals} />}
              </Sheet>
              {found.changes.length > 0 && (
                <Changes of={found.changes} all={found.changed + found.onlyWrittenDifferently} />
              )}
              <Numbers title={t('client.import.missing')} of={found.missingNumbers} all={found.missing} />
              <Numbers title={t('client.import.otherOwners')} of={found.otherOwnerNumbers} all={found.otherOwners} />
            </>
          )}
        </Answer>
      )}
      <ProblemsSheet read={read} />
    </>
  );
}

const counted = [
  'added',
  'changed',
  'unchanged',
  'onlyWrittenDifferently',
  'missing',
  'otherOwners',
  'faultyRows',
] as const;

/** Control totals, as under the columns of a ledger. */
function Totals({ of }: { of: ImportEffects['totals'] }) {
  const { t } = useTranslation();
  const columns: Column<ImportEffects['totals'][number]>[] = [
    { key: 'column', title: t('client.import.amount-column'), render: ({ column }) => column },
    {
      key: 'filled',
      title: t('client.import.filled'),
      align: 'end',
      wide: true,
      render: ({ filled }) => formatCount(filled),
    },
    {
      key: 'blank',
      title: t('client.import.blank'),
      align: 'end',
      wide: true,
      render: ({ blank }) => formatCount(blank),
    },
    {
      key: 'sum',
      title: t('client.import.file-total'),
      align: 'end',
      render: ({ sum }) => <Amount value={sum} />,
    },
    {
      key: 'imported',
      title: t('client.import.imported-total'),
      align: 'end',
      render: ({ imported }) => (
        <span className="strong">
          <Amount value={imported} />
        </span>
      ),
    },
  ];
  return <LedgerTable label={t('client.import.totals')} columns={columns} rows={of} rowKey={({ column }) => column} />;
}

function Changes({ of, all }: { of: Change[]; all: number }) {
  const { t } = useTranslation();
  const columns: Column<Change>[] = [
    { key: 'number', title: t('record.basic.number'), width: 120, render: ({ number }) => number },
    { key: 'name', title: t('record.basic.name'), width: 220, render: ({ name }) => name },
    {
      key: 'fields',
      title: t('client.import.what-changes'),
      render: ({ fields }) => (
        <ul>
          {fields.map((field) => (
            <li key={`${field.field} ${field.column ?? ''}`}>
              <span className="quiet">
                {field.field === 'extra' ? field.column : registerFieldWords(t, field.field)}
              </span>{' '}
              <span className="import-old">{field.old ?? t('client.import.nothing')}</span> →{' '}
              <span className="strong">{field.new ?? t('client.import.nothing')}</span>{' '}
              {field.writtenDifferently && <Chip>{t('client.import.only-writing')}</Chip>}
            </li>
          ))}
        </ul>
      ),
    },
  ];
  return (
    <Sheet
      title={t('client.import.changes')}
      extra={of.length < all && t('client.import.first-of', { shown: formatCount(of.length), all: formatCount(all) })}
    >
      <LedgerTable
        label={t('client.import.changes')}
        columns={columns}
        rows={of}
        rowKey={({ number }) => number}
        framed={false}
      />
    </Sheet>
  );
}

function Numbers({ title, of, all }: { title: string; of: string[]; all: number }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Sheet title={title} extra={formatCount(all)} padded>
      <p className="quiet">
        {of.join('、')}
        {of.length < all &&
          ` … ${t('client.import.first-of', { shown: formatCount(of.length), all: formatCount(all) })}`}
      </p>
    </Sheet>
  );
}
