import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { canReadOtherwise } from '#modules/reconciliation/reconciliation.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { explain } from '#kit/explain.ts';
import { LongWork } from '#kit/LongWork.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Refused } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import { isRead, useDataset } from './use-dataset.ts';
import { datasetFactsOf, useStanding } from './use-standing.ts';
import { DatasetColumns } from './DatasetColumns.tsx';
import { DatasetConfirmation } from './DatasetConfirmation.tsx';
import { DatasetFound } from './DatasetFound.tsx';
import { DatasetPreview } from './DatasetPreview.tsx';

/** Everything that was understood of a dataset, for both parties: findings, columns with totals, first rows, confirmation. */
export function DatasetView({ id }: { id: Id<'dataset'> }) {
  const found = useDataset(id);
  return <Answer of={found}>{(of) => <OneDataset of={of} />}</Answer>;
}

function OneDataset({ of }: { of: WholeDataset }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const viewer = useViewer();
  const at = useStanding({ ...of, mayReveal: of.preview !== null });
  const mayRead = at !== undefined && canReadOtherwise(viewer, at, datasetFactsOf(of)).allowed;
  const read = useMutation(
    comparisons.readOtherwise.mutationOptions({
      onSuccess: () => memory.invalidateQueries({ queryKey: comparisons.key() }),
      meta: { explained: true },
    }),
  );
  const refusal = read.error ?? of.failure;

  if (of.state === 'reading')
    return (
      <Sheet padded>
        <LongWork
          title={t('comparison.reading', { name: of.name })}
          work={{ state: 'running', done: of.rows ?? 0, total: null, startedAt: of.addedAt }}
          unit="rows"
        />
        <p className="faint">{t('comparison.goes-on')}</p>
      </Sheet>
    );
  return (
    <div className="stack">
      {refusal && (
        <Sheet>
          <Refused explanation={explain(refusal)} />
        </Sheet>
      )}
      {isRead(of) && (
        <>
          <DatasetFound
            of={of}
            busy={read.isPending}
            {...(mayRead ? { onRead: (reading) => read.mutate({ dataset: of.id, reading }) } : {})}
          />
          <DatasetColumns of={of.description.columns} rows={of.rows ?? 0} />
          <DatasetPreview columns={of.description.columns.map(({ name }) => name)} rows={of.preview} />
          <DatasetConfirmation of={of} />
        </>
      )}
    </div>
  );
}
