import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taxMinimumYears } from '#modules/document/document.policy.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { documents } from '../document.api.ts';

type NewKind = { name: string; years: number | null; term: 'years' | 'permanent'; tax?: boolean; source: string };

/** A kind of archive of the firm: its name, how long it is kept, and where that comes from. */
export function AddKindDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [term, setTerm] = useState<NewKind['term']>('years');

  async function add({ name, years, tax = false, source }: NewKind) {
    const of = term === 'permanent' ? { kind: term } : { kind: term, years: years ?? 0 };
    await documents.addKind.call({ name, term: of, tax, source });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.kinds.added', { name }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('document.kinds.add')} open onClose={onClose}>
      <EntryForm<NewKind>
        submit={t('document.kinds.add')}
        initial={{ term: 'years', years: 10 }}
        onChange={(values) => setTerm(values.term)}
        onSubmit={add}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <TextField name="name" label={t('document.kinds.name')} />
        <Form.Item name="term" label={t('document.keep-for')}>
          <Select
            options={[
              { value: 'years', label: t('document.kinds.years') },
              { value: 'permanent', label: t('document.term.permanent') },
            ]}
          />
        </Form.Item>
        {term === 'years' && (
          <Form.Item
            name="years"
            label={t('document.kinds.years')}
            rules={[{ required: true, message: t('kit.field.required') }]}
          >
            <InputNumber min={1} max={100} />
          </Form.Item>
        )}
        <Form.Item name="tax" valuePropName="checked">
          <Checkbox>{t('document.kinds.is-tax', { years: taxMinimumYears })}</Checkbox>
        </Form.Item>
        <NoteField name="source" label={t('document.kinds.source')} help={t('document.kinds.source.help')} />
      </EntryForm>
    </Dialog>
  );
}
