import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DifferenceLine, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Amount } from '#kit/Amount.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import type { Key } from '#kit/keys.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { kindStandings } from './comparison-words.ts';
import { Value } from './DifferenceTable.tsx';

type DifferencePanelProps = {
  of: WholeComparison;
  line: DifferenceLine | undefined;
  deeds: { a: Key; d: Key; e: Key; u: Key };
  may: { settle: Verdict; issue: Verdict };
  isRowOpen: boolean;
};

/** The difference that the keys stand on: both values in full, whose it is, what came of it, and what one can do. */
export function DifferencePanel({ of, line, deeds, may, isRowOpen }: DifferencePanelProps) {
  const { t } = useTranslation();
  if (!line) return null;
  const { settlement } = line;
  return (
    <Sheet
      title={line.key.join(' · ')}
      extra={
        <Chip standing={kindStandings[line.kind]} mark>
          {t(`comparison.kind.${line.kind}`)}
        </Chip>
      }
      foot={
        <div className="row">
          {!settlement && (
            <VerdictButton verdict={may.settle} onClick={deeds.a.run}>
              {deeds.a.text}
            </VerdictButton>
          )}
          {!settlement && (
            <VerdictButton verdict={may.issue} onClick={deeds.d.run}>
              {deeds.d.text}
            </VerdictButton>
          )}
          {!isRowOpen && <Button onClick={deeds.e.run}>{deeds.e.text}</Button>}
          {settlement && (
            <VerdictButton verdict={may.settle} onClick={deeds.u.run}>
              {deeds.u.text}
            </VerdictButton>
          )}
        </div>
      }
    >
      <dl className="difference-facts">
        {line.client && (
          <div>
            <dt>{t('comparison.client')}</dt>
            <dd>
              <Link to={paths.checking(of.handover, line.client.id)}>
                {line.client.number} {line.client.name}
              </Link>
            </dd>
          </div>
        )}
        {line.column && (
          <div>
            <dt>{t('comparison.field')}</dt>
            <dd>{line.column}</dd>
          </div>
        )}
        <div>
          <dt>{t('comparison.side-of.left')}</dt>
          <dd className="difference-value">
            <Value of={line} side="left" />
          </dd>
        </div>
        <div>
          <dt>{t('comparison.side-of.right')}</dt>
          <dd className="difference-value">
            <Value of={line} side="right" />
          </dd>
        </div>
        {line.amount !== null && (
          <div>
            <dt>{t('comparison.apart')}</dt>
            <dd>
              <Amount value={line.amount} />
            </dd>
          </div>
        )}
      </dl>
      {settlement && (
        <div className="difference-course">
          <b>
            {settlement.as === 'issue' && settlement.issue ? (
              <Link to={paths.issue(settlement.issue.id)}>
                {t('comparison.verdict.issue-number', { number: settlement.issue.number })}
              </Link>
            ) : (
              t('comparison.verdict.accepted')
            )}
          </b>{' '}
          <span className="faint">
            <Instant value={settlement.at} /> {settlement.by.name}
          </span>
          <p className="quiet">{settlement.reason}</p>
          {settlement.lines > 1 && (
            <p className="faint">{t('comparison.settled-together', { count: settlement.lines })}</p>
          )}
        </div>
      )}
    </Sheet>
  );
}
