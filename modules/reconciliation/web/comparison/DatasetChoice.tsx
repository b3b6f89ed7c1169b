import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import { datasetStandings } from './comparison-words.ts';
import { DatasetSender } from './DatasetSender.tsx';

type DatasetChoiceProps = {
  side: 'left' | 'right';
  batch: Id<'batch'>;
  chosen: Id<'dataset'> | undefined;
  onChosen: (dataset: Id<'dataset'>) => void;
};

/** One side of a comparison: a file that is brought now, a dataset that is there already, or our own records. */
export function DatasetChoice({ side, batch, chosen, onChosen }: DatasetChoiceProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const there = useQuery(
    comparisons.listDatasets.queryOptions({
      input: { batch },
      refetchInterval: ({ state }) => state.data?.some((one) => one.state === 'reading') && 1_000,
    }),
  ).data;
  const choose = async (id: Id<'dataset'>) => {
    await memory.invalidateQueries({ queryKey: comparisons.listDatasets.key() });
    onChosen(id);
  };
  const take = useMutation(comparisons.takeRecords.mutationOptions({ onSuccess: ({ id }) => choose(id) }));
  const columns: Column<Dataset>[] = [
    { key: 'name', title: t('comparison.existing'), render: ({ name }) => name },
    {
      key: 'rows',
      title: t('comparison.column.rows'),
      align: 'end',
      width: 104,
      render: ({ rows, bytes }) => (rows === null ? formatSize(bytes) : formatCount(rows)),
    },
    {
      key: 'state',
      title: t('comparison.column.state'),
      width: 104,
      render: ({ state }) => (
        <Chip standing={datasetStandings[state]} mark>
          {t(`comparison.dataset.state.${state}`)}
        </Chip>
      ),
    },
    {
      key: 'choose',
      title: <span className="unseen">{t('comparison.choose')}</span>,
      width: 96,
      align: 'end',
      render: ({ id, name }) =>
        id === chosen ? (
          <span className="agreed">{t('comparison.chosen')}</span>
        ) : (
          <Button size="small" aria-label={t('comparison.choose.name', { name })} onClick={() => onChosen(id)}>
            {t('comparison.choose')}
          </Button>
        ),
    },
  ];
  const usable = there?.filter(({ state }) => state !== 'discarded') ?? [];
  return (
    <Sheet title={t(`comparison.step.${side}`)} extra={t(`comparison.step.${side}.note`)}>
      <div className="comparison-bring">
        <DatasetSender batch={batch} label={t(`comparison.choose.${side}`)} onSent={(id) => void choose(id)} />
        {side === 'right' && (
          <Button loading={take.isPending} onClick={() => take.mutate({ batch })}>
            {t('comparison.take-records')}
          </Button>
        )}
      </div>
      {usable.length > 0 && (
        <LedgerTable
          label={t(`comparison.existing.${side}`)}
          columns={columns}
          rows={usable}
          rowKey={({ id }) => id}
          {...(chosen ? { active: chosen } : {})}
          onOpen={({ id }) => onChosen(id)}
          tight
        />
      )}
    </Sheet>
  );
}
