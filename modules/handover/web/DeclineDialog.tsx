import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';

type DeclineDialogProps = { onDecline: (values: { reason: string }) => Promise<void>; onClose: () => void };

/** Declines a side, with the reason that whoever planned the handover is told. */
export function DeclineDialog({ onDecline, onClose }: DeclineDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('handover.decline')} open onClose={onClose}>
      <EntryForm<{ reason: string }> submit={t('handover.decline')} onSubmit={onDecline}>
        <NoteField name="reason" label={t('handover.decline.reason')} help={t('handover.decline.help')} />
      </EntryForm>
    </Dialog>
  );
}
