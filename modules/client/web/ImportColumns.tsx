import { Input, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  amountUnits,
  type ColumnUse,
  type ImportReading,
  registerColumns,
  registerFields,
} from '#modules/client/client.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import type { ImportStep } from './import-step.ts';
import { Preview } from './ImportFile.tsx';

type Read = ImportReading['columns'][number];
const amounts: readonly ColumnUse[] = ['balance', 'monthlyFee', 'arrears'];

/** The words of a field of a register: those of the record that it becomes. */
export function registerFieldWords(t: TFunction, field: keyof typeof registerColumns): string {
  const { record } = registerColumns[field];
  return record ? `${t(`record.${record[0]}.title`)} · ${t(`record.${record[0]}.${record[1]}`)}` : t('register.owner');
}

/** 列对应: what becomes of each column, proposed and open to change; amounts say their unit, balances their day. */
export function ImportColumns({ read, said, onSay }: ImportStep) {
  const { t } = useTranslation();
  const { mapping } = said;
  const map = (changes: Partial<typeof mapping>) => onSay({ ...said, mapping: { ...mapping, ...changes } });
  const taken = new Set(Object.values(mapping.columns));
  const chosenFor = (column: string) => mapping.columns[column] ?? 'extra';
  const columns: Column<Read>[] = [
    {
      key: 'column',
      title: t('client.import.column'),
      width: 200,
      render: ({ column }) => <span className="strong">{column}</span>,
    },
    {
      key: 'sample',
      title: t('client.import.sample'),
      wide: true,
      render: ({ sample }) => <span className="quiet">{sample.join(' · ') || '—'}</span>,
    },
    {
      key: 'use',
      title: t('client.import.use'),
      width: 260,
      render: ({ column }) => (
        <Select
          className="import-use"
          aria-label={t('client.import.use-of', { column })}
          value={chosenFor(column)}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            ...registerFields.map((field) => ({
              value: field as ColumnUse,
              label: registerFieldWords(t, field),
              disabled: taken.has(field) && chosenFor(column) !== field,
            })),
            { value: 'extra' as const, label: t('client.import.use.extra') },
            { value: 'left-out' as const, label: t('client.import.use.left-out') },
          ]}
          onChange={(use: ColumnUse) => map({ columns: { ...mapping.columns, [column]: use } })}
        />
      ),
    },
    {
      key: 'unit',
      title: t('client.import.unit'),
      width: 112,
      render: ({ column }) =>
        amounts.includes(chosenFor(column)) ? (
          <Select
            aria-label={t('client.import.unit-of', { column })}
            value={mapping.units?.[column] ?? 1}
            options={amountUnits.map((unit) => ({ value: unit, label: t(`client.import.unit.${unit}`) }))}
            onChange={(unit) => map({ units: { ...mapping.units, [column]: unit } })}
          />
        ) : null,
    },
    {
      key: 'certainty',
      title: t('client.import.proposed'),
      width: 128,
      wide: true,
      render: ({ use, certainty, by, column }) =>
        certainty && use === chosenFor(column) ? (
          <Chip standing={certainty === 'certain' ? 'agreed' : certainty === 'guess' ? 'warns' : 'plain'}>
            {t(`client.import.certainty.${certainty}`)} · {t(`client.import.matched.${by}`)}
          </Chip>
        ) : null,
    },
  ];
  const undated = read.gaps.includes('no-balance-date') || mapping.balanceAsOf !== undefined;
  return (
    <>
      <Sheet title={t('client.import.step.columns')} extra={t('client.import.columns-hint')}>
        <LedgerTable
          label={t('client.import.step.columns')}
          columns={columns}
          rows={read.columns}
          rowKey={({ column }) => column}
        />
        {undated && (
          <div className="import-options">
            <label>
              {t('client.import.balance-as-of')}
              <Input
                type="date"
                max="2099-12-31"
                value={mapping.balanceAsOf ?? ''}
                onChange={({ target }) => map({ balanceAsOf: target.value || undefined })}
              />
            </label>
          </div>
        )}
        {read.gaps.length > 0 && (
          <Lines>
            {read.gaps.map((gap) => (
              <Line key={gap}>
                <Mark of="warns" /> {t(`register.gap.${gap}`)}
              </Line>
            ))}
          </Lines>
        )}
      </Sheet>
      <Preview read={read} />
    </>
  );
}
