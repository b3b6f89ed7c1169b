import { useTranslation } from 'react-i18next';
import {
  channels,
  type Channel,
  type FieldRow,
  type SheetLine,
  type Voice,
  voices,
} from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { CheckField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { type EvidencePlace, useEvidenceFile } from '../evidence.tsx';
import { useFieldWords } from '../FieldWords.tsx';
import { reconciliation } from '../reconciliation.api.ts';
import { valueOf } from '../typed-value.ts';
import { ValueField } from '../ValueField.tsx';

type TestimonyDialogProps = {
  place: EvidencePlace;
  line: SheetLine;
  field: FieldRow;
  onRecorded: () => void;
  onClose: () => void;
};

type Values = { voice: Voice; channel: Channel; value?: string; empty?: boolean; remark?: string };

/** The receiver writes what a source said, and where it can be looked up. */
export function TestimonyDialog({ place, line, field, onRecorded, onClose }: TestimonyDialogProps) {
  const { t } = useTranslation();
  const words = useFieldWords();
  const file = useEvidenceFile(place);

  async function record({ voice, channel, value, empty, remark }: Values) {
    const document = await file.send();
    const { verdict, issue } = await reconciliation.recordTestimony.call({
      item: line.item,
      field: field.field,
      voice,
      channel,
      value: empty ? null : valueOf(field, value),
      ...(remark ? { remark } : {}),
      ...(document ? { document: document.id } : {}),
    });
    const text = issue
      ? t('crosscheck.recorded.issue', { number: issue.number })
      : t(`crosscheck.verdict.${verdict.kind}`);
    notify({ text, standing: issue ? 'differs' : 'agreed' });
    onRecorded();
  }

  return (
    <Dialog title={`${t('crosscheck.record')}: ${words(line, field.field)}`} open onClose={onClose}>
      <p className="quiet">{t('crosscheck.intro')}</p>
      <EntryForm<Values>
        submit={t('crosscheck.submit')}
        initial={{ voice: 'bank', channel: 'phone' }}
        onSubmit={record}
      >
        <ChoiceField
          name="voice"
          label={t('crosscheck.voice')}
          choices={voices.map((value) => ({ value, label: t(`crosscheck.voice.${value}`) }))}
        />
        <ChoiceField
          name="channel"
          label={t('crosscheck.channel')}
          help={t('crosscheck.channel-help')}
          choices={channels.map((value) => ({ value, label: t(`crosscheck.channel.${value}`) }))}
        />
        <ValueField of={field} label={t('crosscheck.value')} optional />
        <CheckField name="empty" label={t('crosscheck.empty')} />
        <TextField
          name="remark"
          label={t('crosscheck.remark')}
          help={t('crosscheck.remark-help')}
          maxLength={200}
          optional={file.chosen}
        />
        {file.field}
      </EntryForm>
    </Dialog>
  );
}
