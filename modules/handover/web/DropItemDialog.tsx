import { useTranslation } from 'react-i18next';
import type { Id } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';
import { handovers } from './handover.api.ts';

type DropItemDialogProps = { item: Id<'item'>; title: string; onDone: () => void; onClose: () => void };

/** 去掉条目: a line that is not to be handed over after all; it stays on record with the reason. */
export function DropItemDialog({ item, title, onDone, onClose }: DropItemDialogProps) {
  const { t } = useTranslation();

  async function drop({ reason }: { reason: string }) {
    await handovers.dropItem.call({ item, reason });
    onDone();
  }

  return (
    <Dialog title={`${t('handover.item.drop')}: ${title}`} open onClose={onClose}>
      <EntryForm<{ reason: string }>
        submit={t('handover.item.drop')}
        onSubmit={drop}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <NoteField name="reason" label={t('handover.why')} help={t('handover.item.drop.help')} maxLength={500} />
      </EntryForm>
    </Dialog>
  );
}
