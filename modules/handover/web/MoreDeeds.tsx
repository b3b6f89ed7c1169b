import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dropdown, Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { canCancel, canChangeManner, canReplan } from '#modules/handover/handover.policy.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { verdictText } from '#kit/explain.ts';
import { useViewer } from '#kit/viewer.ts';
import { handovers } from './handover.api.ts';
import { standingOf } from './handover.parts.tsx';
import { MannerDialog } from './MannerDialog.tsx';
import { ReplanDialog } from './ReplanDialog.tsx';

type Deed = 'replan' | 'proxy' | 'one-sided' | 'cancel';

/** What else can be done with a handover: other dates, a proxy or one side, cancelling. What may not be done says why. */
export function MoreDeeds({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [open, setOpen] = useState<Deed>();
  const facts = { ...of, signed: of.signedBatches > 0 };
  const parties = standingOf(of);
  const verdicts: Record<Deed, Verdict> = {
    replan: canReplan(viewer, facts, parties),
    proxy: canChangeManner(viewer, facts, 'proxy'),
    'one-sided': canChangeManner(viewer, facts, 'one-sided'),
    cancel: canCancel(viewer, facts, parties),
  };
  const deeds = Object.keys(verdicts) as Deed[];
  const close = () => setOpen(undefined);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: deeds.map((deed) => ({
            key: deed,
            label: t(`handover.deed.${deed}`),
            disabled: !verdicts[deed].allowed,
            title: verdictText(verdicts[deed]) ?? '',
            danger: deed === 'cancel',
          })),
          onClick: ({ key }) => setOpen(key as Deed),
        }}
      >
        <Button>{t('handover.more')}</Button>
      </Dropdown>
      {open === 'replan' && <ReplanDialog of={of} onClose={close} />}
      {(open === 'proxy' || open === 'one-sided') && <MannerDialog of={of} manner={open} onClose={close} />}
      {open === 'cancel' && <CancelDialog of={of} onClose={close} />}
    </>
  );
}

function CancelDialog({ of, onClose }: { of: HandoverView; onClose: () => void }) {
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
