import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { handovers } from './handover.api.ts';

/** Cancels a handover: the clients stay with who has them, and the reason stays on record. */
export function CancelDialog({ of, onClose }: { of: HandoverView; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const memory = useQueryClient();
  const [reason, setReason] = useState('');
  const cancel = useMutation(handovers.cancel.mutationOptions({ meta: { explained: true } }));

  async function act() {
    await cancel.mutateAsync({ handover: of.id, reason });
    await memory.invalidateQueries();
  }

  const outgoing = of.parties.find(({ side }) => side === 'outgoing')!.person.name;
  return (
    <EffectsDialog
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
