import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { issues } from './issue.api.ts';

type ReturnNoteDialogProps = { issue: Id<'issue'>; onDone: () => void; onClose: () => void };

/** Returns a note to who proposed it, with the reason. */
export function ReturnNoteDialog({ issue, onDone, onClose }: ReturnNoteDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('issue.note.return-title')} open onClose={onClose}>
      <EntryForm<{ reason: string }>
        submit={t('issue.note.return')}
        onSubmit={async ({ reason }) => {
          await issues.returnNote.call({ issue, reason });
          onDone();
        }}
      >
        <NoteField name="reason" label={t('issue.note.return-reason')} maxLength={500} />
      </EntryForm>
    </Dialog>
  );
}
