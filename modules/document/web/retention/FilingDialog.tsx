import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { notify } from '#kit/notice.ts';
import { Skeleton } from '#kit/states.tsx';
import { documents } from '../document.api.ts';
import { today, useKeepingWords } from './keeping-words.tsx';
import { agreedOn } from './said.ts';

/** A file that is to be filed, and what it is filed as if it is. */
export type ToFile = { id: Id<'document'>; name: string | null; kind?: string | null; year?: number | null };

type FilingDialogProps = { of: ToFile[]; onClose: () => void };

/** Says what kind of archive of which fiscal year files are: suggested with what says so, and confirmed by who files. */
export function FilingDialog({ of, onClose }: FilingDialogProps) {
  const { t } = useTranslation();
  const title =
    of.length === 1
      ? t('document.file.title', { name: of[0]!.name ?? '' })
      : t('document.file.many', { count: of.length });
  const suggestions = useQuery(
    documents.suggestFilings.queryOptions({ input: { documents: of.map(({ id }) => id) }, staleTime: 60_000 }),
  );
  return (
    <Dialog title={title} open onClose={onClose}>
      {suggestions.isPending ? (
        <Skeleton lines={4} />
      ) : (
        <FilingForm of={of} suggested={agreedOn(suggestions.data ?? [], t)} onClose={onClose} />
      )}
    </Dialog>
  );
}

function FilingForm({ of, suggested, onClose }: FilingDialogProps & { suggested: ReturnType<typeof agreedOn> }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const words = useKeepingWords();
  const [values, setValues] = useState<{ kind?: string; year?: number | null }>({});
  const [first] = of;
  const isKnown = of.every(({ kind, year }) => kind && kind === first!.kind && year === first!.year);
  const initial = isKnown
    ? { kind: first!.kind ?? undefined, year: first!.year ?? null }
    : { kind: suggested.kind ?? undefined, year: suggested.year };
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
    <EntryForm
      submit={t('document.file')}
      initial={initial as never}
      onChange={setValues as never}
      onSubmit={file}
      onCancel={{ text: t('kit.cancel'), run: onClose }}
    >
      <Form.Item
        name="kind"
        label={t('document.directory.kind')}
        extra={suggested.kind && t('document.suggested', { what: words.kind(suggested.kind), why: suggested.kindSaid })}
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
        extra={
          suggested.year
            ? t('document.suggested', { what: suggested.year, why: suggested.yearSaid })
            : t('document.year.help')
        }
      >
        <InputNumber min={1949} max={Number(today().slice(0, 4))} style={{ width: '100%' }} />
      </Form.Item>
      {isKnown && <p className="quiet">{t('document.file.new-code')}</p>}
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
  );
}
