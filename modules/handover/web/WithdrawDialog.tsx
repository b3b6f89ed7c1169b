import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { handovers } from './handover.api.ts';

type Batch = HandoverView['batches'][number];

/** Takes a batch out of a handover: its clients stay with who has them, and the reason stays on record. */
export function WithdrawDialog({ of, batch, onClose }: { of: HandoverView; batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const withdraw = useMutation(handovers.withdrawBatch.mutationOptions({ meta: { explained: true } }));

  async function act(reason: string) {
    await withdraw.mutateAsync({ batch: batch.id, reason });
    await memory.invalidateQueries();
  }

  const outgoing = of.parties.find(({ side }) => side === 'outgoing')!.person.name;
  return (
    <ReasonedDialog
      title={t('handover.withdraw.title', { number: batch.number })}
      open
      onClose={onClose}
      effects={[t('handover.cancel.clients', { count: batch.clients, name: outgoing }), t('handover.cancel.record')]}
      deed={t('handover.withdraw')}
      destructive
      label={t('handover.why')}
      most={500}
      onDeed={act}
    />
  );
}
