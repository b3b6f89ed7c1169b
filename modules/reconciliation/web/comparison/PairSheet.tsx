import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Link as LinkedPair } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import type { Key } from '#kit/keys.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { decisionStandings } from './comparison-words.ts';

type Field = { column: string; left: string | null; right: string | null };

type PairSheetProps = {
  of: LinkedPair;
  deeds: { a: Key; d: Key; s: Key; u: Key };
  names: [left: string, right: string] | undefined;
};

/** Two rows beside each other, what speaks for and against their being one, and what a person has said of it. */
export function PairSheet({ of, deeds, names }: PairSheetProps) {
  const { t } = useTranslation();
  const columns: Column<Field>[] = [
    {
      key: 'column',
      title: t('comparison.field'),
      width: 116,
      render: ({ column }) => <span className="quiet">{column}</span>,
    },
    {
      key: 'left',
      title: <span title={names?.[0]}>{t('comparison.side-of.left')}</span>,
      render: ({ left }) => <Cell value={left} />,
    },
    {
      key: 'right',
      title: <span title={names?.[1]}>{t('comparison.side-of.right')}</span>,
      render: ({ right }) => <Cell value={right} />,
    },
  ];
  return (
    <Sheet
      title={of.left[0]?.value ?? t('comparison.link.pair')}
      extra={
        of.decision && (
          <Chip standing={decisionStandings[of.decision]} mark>
            {t(`comparison.links.${of.decision}`)}
          </Chip>
        )
      }
      foot={
        <div className="row">
          <Button type="primary" onClick={deeds.a.run}>
            {deeds.a.text}
          </Button>
          <Button onClick={deeds.d.run}>{deeds.d.text}</Button>
          <Button onClick={deeds.s.run}>{deeds.s.text}</Button>
          {of.decision && <Button onClick={deeds.u.run}>{deeds.u.text}</Button>}
        </div>
      }
    >
      <LedgerTable
        label={t('comparison.link.pair')}
        columns={columns}
        rows={beside(of)}
        rowKey={({ column }) => column}
        framed={false}
        tight
      />
      <ul className="link-reasons" aria-label={t('comparison.link.why')}>
        {of.reasons.map(({ part, level, bits }) => (
          <li key={part}>
            <span className={bits > 0 ? 'agreed' : 'differs'}>
              <Mark of={bits > 0 ? 'agreed' : 'differs'} /> {t(`comparison.link.${part}.${level}`)}
            </span>
            <span className="faint num">{weight(bits)}</span>
          </li>
        ))}
      </ul>
      <p className="faint link-note">
        {of.decidedBy && of.decidedAt && (
          <>
            {of.decidedBy.name} <Instant value={of.decidedAt} />
            {of.carried && ` · ${t('comparison.link.carried')}`}
            {' · '}
          </>
        )}
        {t('comparison.link.bits')}
      </p>
    </Sheet>
  );
}

/** The columns of both rows beside each other, by name; what only one has stands alone. */
function beside({ left, right }: LinkedPair): Field[] {
  const names = [...new Set([...left, ...right].map(({ column }) => column))];
  const valueIn = (side: LinkedPair['left'], name: string) => side.find(({ column }) => column === name)?.value ?? null;
  return names.map((column) => ({ column, left: valueIn(left, column), right: valueIn(right, column) }));
}

function Cell({ value }: { value: string | null }) {
  return value === null || value === '' ? (
    <span className="faint">—</span>
  ) : (
    <span className="difference-cell">{value}</span>
  );
}

function weight(bits: number): string {
  return `${bits > 0 ? '+' : '−'}${Math.abs(bits).toFixed(1)}`;
}
