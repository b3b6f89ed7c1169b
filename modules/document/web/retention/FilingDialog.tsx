import { useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Document,
  type FiledDocument,
  type SuggestedFiling,
  suggestFiling,
} from '#modules/document/document.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { notify } from '#kit/notice.ts';
import { documents } from '../document.api.ts';
import { today, useKeepingWords } from './keeping-words.tsx';

type FilingDialogProps = { of: Document[]; known?: FiledDocument | undefined; open: boolean; onClose: () => void };

/** Says what kind of archive of which fiscal year files are, and shows from what day they may go then. */
export function FilingDialog({ of, known, open, onClose }: FilingDialogProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const words = useKeepingWords();
  const [values, setValues] = useState<{ kind?: string; year?: number | null }>({});
  const suggested = known?.kind ? null : suggestionFor(of);
  const initial = { kind: known?.kind ?? suggested?.kind, year: known?.year ?? suggested?.year ?? null };
  const kind = words.kinds.find(({ key }) => key === (values.kind ?? initial.kind));
  const year = values.year ?? initial.year;
  const years = kind?.term.kind === 'permanent' ? null : kind?.term.years;

  async function file({ kind: key, year: of_year }: { kind: string; year?: number | null }) {
    await documents.fileDocuments.call({ documents: of.map(({ id }) => id), kind: key, year: of_year ?? null });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.filed', { count: of.length }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog
      title={
        of.length === 1
          ? t('document.file.title', { name: of[0]!.name })
          : t('document.file.many', { count: of.length })
      }
      open={open}
      onClose={onClose}
    >
      <EntryForm
        submit={t('document.file')}
        initial={{ kind: initial.kind ?? undefined, year: initial.year } as never}
        onChange={setValues as never}
        onSubmit={file}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <Form.Item
          name="kind"
          label={t('document.directory.kind')}
          extra={suggested?.kind ? t('document.file.suggested') : undefined}
          rules={[{ required: true, message: t('kit.field.required') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={words.kinds.map(({ key, name, term }) => ({ value: key, label: `${name} · ${words.term(term)}` }))}
          />
        </Form.Item>
        <Form.Item
          name="year"
          label={t(kind?.term.kind === 'after-scrapping' ? 'document.year.scrapped' : 'document.year.fiscal')}
          extra={t('document.year.help')}
        >
          <InputNumber min={1949} max={Number(today().slice(0, 4))} style={{ width: '100%' }} />
        </Form.Item>
        {kind && (
          <p className="quiet">
            {years && year
              ? t('document.file.until', {
                  from: `${year + 1}-01-01`,
                  until: `${year + years}-12-31`,
                  source: kind.source,
                })
              : t(`document.file.${kind.term.kind}`, { source: kind.source })}
          </p>
        )}
      </EntryForm>
    </Dialog>
  );
}

/** What all of the files are called alike; nothing where their names say different things. */
function suggestionFor(of: Document[]): SuggestedFiling {
  const [first, ...others] = of.map((one) => suggestFiling(one, Number(today().slice(0, 4))));
  const agreed = <T,>(pick: (one: SuggestedFiling) => T) =>
    first && others.every((one) => pick(one) === pick(first)) ? pick(first) : null;
  return { kind: agreed(({ kind }) => kind), year: agreed(({ year }) => year) };
}
