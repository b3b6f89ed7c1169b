import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { useKeys } from '#kit/keys.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Stages } from '#kit/Stages.tsx';
import { Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { no, type Verdict, yes } from '#platform/kernel/verdict.ts';
import { handovers } from './comparison.api.ts';
import { DatasetChoice } from './DatasetChoice.tsx';
import { isRead, useDataset } from './use-dataset.ts';
import './comparison.css';

const DatasetView = lazy(async () => ({ default: (await import('./DatasetView.tsx')).DatasetView }));
const MappingStep = lazy(async () => ({ default: (await import('./MappingStep.tsx')).MappingStep }));

const steps = ['files', 'left', 'right', 'mapping', 'running'] as const;
type Step = (typeof steps)[number];

/**
 * A new comparison: 文件 → 移交数据 → 账面或来源数据 → 列对应与合计 → 比对. Which files and which step stand in the address, so that nothing is
 * lost on the way and the other party can be sent there.
 */
export function NewComparisonPage() {
  const { t } = useTranslation();
  const { handover } = useParams() as { handover: Id<'handover'> };
  const [search, setSearch] = useSearchParams();
  const view = useQuery(handovers.read.queryOptions({ input: { handover } })).data;
  const batch = (search.get('batch') ?? view?.batches[0]?.id) as Id<'batch'> | undefined;
  const leftId = (search.get('left') ?? undefined) as Id<'dataset'> | undefined;
  const rightId = (search.get('right') ?? undefined) as Id<'dataset'> | undefined;
  const left = useDataset(leftId).data;
  const right = useDataset(rightId).data;
  const asked = search.get('step') as Step;
  const step = leftId && rightId && steps.includes(asked) ? asked : 'files';
  const at = steps.indexOf(step);

  function put(changes: Record<string, string>) {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) next.set(name, value);
    setSearch(next, { replace: !('step' in changes) });
  }
  const verdict = mayGoOn(step, leftId ? left : undefined, rightId ? right : undefined);
  const next = { text: t('comparison.next'), run: () => verdict.allowed && put({ step: steps[at + 1]! }) };
  useKeys(step === 'mapping' ? {} : { 'mod+Enter': next });

  return (
    <Page
      title={t('comparison.new')}
      crumbs={[
        { text: view?.number ?? '…', to: paths.handover(handover) },
        { text: t('comparison.many'), to: paths.handover(handover, 'comparisons') },
        { text: t('comparison.new') },
      ]}
      clientData
    >
      <Stages
        of={steps.map((one, place) => ({
          key: one,
          title: t(`comparison.step.${one}`),
          state: place < at ? 'done' : place === at ? 'now' : 'ahead',
        }))}
      />
      {step === 'files' && batch && (
        <div className="comparison-sides">
          <DatasetChoice side="left" batch={batch} chosen={leftId} onChosen={(id) => put({ batch, left: id })} />
          <DatasetChoice side="right" batch={batch} chosen={rightId} onChosen={(id) => put({ batch, right: id })} />
        </div>
      )}
      <Suspense fallback={<Skeleton lines={8} />}>
        {step === 'left' && <DatasetView key="left" id={leftId!} />}
        {step === 'right' && <DatasetView key="right" id={rightId!} />}
        {step === 'mapping' &&
          (isRead(left) && isRead(right) ? (
            <MappingStep handover={handover} left={left} right={right} onBack={() => put({ step: 'right' })} />
          ) : (
            <Skeleton lines={8} />
          ))}
      </Suspense>
      {step !== 'mapping' && (
        <div className="comparison-foot">
          {at > 0 ? <Button onClick={() => put({ step: steps[at - 1]! })}>{t('comparison.back')}</Button> : <span />}
          <VerdictButton type="primary" verdict={verdict} onClick={next.run}>
            {next.text}
          </VerdictButton>
        </div>
      )}
    </Page>
  );
}

/** Whether the next step can be taken, by what there is of the two sides. */
function mayGoOn(step: Step, left: WholeDataset | undefined, right: WholeDataset | undefined): Verdict {
  if (step === 'files') {
    if (!left || !right) return no('comparison.both-sides-needed');
    return left.id === right.id ? no('comparison.of-one-dataset') : yes;
  }
  const of = step === 'left' ? left : right;
  return isRead(of) ? yes : no('comparison.dataset-state');
}
