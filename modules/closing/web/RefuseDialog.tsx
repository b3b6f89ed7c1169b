import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import type { SignOff } from '../closing.contract.ts';
import { closing } from './closing.api.ts';

type RefuseDialogProps = { signOff: SignOff; open: boolean; onClose: () => void; onDone: (next: SignOff) => void };

/** 退回核对: the inventory and its signatures are void, and the others are told why. */
export function RefuseDialog({ signOff, open, onClose, onDone }: RefuseDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const id = useId();
  const given = signOff.signatures.filter(({ signedAt }) => signedAt).length;
  return (
    <EffectsDialog
      title={t('closing.refuse')}
      open={open}
      onClose={onClose}
      destructive
      effects={[
        t('closing.refuse.effect.back'),
        given > 0 ? t('closing.refuse.effect.signatures', { count: given }) : t('closing.refuse.effect.void'),
        t('closing.refuse.effect.told'),
      ]}
      deed={t('closing.refuse')}
      ready={reason.trim().length >= 2}
      onDeed={async () => {
        onDone(await closing.refuse.call({ batch: signOff.batch, reason }));
        setReason('');
        notify({ text: t('closing.refuse.done') });
      }}
    >
      <div className="sign-off-field">
        <label htmlFor={id}>{t('closing.refuse.reason')}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={400}
          showCount
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <p className="faint">{t('closing.refuse.reason.help')}</p>
      </div>
    </EffectsDialog>
  );
}
