import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PreviewPlan } from '#modules/handover/handover.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatCount } from '#kit/figures.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { handovers } from './handover.api.ts';
import { PlanBars } from './PlanBars.tsx';
import { Warnings } from './Warnings.tsx';

/** The plan that the dates would give, as one types them, and what speaks against it. */
export function PlanPreview({ of }: { of: PreviewPlan | undefined }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const plan = useQuery(
    handovers.previewPlan.queryOptions({ input: of!, enabled: of !== undefined, placeholderData: keepPreviousData }),
  );
  return (
    <div className="stack">
      <Sheet title={t('handover.plan')} extra={t('handover.plan.working-days')}>
        <Answer of={plan}>
          {({ stages }) => (
            <PlanBars
              of={stages.map(({ stage, name, startsOn, endsOn }) => ({
                key: stage,
                title: name[language],
                note: `${startsOn.slice(5)} – ${endsOn.slice(5)}`,
                startsOn,
                endsOn,
              }))}
            />
          )}
        </Answer>
      </Sheet>
      {plan.data && plan.data.warnings.length > 0 && (
        <Sheet title={t('handover.warnings')} extra={formatCount(plan.data.warnings.length)}>
          <Warnings of={plan.data.warnings} />
        </Sheet>
      )}
    </div>
  );
}
