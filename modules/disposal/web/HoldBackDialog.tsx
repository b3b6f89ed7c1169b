import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saidReasons } from '#modules/disposal/disposal.policy.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';

type Reason = (typeof saidReasons)[number];

/** Holds a file back that is due, for a reason that stands on the list (79号令 Art. 19). */
export function HoldBackDialog({
  open,
  onClose,
  onHold,
}: {
  open: boolean;
  onClose: () => void;
  onHold: (reason: Reason, note: string) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Reason>('unsettled-debt');
  return (
    <Dialog title={t('disposal.hold-back')} open={open} onClose={onClose}>
      <EntryForm<{ note: string }>
        submit={t('disposal.hold-back')}
        onSubmit={async ({ note }) => {
          onHold(reason, note);
          onClose();
        }}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <Radio.Group
          aria-label={t('disposal.held-back')}
          value={reason}
          onChange={(event) => setReason(event.target.value as Reason)}
          options={saidReasons.map((value) => ({ value, label: t(`disposal.held-back.${value}`) }))}
        />
        <NoteField name="note" label={t('disposal.hold-back.note')} rules={[{ min: 2 }]} />
      </EntryForm>
    </Dialog>
  );
}
