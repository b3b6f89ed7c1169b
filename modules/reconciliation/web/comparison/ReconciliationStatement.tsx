import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Amount } from '#kit/Amount.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';

type Summary = NonNullable<WholeComparison['summary']>;
type Total = Summary['totals'][number];

const steps = ['left', 'added', 'removed', 'changed', 'surplus', 'unexplained'] as const;
type Step = (typeof steps)[number];

/**
 * 调节表: how the totals of the left become those of the right, by what was found, for the rows and for each amount. It stands
 * like a reconciliation of a bank account: what nothing explains would stand in a line of its own.
 */
export function ReconciliationStatement({ of: { summary, counts } }: { of: WholeComparison }) {
  const { t } = useTranslation();
  if (!summary || !counts) return null;
  const rows = rowsBy(summary, counts);
  const isWhole = rows.unexplained === 0 && summary.totals.every(({ unexplained }) => isNothing(unexplained));
  const columns: Column<Step>[] = [
    {
      key: 'step',
      title: '',
      render: (step) => (
        <span className={step === 'left' ? 'strong' : undefined}>{t(`comparison.statement.${step}`)}</span>
      ),
      total: t('comparison.statement.right'),
    },
    {
      key: 'rows',
      title: t('comparison.rows'),
      align: 'end',
      render: (step) => <Cell step={step}>{rows[step] === 0 ? null : signed(rows[step])}</Cell>,
      total: formatCount(summary.right.rows),
    },
    ...summary.totals.map((total): Column<Step> => ({
      key: total.column,
      title: total.column,
      align: 'end',
      render: (step) => (
        <Cell step={step}>
          {isNothing(valueOf(total, step)) && step !== 'left' ? null : <Amount value={valueOf(total, step)} bare />}
        </Cell>
      ),
      total: <Amount value={total.right} bare />,
    })),
  ];
  return (
    <Sheet
      title={t('comparison.statement')}
      extra={
        <Chip standing={isWhole ? 'agreed' : 'differs'} mark>
          {t(isWhole ? 'comparison.statement.whole' : 'comparison.statement.not-whole')}
        </Chip>
      }
    >
      <LedgerTable
        label={t('comparison.statement')}
        columns={columns}
        rows={steps.filter((step) => step !== 'unexplained' || !isWhole)}
        rowKey={(step) => step}
        standing={(step) => (step === 'unexplained' ? 'differs' : undefined)}
      />
    </Sheet>
  );
}

function Cell({ step, children }: { step: Step; children: ReactNode }) {
  if (children === null) return <span className="faint">—</span>;
  return <span className={step === 'left' ? 'strong' : undefined}>{children}</span>;
}

/** What a line of the statement adds to a total: rows that are not there any more take away. */
function valueOf(total: Total, step: Step): string {
  const value = total[step];
  if (step !== 'removed' || isNothing(value)) return value;
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

function rowsBy(summary: Summary, { added, removed }: NonNullable<WholeComparison['counts']>): Record<Step, number> {
  const { left, right, rows } = summary;
  const surplus = rows.surplusRight - rows.surplusLeft;
  const unexplained = right.rows - left.rows - added + removed - surplus;
  return { left: left.rows, added, removed: -removed, changed: 0, surplus, unexplained };
}

function isNothing(yuan: string): boolean {
  return /^-?0*(\.0+)?$/.test(yuan);
}

function signed(count: number): string {
  return count < 0 ? `−${formatCount(-count)}` : formatCount(count);
}
