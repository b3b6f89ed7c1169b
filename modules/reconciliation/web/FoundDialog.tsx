import { useTranslation } from 'react-i18next';
import type { Checked, FieldRow, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { CheckField } from '#kit/fields.tsx';
import type { Evidence } from './evidence-words.ts';
import { type EvidenceValues, RemarkField, SourceField } from './evidence.tsx';
import { useFieldWords } from './FieldWords.tsx';
import { reconciliation } from './reconciliation.api.ts';
import { valueOf } from './typed-value.ts';
import { ValueField } from './ValueField.tsx';

type FoundDialogProps = {
  line: SheetLine;
  field: FieldRow;
  evidence: Evidence | undefined;
  onChecked: (checked: Checked) => void;
  onClose: () => void;
};

type Values = EvidenceValues & { value?: string; empty?: boolean };

/** The receiver writes what the evidence shows; the server compares it and gives the verdict. */
export function FoundDialog({ line, field, evidence, onChecked, onClose }: FoundDialogProps) {
  const { t } = useTranslation();
  const words = useFieldWords();

  async function check({ value, empty, source, remark }: Values) {
    const held = empty ? null : valueOf(field, value);
    const document = evidence?.document?.id;
    onChecked(
      await reconciliation.recordCheck.call({
        item: line.item,
        field: field.field,
        held,
        source,
        ...(remark ? { remark } : {}),
        ...(document ? { document } : {}),
      }),
    );
  }

  return (
    <Dialog title={`${t('check.found.title')}: ${words(line, field.field)}`} open onClose={onClose}>
      <p className="quiet">{t('check.found.intro')}</p>
      <EntryForm<Values>
        submit={t('check.found.submit')}
        initial={{ source: evidence?.source ?? 'original', ...(evidence?.remark ? { remark: evidence.remark } : {}) }}
        onSubmit={check}
      >
        <ValueField of={field} label={t('check.found.value')} optional />
        <CheckField name="empty" label={t('check.found.empty')} />
        <SourceField />
        <RemarkField optional={!line.critical} />
      </EntryForm>
    </Dialog>
  );
}
