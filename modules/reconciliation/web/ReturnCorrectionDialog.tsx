import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { reconciliation } from './reconciliation.api.ts';

type ReturnCorrectionDialogProps = { correction: Id<'correction'>; onDone: () => void; onClose: () => void };

/** Returns a correction to who proposed it, with the reason. */
export function ReturnCorrectionDialog({ correction, onDone, onClose }: ReturnCorrectionDialogProps) {
  const { t } = useTranslation();

  async function giveBack({ reason }: { reason: string }) {
    await reconciliation.returnCorrection.call({ correction, reason });
    onDone();
  }

  return (
    <Dialog title={t('check.correct.return-title')} open onClose={onClose}>
      <EntryForm<{ reason: string }> submit={t('check.correct.return')} onSubmit={giveBack}>
        <NoteField name="reason" label={t('check.correct.return-reason')} />
      </EntryForm>
    </Dialog>
  );
}
