import { useTranslation } from 'react-i18next';
import type { DatasetDescription } from '#modules/reconciliation/reconciliation.contract.ts';
import { Amount } from '#kit/Amount.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';

type Found = DatasetDescription['columns'][number];

/** The columns of a dataset: what each holds, how much of it, its total, and the values that are nothing of the kind. */
export function DatasetColumns({ of, rows }: { of: Found[]; rows: number }) {
  const { t } = useTranslation();
  const columns: Column<Found>[] = [
    { key: 'name', title: t('comparison.column.name'), render: ({ name }) => name, total: t('comparison.rows') },
    {
      key: 'kind',
      title: t('comparison.column.kind'),
      width: 160,
      render: ({ kind }) => <Chip>{t(`comparison.column-kind.${kind}`)}</Chip>,
      total: formatCount(rows),
    },
    {
      key: 'filled',
      title: t('comparison.column.filled'),
      align: 'end',
      width: 96,
      wide: true,
      render: ({ filled }) => formatCount(filled),
    },
    {
      key: 'blank',
      title: t('comparison.column.blank'),
      align: 'end',
      width: 88,
      wide: true,
      render: ({ blank }) => (blank === 0 ? <span className="faint">—</span> : formatCount(blank)),
    },
    {
      key: 'total',
      title: t('comparison.column.total'),
      align: 'end',
      width: 176,
      render: ({ total }) => total !== null && <Amount value={total} bare />,
    },
    {
      key: 'doubtful',
      title: t('comparison.column.doubtful'),
      wide: true,
      render: ({ doubtful }) =>
        doubtful.map(({ doubt, count, lines }) => (
          <div key={doubt} className="warns">
            <Mark of="warns" /> {t(`comparison.doubtful.${doubt}`)}{' '}
            <span className="quiet">
              {t('comparison.places', {
                count,
                shown: formatCount(count),
                lines: lines.slice(0, 5).join(t('comparison.and')) + (count > 5 ? ' …' : ''),
              })}
            </span>
          </div>
        )),
    },
  ];
  return (
    <Sheet title={t('comparison.columns')} extra={t('comparison.columns.note')}>
      <LedgerTable
        label={t('comparison.columns')}
        columns={columns}
        rows={of}
        rowKey={({ name }) => name}
        framed={false}
      />
    </Sheet>
  );
}
