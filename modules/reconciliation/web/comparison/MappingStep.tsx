import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MappingProposal } from '#modules/reconciliation/reconciliation.contract.ts';
import { canStartComparison } from '#modules/reconciliation/reconciliation.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { explain } from '#kit/explain.ts';
import { useKeys } from '#kit/keys.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Refused, Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import { all, when } from '#platform/kernel/verdict.ts';
import { comparisons } from './comparison.api.ts';
import { HowToCompare, type Manner } from './HowToCompare.tsx';
import { MappingTable } from './MappingTable.tsx';
import { TotalsBeside } from './TotalsBeside.tsx';
import type { ReadDataset } from './use-dataset.ts';
import { datasetFactsOf, notYet, useStanding } from './use-standing.ts';
import { type Arranged, arrangedBy, pairsOf } from './arranged.ts';

type MappingStepProps = { handover: Id<'handover'>; left: ReadDataset; right: ReadDataset; onBack: () => void };

/** 列对应与合计: which columns mean the same and by what they are compared, the key, the totals of both sides, and the start. */
export function MappingStep(props: MappingStepProps) {
  const proposal = useQuery(
    comparisons.proposeMapping.queryOptions({
      input: { left: props.left.id, right: props.right.id },
      staleTime: Infinity,
    }),
  );
  return (
    <Answer of={proposal} waiting={<Skeleton lines={10} />}>
      {(found) => <Arranging {...props} proposal={found} />}
    </Answer>
  );
}

function Arranging({ handover, left, right, proposal, onBack }: MappingStepProps & { proposal: MappingProposal }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const viewer = useViewer();
  const at = useStanding({ ...left, mayReveal: left.preview !== null });
  const [said, say] = useState<Arranged>(() => arrangedBy(proposal));
  const [manner, setManner] = useState<Manner>({ equivalent: 'list', exact: false });
  const start = useMutation(
    comparisons.start.mutationOptions({
      onSuccess: ({ id }) => void navigate(paths.comparison(handover, id)),
      meta: { explained: true },
    }),
  );
  const pairs = pairsOf(said);
  const key = said.rows.filter(({ isKey, right: to }) => isKey && to !== null).map((row) => row.left);
  const verdict = all(
    at ? canStartComparison(viewer, at, datasetFactsOf(left), datasetFactsOf(right)) : notYet,
    when(key.length > 0, 'comparison.no-key-chosen'),
    when(pairs.length > key.length, 'comparison.nothing-to-compare'),
  );
  const begin = {
    text: t('comparison.start'),
    run: () => verdict.allowed && start.mutate({ left: left.id, right: right.id, pairs, key, ...manner }),
  };
  useKeys({ 'mod+Enter': begin });
  const isTrial = !left.confirmed || !right.confirmed;

  return (
    <>
      <div className="stack">
        <MappingTable said={said} onSay={say} proposal={proposal} left={left} right={right} />
        <TotalsBeside pairs={pairs} left={left} right={right} />
        <HowToCompare said={manner} onSay={setManner} />
        {isTrial && (
          <Sheet padded>
            <p>
              <Mark of="warns" /> {t('comparison.trial.note')}
            </p>
          </Sheet>
        )}
        {start.isError && (
          <Sheet>
            <Refused explanation={explain(start.error)} />
          </Sheet>
        )}
      </div>
      <div className="comparison-foot">
        <Button onClick={onBack}>{t('comparison.back')}</Button>
        <VerdictButton type="primary" verdict={verdict} loading={start.isPending} onClick={begin.run}>
          {isTrial ? t('comparison.start.trial') : begin.text}
        </VerdictButton>
      </div>
    </>
  );
}
