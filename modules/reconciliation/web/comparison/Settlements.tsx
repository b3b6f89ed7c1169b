import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Settlement, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { comparisons } from './comparison.api.ts';

const shown = 20;

/** Who accepted how many differences for which reason, and which became issues, newest first. */
export function Settlements({ of: { id, settled, mayReveal } }: { of: WholeComparison }) {
  const { t } = useTranslation();
  const some = mayReveal && settled !== null && settled.accepted + settled.issue > 0;
  const all = useQuery(comparisons.listSettlements.queryOptions({ input: { comparison: id }, enabled: some }));
  if (!some) return null;
  return (
    <Sheet title={t('comparison.settlements')}>
      <Answer of={all}>
        {(list) => (
          <Lines>
            {list.slice(0, shown).map((one) => (
              <Line
                key={one.id}
                state={<What of={one} />}
                note={
                  <>
                    {one.by.name} · <Instant value={one.at} />
                  </>
                }
              >
                {one.reason}
              </Line>
            ))}
            {list.length > shown && <Line>{t('comparison.settlements.more', { count: list.length - shown })}</Line>}
          </Lines>
        )}
      </Answer>
    </Sheet>
  );
}

function What({ of: { as, lines, issue } }: { of: Settlement }) {
  const { t } = useTranslation();
  if (as === 'issue' && issue)
    return <Link to={paths.issue(issue.id)}>{t('comparison.settlements.issue', issue)}</Link>;
  return t('comparison.settlements.accepted', { count: lines, shown: formatCount(lines) });
}
