import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { explain } from '#kit/explain.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Refused, Skeleton } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import './comparison.css';

const ComparisonResult = lazy(async () => ({ default: (await import('./ComparisonResult.tsx')).ComparisonResult }));

/** A comparison as the server knows it, asked again each second as long as it runs. */
export function useComparison(comparison: Id<'comparison'>) {
  return useQuery(
    comparisons.read.queryOptions({
      input: { comparison },
      refetchInterval: ({ state }) => isUnderWay(state.data) && 1_000,
    }),
  );
}

function isUnderWay(of: WholeComparison | undefined): boolean {
  return of?.state === 'waiting' || of?.state === 'running';
}

/** One comparison: how far it is while it runs, and what came of it. */
export function ComparisonPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { handover, comparison } = useParams() as { handover: Id<'handover'>; comparison: Id<'comparison'> };
  const found = useComparison(comparison);
  const of = found.data;
  return (
    <Page
      title={of ? t('comparison.title', { number: of.number }) : t('comparison.one')}
      subtitle={of && `${of.left.name} ⇄ ${of.right.name}`}
      crumbs={[
        { text: t('handover.one'), to: paths.handover(handover) },
        { text: t('comparison.many'), to: paths.handover(handover, 'comparisons') },
        { text: of ? t('comparison.number', { number: of.number }) : '…' },
      ]}
      actions={of && !of.confirmed && <Chip standing="warns">{t('comparison.trial')}</Chip>}
      clientData
    >
      <Answer of={found}>
        {(data) =>
          data.state === 'done' ? (
            <Suspense fallback={<Skeleton lines={8} />}>
              <ComparisonResult of={data} />
            </Suspense>
          ) : isUnderWay(data) ? (
            <UnderWay of={data} />
          ) : (
            <Sheet>
              <Refused
                explanation={explain(data.failure ?? { code: `comparison.${data.state}` })}
                button={
                  <Button
                    onClick={() =>
                      void navigate(
                        paths.newComparison(handover, data.batch, { left: data.left.id, right: data.right.id }),
                      )
                    }
                  >
                    {t('comparison.again')}
                  </Button>
                }
              />
            </Sheet>
          )
        }
      </Answer>
    </Page>
  );
}

function UnderWay({ of }: { of: WholeComparison }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const cancel = useMutation(
    comparisons.cancel.mutationOptions({
      onSuccess: () => memory.invalidateQueries({ queryKey: comparisons.key() }),
    }),
  );
  const { progress } = of;
  const work: Work = {
    state: of.state === 'running' ? 'running' : 'waiting',
    done: progress?.rowsRead ?? 0,
    total: progress?.rowsTotal || null,
    startedAt: of.startedAt,
    ...(progress ? { pace: { perSecond: progress.rowsPerSecond, secondsLeft: progress.secondsLeft } } : {}),
  };
  return (
    <Sheet padded>
      <LongWork
        title={t(`comparison.progress.${progress?.step ?? 'waiting'}`)}
        work={work}
        unit="rows"
        onCancel={() => cancel.mutate({ comparison: of.id })}
      />
      <p className="faint">{t('comparison.goes-on')}</p>
    </Sheet>
  );
}
