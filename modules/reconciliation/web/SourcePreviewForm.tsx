import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { registerColumns, registerFields } from '#modules/client/client.contract.ts';
import { fieldWords } from '#modules/client/web/client.parts.tsx';
import type { SourcePreview, SourceReading } from '#modules/reconciliation/reconciliation.contract.ts';
import { formatAmount, formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Facts } from '#kit/Sheet.tsx';
import type { LocalDate } from '#platform/kernel/local-date.ts';

type Use = SourcePreview['columns'][number]['use'];

type SourcePreviewFormProps = {
  of: SourcePreview;
  busy: boolean;
  onAgain: (reading: SourceReading) => void;
  onCheck: (reading: SourceReading) => void;
};

/** What a second register was understood as: uses of its columns, clients found, totals of amounts. Nothing is checked yet. */
export function SourcePreviewForm({ of, busy, onAgain, onCheck }: SourcePreviewFormProps) {
  const { t } = useTranslation();
  const [uses, setUses] = useState(() => Object.fromEntries(of.columns.map(({ column, use }) => [column, use])));
  const [day, setDay] = useState(of.balanceAsOf ?? '');
  const changed = of.columns.some(({ column, use }) => uses[column] !== use) || day !== (of.balanceAsOf ?? '');
  const reading: SourceReading = {
    columns: uses,
    units: of.units as NonNullable<SourceReading['units']>,
    ...(day ? { balanceAsOf: day as LocalDate } : {}),
  };

  return (
    <div className="stack">
      <p className="quiet">
        {t('source.found', {
          format: describe(of),
          rows: formatCount(of.found.rows),
          line: of.found.headerLine ?? '—',
        })}
      </p>
      <Counts of={of} />
      <Totals of={of.totals} />
      {of.undated > 0 && (
        <label>
          <Mark of="warns" /> {t('source.undated', { count: of.undated })}{' '}
          <Input
            type="date"
            className="field-day"
            aria-label={t('source.balance-as-of')}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
      )}
      {of.problemCount > 0 && (
        <p className="warns">
          <Mark of="warns" /> {t('source.problems', { count: of.problemCount })}
        </p>
      )}
      <ColumnUses
        columns={of.columns.map(({ column }) => column)}
        uses={uses}
        onUse={(column, use) => setUses({ ...uses, [column]: use })}
      />
      <div className="row">
        {changed ? (
          <Button type="primary" onClick={() => onAgain(reading)}>
            {t('source.again')}
          </Button>
        ) : (
          <Button type="primary" loading={busy} disabled={of.matched === 0} onClick={() => onCheck(reading)}>
            {t('source.submit')}
          </Button>
        )}
      </div>
    </div>
  );
}

function describe({ found: { format, encoding, sheet } }: SourcePreview): string {
  return [format.toUpperCase(), encoding, sheet].filter(Boolean).join(' · ');
}

function Counts({ of }: { of: SourcePreview }) {
  const { t } = useTranslation();
  const named = (numbers: readonly string[]) =>
    numbers.length === 0
      ? t('source.clients', { count: 0 })
      : `${t('source.clients', { count: numbers.length })}: ${numbers.slice(0, 12).join(' ')}${numbers.length > 12 ? ' …' : ''}`;
  return (
    <div className="source-counts">
      <Facts
        of={[
          { name: t('source.matched'), value: t('source.clients-of', { matched: of.matched, clients: of.clients }) },
          { name: t('source.fields'), value: t('source.fields-of', { count: of.fields }) },
          { name: t('source.missing'), value: named(of.missing) },
          { name: t('source.doubled'), value: named(of.doubled) },
          { name: t('source.faulty'), value: named(of.faulty) },
          { name: t('source.others'), value: t('source.clients', { count: of.others }) },
        ]}
      />
    </div>
  );
}

type Total = SourcePreview['totals'][number];

function Totals({ of }: { of: Total[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  const columns: Column<Total>[] = [
    { key: 'column', title: t('source.column'), render: ({ column }) => column },
    { key: 'handed', title: t('source.total.handed'), align: 'end', render: ({ handed }) => formatAmount(handed) },
    {
      key: 'held',
      title: t('source.total.held'),
      align: 'end',
      render: ({ handed, held }) => (
        <span className={handed === held ? undefined : 'differs'}>
          {handed !== held && <Mark of="differs" />} {formatAmount(held)}
        </span>
      ),
    },
    {
      key: 'filled',
      title: '',
      align: 'end',
      width: 128,
      render: ({ handedFilled, heldFilled }) => (
        <span className="faint">{t('source.total.filled', { handed: handedFilled, held: heldFilled })}</span>
      ),
    },
  ];
  return <LedgerTable label={t('source.totals')} columns={columns} rows={of} rowKey={({ column }) => column} tight />;
}

function ColumnUses({
  columns,
  uses,
  onUse,
}: {
  columns: string[];
  uses: Record<string, Use | undefined>;
  onUse: (column: string, use: Use) => void;
}) {
  const { t } = useTranslation();
  const choices = useUses();
  return (
    <div className="source-columns">
      <LedgerTable
        label={t('source.columns')}
        columns={[
          { key: 'column', title: t('source.column'), render: (column: string) => column },
          {
            key: 'use',
            title: t('source.use'),
            width: 280,
            render: (column: string) => (
              <Select
                aria-label={`${t('source.use')}: ${column}`}
                value={uses[column] ?? 'left-out'}
                options={choices}
                onChange={(use) => onUse(column, use)}
                style={{ width: '100%' }}
              />
            ),
          },
        ]}
        rows={columns}
        rowKey={(column) => column}
        tight
      />
    </div>
  );
}

function useUses(): { value: Use; label: string }[] {
  const { t } = useTranslation();
  return [...registerFields, 'extra' as const, 'left-out' as const].map((value) => {
    const record = value === 'extra' || value === 'left-out' ? null : registerColumns[value].record;
    const label = record
      ? `${t(`record.${record[0]}.title`)} · ${fieldWords(t, record[0], record[1])}`
      : t(`source.use.${value}`);
    return { value, label };
  });
}
