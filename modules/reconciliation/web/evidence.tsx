import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadDocument } from '#modules/document/document.client.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { FileField } from '#kit/FileField.tsx';
import type { Evidence } from './evidence-words.ts';

export interface EvidenceValues {
  source: Evidence['source'];
  remark?: string;
}

/** Where evidence is kept: with the client that it speaks for. */
export interface EvidencePlace {
  handover: Id<'handover'>;
  client: ClientId;
}

/** How the receiver came to know: original, call, own reading. */
export function SourceField() {
  const { t } = useTranslation();
  const sources = ['original', 'phone', 'own-entry'] as const;
  return (
    <ChoiceField
      name="source"
      label={t('check.evidence.source')}
      choices={sources.map((value) => ({ value, label: t(`check.source.${value}`) }))}
    />
  );
}

/** The words that name what was looked at. */
export function RemarkField({ optional = true }: { optional?: boolean }) {
  const { t } = useTranslation();
  return (
    <TextField
      name="remark"
      label={t('check.evidence.remark')}
      help={t('check.evidence.remark-help')}
      maxLength={200}
      optional={optional}
    />
  );
}

/** A file or photo of the evidence; `send` keeps it with the client and gives the document, or nothing when none was chosen. */
export function useEvidenceFile({ handover, client }: EvidencePlace) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  return {
    chosen: file !== undefined,
    field: <FileField label={t('check.evidence.file')} accept="image/*,application/pdf,.xlsx,.csv" onFile={setFile} />,
    send: async () =>
      file ? uploadDocument({ url: '' }, { client, handover }, { name: file.name, content: file }) : undefined,
  };
}
