import { useTranslation } from 'react-i18next';
import type { MappedPair, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { useNormaliserWords } from './comparison-words.ts';

/** By which columns it was compared and how their values were made comparable; what of either side was not. */
export function HowCompared({ of: { pairs, key, summary } }: { of: WholeComparison }) {
  const { t } = useTranslation();
  const words = useNormaliserWords();
  const columns: Column<MappedPair>[] = [
    {
      key: 'left',
      title: t('comparison.step.left'),
      render: ({ left }) => (
        <>
          {left} {key.includes(left) && <Chip standing="current">{t('comparison.map.key')}</Chip>}
        </>
      ),
    },
    { key: 'right', title: t('comparison.step.right'), render: ({ right }) => right },
    {
      key: 'by',
      title: t('comparison.map.by'),
      wide: true,
      render: ({ normaliser }) => <span className="quiet">{words(normaliser)}</span>,
    },
  ];
  const alone = (['left', 'right'] as const).filter((side) => (summary?.alone[side].length ?? 0) > 0);
  return (
    <Sheet title={t('comparison.how')}>
      <LedgerTable
        label={t('comparison.how')}
        columns={columns}
        rows={pairs}
        rowKey={({ left }) => left}
        framed={false}
        tight
      />
      {alone.length > 0 && (
        <Lines>
          {alone.map((side) => (
            <Line key={side}>
              <span className="quiet">
                {t(`comparison.alone.${side}`, { columns: summary!.alone[side].join(t('comparison.and')) })}
              </span>
            </Line>
          ))}
        </Lines>
      )}
    </Sheet>
  );
}
