import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { standingOf } from '#modules/handover/web/handover.parts.tsx';
import type { RuleInspection, SwitchDecision } from '#modules/reconciliation/reconciliation.contract.ts';
import { canSwitchInspection } from '#modules/reconciliation/reconciliation.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { reconciliation } from '../reconciliation.api.ts';

interface Deciding {
  rule: string;
  name: string;
  decision: SwitchDecision;
}

/** 严格程度: how strictly the next lots of this transferor are inspected, and what a manager beside the parties decides about it. */
export function Inspections({ of }: { of: HandoverView }) {
  const { t, i18n } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const rules = useQuery(reconciliation.listInspections.queryOptions({ input: { handover: of.id } })).data;
  const [deciding, decide] = useState<Deciding | null>(null);
  if (!rules || rules.length === 0) return null;
  const may = canSwitchInspection(viewer, standingOf(of), of.id).allowed;
  const nameOf = ({ name }: RuleInspection) => (i18n.language.startsWith('zh') ? name.zh : name.en);

  return (
    <Sheet title={t('sampling.strictness')}>
      <Lines>
        {rules.map((one) => (
          <Line
            key={one.rule}
            state={
              <Chip
                standing={one.severity === 'stopped' ? 'differs' : one.severity === 'tightened' ? 'warns' : 'agreed'}
              >
                {t(`sampling.strictness.${one.severity}`)}
              </Chip>
            }
            deed={
              may &&
              one.may.length > 0 &&
              one.may.map((decision) => (
                <Button
                  key={decision}
                  size="small"
                  onClick={() => decide({ rule: one.rule, name: nameOf(one), decision })}
                >
                  {t(`sampling.switch.${decision}`)}
                </Button>
              ))
            }
            note={
              one.last ? <Said of={one.last} /> : one.score === null ? null : t('sampling.score', { score: one.score })
            }
          >
            {nameOf(one)}
          </Line>
        ))}
      </Lines>
      {deciding && (
        <ReasonedDialog
          title={`${deciding.name} · ${t(`sampling.switch.${deciding.decision}`)}`}
          open
          onClose={() => decide(null)}
          effects={[t(`sampling.switch.${deciding.decision}.effect`)]}
          label={t('sampling.switch.reason')}
          deed={t(`sampling.switch.${deciding.decision}`)}
          onDeed={async (reason) => {
            const { rule, decision } = deciding;
            await reconciliation.switchInspection.call({ handover: of.id, rule, decision, reason });
            await memory.invalidateQueries({ queryKey: reconciliation.key() });
            decide(null);
          }}
        />
      )}
    </Sheet>
  );
}

function Said({ of: { decision, reason, by, at } }: { of: NonNullable<RuleInspection['last']> }) {
  const { t } = useTranslation();
  return (
    <>
      {t(`sampling.switch.${decision}`)} · {by.name} · <Instant value={at} /> · {reason}
    </>
  );
}
