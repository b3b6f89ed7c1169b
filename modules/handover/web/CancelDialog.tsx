import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { handovers } from './handover.api.ts';

/** Cancels a handover: the clients stay with who has them, and the reason stays on record. */
export function CancelDialog({ of, onClose }: { of: HandoverView; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const cancel = useMutation(handovers.cancel.mutationOptions({ meta: { explained: true } }));

  async function act(reason: string) {
    await cancel.mutateAsync({ handover: of.id, reason });
    await memory.invalidateQueries();
  }

  const outgoing = of.parties.find(({ side }) => side === 'outgoing')!.person.name;
  return (
    <ReasonedDialog
      title={t('handover.cancel.title', { number: of.number })}
      open
      onClose={onClose}
      effects={[
        t('handover.cancel.clients', { count: of.clients, name: outgoing }),
        t('handover.cancel.tasks'),
        t('handover.cancel.record'),
      ]}
      deed={t('handover.deed.cancel')}
      destructive
      label={t('handover.why')}
      most={500}
      onDeed={act}
    />
  );
}
