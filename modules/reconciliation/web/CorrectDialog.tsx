import { useTranslation } from 'react-i18next';
import type { FieldRow, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { CheckField, NoteField } from '#kit/fields.tsx';
import { type EvidencePlace, useEvidenceFile } from './evidence.tsx';
import { useFieldWords } from './FieldWords.tsx';
import { reconciliation } from './reconciliation.api.ts';
import { valueOf } from './typed-value.ts';
import { ValueField } from './ValueField.tsx';

type CorrectDialogProps = {
  place: EvidencePlace;
  line: SheetLine;
  field: FieldRow;
  onDone: () => void;
  onClose: () => void;
};

type Values = { value?: string; clear?: boolean; reason: string };

/** Proposes the right value of a field that differs; a second person confirms it. */
export function CorrectDialog({ place, line, field, onDone, onClose }: CorrectDialogProps) {
  const { t } = useTranslation();
  const words = useFieldWords();
  const file = useEvidenceFile(place);
  const { issue } = field;

  async function propose({ value, clear, reason }: Values) {
    const document = await file.send();
    await reconciliation.proposeCorrection.call({
      issue: issue!.id,
      value: clear ? null : valueOf(field, value),
      reason,
      ...(document ? { document: document.id } : {}),
    });
    onDone();
  }

  return (
    <Dialog title={`${t('check.correct.title')}: ${words(line, field.field)}`} open onClose={onClose}>
      <p className="quiet">{t('check.correct.intro')}</p>
      <EntryForm<Values> submit={t('check.correct.submit')} onSubmit={propose}>
        <ValueField of={field} label={t('check.correct.value')} optional />
        <CheckField name="clear" label={t('check.correct.clear')} />
        <NoteField name="reason" label={t('check.correct.reason')} />
        {file.field}
      </EntryForm>
    </Dialog>
  );
}
