import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RetentionKind, retentionRules } from '#modules/document/document.contract.ts';
import { canAddKind } from '#modules/document/document.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField, TextField } from '#kit/fields.tsx';
import { type Column, LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import { useKeepingWords } from './keeping-words.tsx';

/** 档案种类与保管期限: those of the law with their source, and those that the firm has added. */
export function KindsPage() {
  const { t, i18n } = useTranslation();
  const words = useKeepingWords();
  const [adding, setAdding] = useState(false);
  const kinds = useQuery(documents.listKinds.queryOptions());
  const columns: Column<RetentionKind>[] = [
    {
      key: 'name',
      title: t('document.directory.kind'),
      render: ({ zh, en, own }) => (
        <span className="row">
          {i18n.language === 'en' ? en : zh} {own && <Chip>{t('document.kinds.own')}</Chip>}
        </span>
      ),
    },
    { key: 'term', title: t('document.keep-for'), width: 160, render: ({ term }) => words.term(term) },
    { key: 'tax', title: t('document.kinds.tax'), width: 88, wide: true, render: ({ tax }) => (tax ? '✔' : '—') },
    {
      key: 'source',
      title: t('document.kinds.source'),
      wide: true,
      render: ({ source }) => (
        <span className="quiet cut" title={source}>
          {source}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={t('document.kinds')}
      subtitle={t('document.kinds.version', { version: retentionRules.version })}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('document.directory'), to: paths.directory() },
      ]}
      actions={
        <VerdictButton verdict={canAddKind(useViewer())} onClick={() => setAdding(true)}>
          {t('document.kinds.add')}
        </VerdictButton>
      }
    >
      <Sheet>
        <Answer of={kinds} waiting={<Skeleton lines={10} />}>
          {(rows) => (
            <LedgerTable label={t('document.kinds')} columns={columns} rows={rows} rowKey={({ key }) => key} keys />
          )}
        </Answer>
      </Sheet>
      <AddKindDialog open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

type NewKind = { name: string; years: number | null; term: 'years' | 'permanent'; tax?: boolean; source: string };

function AddKindDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
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
    <Dialog title={t('document.kinds.add')} open={open} onClose={onClose}>
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
          <Checkbox>{t('document.kinds.is-tax', { years: retentionRules.taxMinimum.years })}</Checkbox>
        </Form.Item>
        <NoteField name="source" label={t('document.kinds.source')} help={t('document.kinds.source.help')} />
      </EntryForm>
    </Dialog>
  );
}
