import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import { datasetStandings } from './comparison-words.ts';
import { DatasetSender } from './DatasetSender.tsx';

type DatasetChoiceProps = {
  side: 'left' | 'right';
  batch: Id<'batch'>;
  of: WholeDataset | undefined;
  onChosen: (dataset: Id<'dataset'>) => void;
};

/** One side of a comparison: a file that is brought now, a dataset that is there already, or our own records. */
export function DatasetChoice({ side, batch, of, onChosen }: DatasetChoiceProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const there = useQuery(comparisons.listDatasets.queryOptions({ input: { batch } })).data ?? [];
  const chosen = async (id: Id<'dataset'>) => {
    await memory.invalidateQueries({ queryKey: comparisons.listDatasets.key() });
    onChosen(id);
  };
  const take = useMutation(comparisons.takeRecords.mutationOptions({ onSuccess: ({ id }) => chosen(id) }));
  const usable = there.filter(({ state }) => state === 'read' || state === 'reading');
  return (
    <Sheet title={t(`comparison.step.${side}`)} extra={t(`comparison.step.${side}.note`)} padded>
      <DatasetSender batch={batch} label={t(`comparison.choose.${side}`)} onSent={(id) => void chosen(id)} />
      <div className="row comparison-others">
        {usable.length > 0 && (
          <Select
            aria-label={t(`comparison.existing.${side}`)}
            placeholder={t('comparison.existing')}
            value={of?.id ?? null}
            options={usable.map(({ id, name, sha256 }) => ({ value: id, label: `${name} · ${formatHash(sha256)}` }))}
            onChange={(id) => id && onChosen(id)}
          />
        )}
        {side === 'right' && (
          <Button loading={take.isPending} onClick={() => take.mutate({ batch })}>
            {t('comparison.take-records')}
          </Button>
        )}
      </div>
      {of && (
        <Facts
          of={[
            { name: t('comparison.dataset'), value: of.name },
            {
              name: t('comparison.column.state'),
              value: (
                <Chip standing={datasetStandings[of.state]} mark>
                  {t(`comparison.dataset.state.${of.state}`)}
                </Chip>
              ),
            },
            { name: t('comparison.column.rows'), value: of.rows === null ? '—' : formatCount(of.rows) },
            { name: t('comparison.column.size'), value: formatSize(of.bytes) },
          ]}
        />
      )}
    </Sheet>
  );
}
