import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DifferenceLine, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatAmount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LongTable } from '#kit/LongTable.tsx';
import { kindStandings } from './comparison-words.ts';
import type { Asked } from './differences-asked.ts';
import { Apart } from './TotalsBeside.tsx';
import type { Differences } from './use-differences.ts';

type DifferenceTableProps = {
  of: WholeComparison;
  asked: Asked;
  onAsk: (changes: Record<string, string | undefined>) => void;
  differences: Differences;
  count: number;
  active: number;
  onActive: (place: number) => void;
  onOpen: (place: number) => void;
};

/** The differences as a ledger: which row, which field, what was handed over, what the books say, how far apart, what came of it. */
export function DifferenceTable(props: DifferenceTableProps) {
  const { of, asked, onAsk, differences, count, active, onActive, onOpen } = props;
  const { t } = useTranslation();
  const columns: Column<DifferenceLine>[] = [
    {
      key: 'key',
      title: of.key.join(' · '),
      width: 120,
      sortable: true,
      render: ({ key }) => <span className="strong">{key.join(' · ')}</span>,
    },
    {
      key: 'column',
      title: t('comparison.field'),
      width: 112,
      sortable: true,
      render: (line) => <Field of={line} />,
    },
    {
      key: 'left',
      title: t('comparison.side-of.left'),
      align: 'end',
      wide: true,
      render: (line) => <Value of={line} side="left" />,
    },
    {
      key: 'right',
      title: t('comparison.side-of.right'),
      align: 'end',
      render: (line) => <Value of={line} side="right" />,
    },
    {
      key: 'amount',
      title: t('comparison.apart'),
      width: 108,
      align: 'end',
      wide: true,
      sortable: true,
      render: ({ amount }) => amount !== null && <Apart by={amount} text={formatAmount(amount.replace('-', ''))} />,
    },
    {
      key: 'verdict',
      title: t('comparison.verdict'),
      width: 104,
      wide: true,
      render: (line) => <Verdict of={line} />,
    },
  ];
  return (
    <LongTable
      label={t('comparison.differences')}
      columns={columns}
      count={count}
      rowAt={differences.at}
      onSight={differences.onSight}
      active={active}
      onActive={onActive}
      onOpen={onOpen}
      sort={{
        ...(asked.order === 'file' ? {} : { now: { key: asked.order, descending: asked.descending } }),
        by: ({ key, descending }) => onAsk({ order: key, descending: String(descending) }),
      }}
    />
  );
}

/** The field that differs; what happened to the row, where the line is about a row. */
function Field({ of: { kind, column } }: { of: DifferenceLine }) {
  const { t } = useTranslation();
  if (column !== null) return column;
  return (
    <Chip standing={kindStandings[kind]} mark>
      {t(`comparison.kind.${kind}`)}
    </Chip>
  );
}

/** A cell as it stands in its file; of a key that is doubled, how many rows have it. */
export function Value({ of, side }: { of: DifferenceLine; side: 'left' | 'right' }): ReactNode {
  const { t } = useTranslation();
  const value = of[side];
  if (of.kind === 'duplicate') return t('comparison.times', { count: Number(value ?? 0) });
  if (of.column === null) {
    const isThere = of.kind === (side === 'left' ? 'removed' : 'added');
    return (
      <span className={isThere ? undefined : 'faint'}>{t(isThere ? 'comparison.there' : 'comparison.not-there')}</span>
    );
  }
  if (value === null || value === '') return <span className="faint">{t('comparison.blank')}</span>;
  return <span title={value}>{value}</span>;
}

/** What came of a line. */
export function Verdict({ of: { kind, settlement } }: { of: DifferenceLine }) {
  const { t } = useTranslation();
  if (settlement?.as === 'issue')
    return (
      <Chip standing="current">{t('comparison.verdict.issue-number', { number: settlement.issue?.number ?? '' })}</Chip>
    );
  if (settlement)
    return (
      <Chip standing="agreed" mark>
        {t('comparison.verdict.accepted')}
      </Chip>
    );
  if (kind === 'equivalent') return <Chip>{t('comparison.kind.equivalent')}</Chip>;
  return <span className="faint">{t('comparison.verdict.open')}</span>;
}
