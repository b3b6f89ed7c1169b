import { useTranslation } from 'react-i18next';
import type { MappedPair } from '#modules/reconciliation/reconciliation.contract.ts';
import { Amount } from '#kit/Amount.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatAmount, formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import type { ReadDataset } from './use-dataset.ts';

type Row = { name: string; left: string; right: string; difference: string };

type TotalsBesideProps = { pairs: MappedPair[]; left: ReadDataset; right: ReadDataset };

/** The control totals of both sides beside each other before anything is compared: each amount, and the rows as their total. */
export function TotalsBeside({ pairs, left, right }: TotalsBesideProps) {
  const { t } = useTranslation();
  const totalOf = (of: ReadDataset, column: string) =>
    of.description.columns.find(({ name }) => name === column)?.total ?? null;
  const rows = pairs.flatMap((pair): Row[] => {
    const [one, other] = [totalOf(left, pair.left), totalOf(right, pair.right)];
    if (one === null || other === null) return [];
    return [{ name: pair.left, left: one, right: other, difference: formatYuan(parseYuan(other)! - parseYuan(one)!) }];
  });
  const counted = (right.rows ?? 0) - (left.rows ?? 0);
  const columns: Column<Row>[] = [
    { key: 'name', title: t('comparison.totals.column'), render: ({ name }) => name, total: t('comparison.rows') },
    {
      key: 'left',
      title: t('comparison.step.left'),
      align: 'end',
      render: (row) => <Amount value={row.left} bare />,
      total: formatCount(left.rows ?? 0),
    },
    {
      key: 'right',
      title: t('comparison.step.right'),
      align: 'end',
      render: (row) => <Amount value={row.right} bare />,
      total: formatCount(right.rows ?? 0),
    },
    {
      key: 'difference',
      title: t('comparison.totals.difference'),
      align: 'end',
      render: ({ difference }) => <Apart by={difference} text={formatAmount(difference.replace('-', ''))} />,
      total: <Apart by={String(counted)} text={formatCount(Math.abs(counted))} />,
    },
  ];
  return (
    <Sheet
      title={t('comparison.totals')}
      extra={
        left.confirmed && right.confirmed ? (
          <Chip standing="agreed" mark>
            {t('comparison.both-confirmed')}
          </Chip>
        ) : (
          t('comparison.totals.unconfirmed')
        )
      }
    >
      <LedgerTable label={t('comparison.totals')} columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Sheet>
  );
}

/** By how much the right is more or less than the left, said by shape and word as well as by colour. */
export function Apart({ by, text }: { by: string; text: string }) {
  if (/^-?0*(\.0+)?$/.test(by)) return <Mark of="agreed" />;
  return (
    <b className="differs">
      <Mark of={by.startsWith('-') ? 'less' : 'more'} /> {text}
    </b>
  );
}
