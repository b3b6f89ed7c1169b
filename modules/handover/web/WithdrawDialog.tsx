import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { handovers } from './handover.api.ts';

type Batch = HandoverView['batches'][number];

/** Takes a batch out of a handover: its clients stay with who has them, and the reason stays on record. */
export function WithdrawDialog({ of, batch, onClose }: { of: HandoverView; batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const memory = useQueryClient();
  const [reason, setReason] = useState('');
  const withdraw = useMutation(handovers.withdrawBatch.mutationOptions({ meta: { explained: true } }));

  async function act() {
    await withdraw.mutateAsync({ batch: batch.id, reason });
    await memory.invalidateQueries();
  }

  const outgoing = of.parties.find(({ side }) => side === 'outgoing')!.person.name;
  return (
    <EffectsDialog
      title={t('handover.withdraw.title', { number: batch.number })}
      open
      onClose={onClose}
      effects={[t('handover.cancel.clients', { count: batch.clients, name: outgoing }), t('handover.cancel.record')]}
      deed={t('handover.withdraw')}
      destructive
      ready={reason.trim().length >= 2}
      onDeed={act}
    >
      <label htmlFor={id}>{t('handover.why')}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </EffectsDialog>
  );
}
