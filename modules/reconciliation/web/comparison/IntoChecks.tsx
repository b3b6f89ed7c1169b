import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TakenIntoChecks, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { canTakeIntoChecks } from '#modules/reconciliation/reconciliation.policy.ts';
import { Instant } from '#kit/Day.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { formatCount } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { comparisons } from './comparison.api.ts';
import { factsOf, notYet, useStanding } from './use-standing.ts';

const shown = 12;

/** 取入核对: what was found becomes verdicts on the lines of the inventory, and differences become issues. */
export function IntoChecks({ of }: { of: WholeComparison }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [asking, setAsking] = useState(false);
  const take = useMutation(comparisons.takeIntoChecks.mutationOptions({ meta: { explained: true } }));
  const viewer = useViewer();
  const at = useStanding(of);
  const verdict = at ? canTakeIntoChecks(viewer, at, factsOf(of)) : notYet;

  async function act() {
    await take.mutateAsync({ comparison: of.id });
    await memory.invalidateQueries();
  }

  if (!of.mayReveal) return null;
  return (
    <Sheet
      title={t('comparison.checks')}
      foot={
        of.checkedAt === null && (
          <>
            <span className="quiet">{t('comparison.checks.note')}</span>
            <VerdictButton verdict={verdict} onClick={() => setAsking(true)}>
              {t('comparison.checks.take')}
            </VerdictButton>
          </>
        )
      }
    >
      {take.data ? (
        <Taken of={take.data} />
      ) : (
        <p className="comparison-checks">
          {of.checkedAt ? (
            <>
              <Mark of="agreed" /> {t('comparison.checks.taken')} <Instant value={of.checkedAt} />{' '}
              <Link to={paths.handover(of.handover, 'inventory')}>{t('comparison.checks.to-inventory')}</Link>
            </>
          ) : (
            <span className="faint">{t('comparison.checks.not-yet')}</span>
          )}
        </p>
      )}
      <EffectsDialog
        title={t('comparison.checks.take')}
        open={asking}
        onClose={() => setAsking(false)}
        effects={[
          t('comparison.checks.effect.same'),
          t('comparison.checks.effect.different'),
          t('comparison.checks.effect.once'),
        ]}
        deed={t('comparison.checks.take')}
        onDeed={act}
      />
    </Sheet>
  );
}

function Taken({ of }: { of: TakenIntoChecks }) {
  const { t } = useTranslation();
  const names = (numbers: readonly string[]) =>
    numbers.length === 0
      ? '—'
      : `${formatCount(numbers.length)}: ${numbers.slice(0, shown).join(t('comparison.and'))}${numbers.length > shown ? ' …' : ''}`;
  return (
    <div className="comparison-proof">
      <Facts
        of={[
          { name: t('comparison.checks.checked'), value: formatCount(of.checked) },
          { name: t('comparison.checks.same'), value: formatCount(of.same) },
          { name: t('comparison.checks.equivalent'), value: formatCount(of.writtenDifferently) },
          { name: t('comparison.checks.different'), value: formatCount(of.different) },
          { name: t('comparison.checks.missing'), value: names(of.missing) },
          { name: t('comparison.checks.doubled'), value: names(of.doubled) },
          { name: t('comparison.checks.faulty'), value: names(of.faulty) },
          { name: t('comparison.checks.others'), value: formatCount(of.others) },
          {
            name: t('comparison.checks.issues'),
            value:
              of.issues.length === 0
                ? '—'
                : of.issues.slice(0, shown).map(({ issue, number }) => (
                    <span key={issue}>
                      <Link to={paths.issue(issue)}>#{number}</Link>{' '}
                    </span>
                  )),
          },
        ]}
      />
    </div>
  );
}
