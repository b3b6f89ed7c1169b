import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CellVerdict,
  DifferenceLine,
  OpenedRow,
  WholeComparison,
} from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatAmount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import type { Standing } from '#kit/Mark.tsx';
import { Skeleton } from '#kit/states.tsx';
import { comparisons } from './comparison.api.ts';
import { useNormaliserWords } from './comparison-words.ts';
import { Verdict } from './DifferenceTable.tsx';
import { Apart } from './TotalsBeside.tsx';

type RowViewProps = { of: WholeComparison; line: DifferenceLine; onBack: () => void };

/** 整行: every field of both sides as it stands in its file, by what it was compared, and the verdict on each. */
export function RowView({ of, line, onBack }: RowViewProps) {
  const { t } = useTranslation();
  const row = useQuery(
    comparisons.openRow.queryOptions({ input: { comparison: of.id, line: line.line }, staleTime: 60_000 }),
  );
  return (
    <>
      <div className="difference-filters">
        <Button onClick={onBack}>{t('comparison.row.back')}</Button>
        <span className="strong">{line.key.join(' · ')}</span>
        {line.client && <span className="quiet">{line.client.name}</span>}
      </div>
      <Answer of={row} waiting={<Skeleton lines={10} />}>
        {(opened) => <OneRow key={line.line} of={of} opened={opened} />}
      </Answer>
    </>
  );
}

type Field = OpenedRow['fields'][number] & {
  at: number;
  values: [left: string | null, right: string | null];
  verdict: CellVerdict;
};

const standings: Record<CellVerdict, Standing> = {
  same: 'agreed',
  equivalent: 'plain',
  changed: 'differs',
  'only-left': 'differs',
  'only-right': 'warns',
  'not-compared': 'plain',
};

function OneRow({ of, opened }: { of: WholeComparison; opened: OpenedRow }) {
  const { t } = useTranslation();
  const words = useNormaliserWords();
  const [at, setAt] = useState(0);
  const row = opened.rows[at];
  const fields = opened.fields.map((field, place): Field => ({
    ...field,
    at: place,
    values: [row?.left?.[place] ?? null, row?.right?.[place] ?? null],
    verdict: row?.verdicts[place] ?? 'not-compared',
  }));
  const told = (field: Field) => opened.lines.find(({ column }) => column !== null && column === field.left);
  const columns: Column<Field>[] = [
    {
      key: 'field',
      title: t('comparison.field'),
      render: ({ left, right, isKey, verdict }) => (
        <>
          <span className={verdict === 'changed' ? 'strong' : undefined}>{left ?? right}</span>{' '}
          {isKey && <Chip standing="current">{t('comparison.map.key')}</Chip>}
          {left !== null && right !== null && left !== right && <div className="faint">{right}</div>}
        </>
      ),
    },
    {
      key: 'left',
      title: <span title={of.left.name}>{t('comparison.side-of.left')}</span>,
      align: 'end',
      render: ({ values: [value], left }) => <Cell value={value} isThere={left !== null && row?.left !== null} />,
    },
    {
      key: 'right',
      title: <span title={of.right.name}>{t('comparison.side-of.right')}</span>,
      align: 'end',
      render: (field) => {
        const amount = told(field)?.amount ?? null;
        return (
          <>
            <Cell value={field.values[1]} isThere={field.right !== null && row?.right !== null} />
            {amount !== null && (
              <>
                {' '}
                <Apart by={amount} text={formatAmount(amount.replace('-', ''))} />
              </>
            )}
          </>
        );
      },
    },
    {
      key: 'by',
      title: t('comparison.row.evidence'),
      wide: true,
      render: ({ normaliser }) => <span className="quiet">{normaliser ? words(normaliser) : '—'}</span>,
    },
    {
      key: 'verdict',
      title: t('comparison.verdict'),
      width: 136,
      render: (field) => {
        const line = told(field);
        if (line?.settlement) return <Verdict of={line} />;
        return (
          <Chip standing={standings[field.verdict]} mark>
            {t(`comparison.cell.${field.verdict}`)}
          </Chip>
        );
      },
    },
  ];
  return (
    <>
      {opened.rows.length > 1 && (
        <div className="difference-filters">
          <Segmented
            value={at}
            options={opened.rows.map((_, place) => ({
              value: place,
              label: t('comparison.row.nth', { nth: place + 1 }),
            }))}
            onChange={setAt}
          />
          {opened.more > 0 && <span className="quiet">{t('comparison.row.more', { count: opened.more })}</span>}
        </div>
      )}
      <div className="difference-row">
        <LedgerTable
          label={t('comparison.row')}
          columns={columns}
          rows={fields}
          rowKey={(field) => String(field.at)}
          standing={({ verdict }) => (verdict === 'changed' ? 'differs' : undefined)}
          framed={false}
          tight
        />
      </div>
    </>
  );
}

function Cell({ value, isThere }: { value: string | null; isThere: boolean }) {
  const { t } = useTranslation();
  if (!isThere) return <span className="faint">—</span>;
  if (value === null || value === '') return <span className="faint">{t('comparison.blank')}</span>;
  return <span className="difference-cell">{value}</span>;
}
