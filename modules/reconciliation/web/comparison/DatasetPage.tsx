import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { canDiscardDataset } from '#modules/reconciliation/reconciliation.policy.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import { DatasetView } from './DatasetView.tsx';
import { useDataset } from './use-dataset.ts';
import { datasetFactsOf, notYet, useStanding } from './use-standing.ts';
import './comparison.css';

/** One dataset of a batch: what was understood of it, and the agreement of both parties on its totals. */
export function DatasetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const { handover = '', dataset } = useParams() as { handover: string; dataset: Id<'dataset'> };
  const found = useDataset(dataset).data;
  const [discarding, setDiscarding] = useState(false);
  const discard = useMutation(comparisons.discardDataset.mutationOptions({ meta: { explained: true } }));

  async function drop() {
    await discard.mutateAsync({ dataset });
    await memory.invalidateQueries({ queryKey: comparisons.key() });
    void navigate(paths.handover(handover, 'comparisons'));
  }

  return (
    <Page
      title={found?.name ?? t('comparison.dataset')}
      crumbs={[
        { text: t('handover.one'), to: paths.handover(handover) },
        { text: t('comparison.many'), to: paths.handover(handover, 'comparisons') },
        { text: t('comparison.dataset') },
      ]}
      actions={found && <Discard of={found} onPress={() => setDiscarding(true)} />}
      clientData
    >
      <DatasetView id={dataset} />
      <EffectsDialog
        title={t('comparison.discard')}
        open={discarding}
        onClose={() => setDiscarding(false)}
        effects={[t('comparison.discard.key'), t('comparison.discard.others')]}
        deed={t('comparison.discard')}
        destructive
        onDeed={drop}
      />
    </Page>
  );
}

function Discard({ of, onPress }: { of: WholeDataset; onPress: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const at = useStanding({ ...of, mayReveal: of.preview !== null });
  return (
    <VerdictButton verdict={at ? canDiscardDataset(viewer, at, datasetFactsOf(of)) : notYet} onClick={onPress}>
      {t('comparison.discard')}
    </VerdictButton>
  );
}
