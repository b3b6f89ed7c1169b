import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import type { Evidence } from './evidence-words.ts';
import { type EvidencePlace, type EvidenceValues, RemarkField, SourceField, useEvidenceFile } from './evidence.tsx';

type EvidenceDialogProps = {
  place: EvidencePlace;
  now: Evidence | undefined;
  onNamed: (evidence: Evidence) => void;
  onClose: () => void;
};

/** Names the evidence that the next verdicts stand on. */
export function EvidenceDialog({ place, now, onNamed, onClose }: EvidenceDialogProps) {
  const { t } = useTranslation();
  const file = useEvidenceFile(place);

  async function name({ source, remark }: EvidenceValues) {
    const document = await file.send();
    onNamed({ source, ...(remark ? { remark } : {}), ...(document ? { document } : {}) });
  }

  return (
    <Dialog title={t('check.evidence.title')} open onClose={onClose}>
      <p className="quiet">{t('check.evidence.intro')}</p>
      <EntryForm<EvidenceValues>
        submit={t('check.evidence.submit')}
        initial={{ source: now?.source ?? 'original', ...(now?.remark ? { remark: now.remark } : {}) }}
        onSubmit={name}
      >
        <SourceField />
        <RemarkField optional={file.chosen} />
        {file.field}
      </EntryForm>
    </Dialog>
  );
}
