import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import { Bar } from '#kit/LongWork.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { kindStandings } from './comparison-words.ts';
import { HowCompared } from './HowCompared.tsx';
import { IntoChecks } from './IntoChecks.tsx';
import { ReconciliationStatement } from './ReconciliationStatement.tsx';
import { ResultProof } from './ResultProof.tsx';
import { Settlements } from './Settlements.tsx';

const kinds = ['changed', 'removed', 'added', 'duplicate', 'equivalent'] as const;

/** What came of a comparison: the totals explained to the fen, the differences of each kind, and the proof of it all. */
export function ComparisonResult({ of }: { of: WholeComparison }) {
  return (
    <div className="columns">
      <div className="stack">
        <ReconciliationStatement of={of} />
        <Settlements of={of} />
        <HowCompared of={of} />
      </div>
      <div className="stack">
        <Differences of={of} />
        <IntoChecks of={of} />
        <Linked of={of} />
        <ResultProof of={of} />
      </div>
    </div>
  );
}

function Differences({ of: { id, handover, counts, settled, summary, mayReveal } }: { of: WholeComparison }) {
  const { t } = useTranslation();
  if (!counts || !summary) return null;
  const all = settled ? settled.open + settled.accepted + settled.issue : 0;
  return (
    <Sheet
      title={t('comparison.differences')}
      extra={
        mayReveal && <Link to={paths.comparison(handover, id, 'differences')}>{t('comparison.differences.open')}</Link>
      }
    >
      <Lines>
        {kinds.map((kind) => {
          const count = counts[kind] ?? summary.rows.equivalent;
          return (
            <Line
              key={kind}
              state={t(counts[kind] === null ? 'comparison.kind.rows' : `comparison.kind.${kind}.unit`, {
                count,
                shown: formatCount(count),
              })}
            >
              {mayReveal && count > 0 ? (
                <Link to={`${paths.comparison(handover, id, 'differences')}?kind=${kind}`}>
                  <Chip standing={kindStandings[kind]} mark>
                    {t(`comparison.kind.${kind}`)}
                  </Chip>
                </Link>
              ) : (
                <Chip>{t(`comparison.kind.${kind}`)}</Chip>
              )}
            </Line>
          );
        })}
        <Line state={t('comparison.kind.rows', { count: summary.rows.same, shown: formatCount(summary.rows.same) })}>
          <Chip standing="agreed" mark>
            {t('comparison.kind.same')}
          </Chip>
        </Line>
      </Lines>
      {settled && all > 0 && (
        <div className="comparison-settled">
          <Bar share={(all - settled.open) / all} label={t('comparison.settled')} />
          <span className="quiet">
            {t('comparison.settled.of', {
              accepted: formatCount(settled.accepted),
              issues: formatCount(settled.issue),
              open: formatCount(settled.open),
            })}
          </span>
        </div>
      )}
    </Sheet>
  );
}

function Linked({ of: { id, handover, links, mayReveal } }: { of: WholeComparison }) {
  const { t } = useTranslation();
  if (!links || links.proposed + links.accepted + links.refused + links.unsure === 0) return null;
  return (
    <Sheet
      title={t('comparison.links')}
      extra={mayReveal && <Link to={paths.comparison(handover, id, 'links')}>{t('comparison.links.see')}</Link>}
      padded
    >
      <p>{t('comparison.links.of', { ...links })}</p>
      <p className="faint">{t('comparison.links.note')}</p>
    </Sheet>
  );
}
