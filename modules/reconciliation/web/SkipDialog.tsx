import { useTranslation } from 'react-i18next';
import type { FieldRow, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { canSkip } from '#modules/reconciliation/reconciliation.policy.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';
import type { ClientId } from '#platform/kernel/id.ts';
import { useFieldWords } from './FieldWords.tsx';
import { reconciliation } from './reconciliation.api.ts';

type SkipDialogProps = { client: ClientId; line: SheetLine; field: FieldRow; onDone: () => void; onClose: () => void };

/** Skips a field that is not critical, with the reason. */
export function SkipDialog({ client, line, field, onDone, onClose }: SkipDialogProps) {
  const { t } = useTranslation();
  const words = useFieldWords();

  async function skip({ remark }: { remark: string }) {
    await reconciliation.skipCheck.call({ item: line.item, field: field.field, remark });
    onDone();
  }

  return (
    <Dialog title={`${t('check.skip.title')}: ${words(line, field.field)}`} open onClose={onClose}>
      <EntryForm<{ remark: string }>
        submit={t('check.skip.submit')}
        verdict={canSkip({ id: line.item, client, state: line.state, critical: line.critical })}
        onSubmit={skip}
      >
        <NoteField name="remark" label={t('check.skip.remark')} />
      </EntryForm>
    </Dialog>
  );
}
