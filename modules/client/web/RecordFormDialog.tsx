import { useTranslation } from 'react-i18next';
import type { ShownRecord } from '#modules/client/client.contract.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { AmountField, CheckField, DayField, NoteField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { fieldsOf, type RecordKind } from '../fields/catalogue.ts';
import { choicesOf } from '../fields/choice-sets.ts';
import type { Field, FieldValue } from '../fields/field.ts';
import { clients } from './client.api.ts';

type Values = Record<string, FieldValue | undefined> & { reason?: string; emptied?: string[] };

/**
 * Adds a record of the kind, or changes one. What is masked is not put into the form: left empty it stays as it is, and to
 * empty it one says so.
 */
export function RecordFormDialog({
  client,
  kind,
  record,
  onClose,
}: {
  client: string;
  kind: RecordKind;
  record?: ShownRecord;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const fields = fieldsOf(kind);
  const masked = new Set(record?.masked);
  const open = Object.fromEntries(Object.entries(record?.fields ?? {}).filter(([name]) => !masked.has(name)));

  async function save({ reason, emptied = [], ...written }: Values) {
    const values = fields.flatMap(([name, field]): [string, FieldValue | null][] => {
      const value = asValue(field, written[name]);
      if (emptied.includes(name)) return [[name, null]];
      if (value !== null) return value === open[name] ? [] : [[name, value]];
      return name in open ? [[name, null]] : [];
    });
    const changes = Object.fromEntries(values);
    if (record) {
      await clients.changeRecord.call({ record: record.id, version: record.version, changes, reason: reason! });
    } else {
      const filled = Object.fromEntries(values.filter(([, value]) => value !== null)) as Record<string, FieldValue>;
      await clients.addRecord.call({ client: client as ClientId, kind, fields: filled });
    }
    notify({ text: t('client.record-saved', { kind: t(`record.${kind}.title`) }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog
      title={t(record ? 'client.change-record' : 'client.add-record-of', { kind: t(`record.${kind}.title`) })}
      open
      onClose={onClose}
      width={760}
    >
      <EntryForm<Values>
        submit={t('client.save')}
        initial={open as Values}
        onSubmit={save}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <div className="record-fields">
          {fields.map(([name, field]) => (
            <Entry
              key={name}
              name={name}
              label={t(`record.${kind}.${name}`)}
              field={field}
              {...(masked.has(name) ? { mask: String(record!.fields[name]) } : {})}
            />
          ))}
        </div>
        {masked.size > 0 && (
          <ChoiceField
            name="emptied"
            label={t('client.emptied')}
            many
            optional
            choices={fields
              .filter(([name, { required }]) => masked.has(name) && !required)
              .map(([name]) => ({ value: name, label: t(`record.${kind}.${name}`) }))}
          />
        )}
        {record && (
          <TextField
            name="reason"
            label={t('client.reason')}
            maxLength={200}
            placeholder={t('client.reason.example')}
          />
        )}
      </EntryForm>
    </Dialog>
  );
}

/** The entry of one field by its type. `mask` stands in the place of what is masked. */
function Entry({ name, label, field, mask }: { name: string; label: string; field: Field; mask?: string }) {
  const { t } = useTranslation();
  const about = {
    name,
    label,
    optional: !field.required || mask !== undefined,
    ...(mask === undefined ? {} : { help: t('client.stays', { mask }) }),
  };
  switch (field.type) {
    case 'money':
      return <AmountField {...about} />;
    case 'date':
      return <DayField {...about} />;
    case 'choice':
      return (
        <ChoiceField
          {...about}
          choices={(choicesOf(field.choices!) as string[]).map((value) => ({
            value,
            label: t(`choice.${field.choices}.${value}`),
          }))}
        />
      );
    case 'flag':
      return <CheckField name={name} label={label} />;
    case 'period':
      return <TextField {...about} placeholder="2026-10" maxLength={10} />;
    case 'integer':
      return <TextField {...about} inputMode="numeric" maxLength={12} />;
    case 'phone':
      return <TextField {...about} inputMode="tel" maxLength={200} />;
    case 'email':
      return <TextField {...about} inputMode="email" maxLength={200} />;
    case 'text':
      return name === 'note' || name === 'description' || name === 'content' ? (
        <NoteField {...about} maxLength={2000} />
      ) : (
        <TextField {...about} maxLength={2000} />
      );
    case 'name':
    case 'uscc':
    case 'account':
      return <TextField {...about} maxLength={200} />;
  }
}

function asValue({ type }: Field, typed: FieldValue | undefined): FieldValue | null {
  if (typed === undefined || typed === '' || typed === null) return null;
  if (type === 'flag') return Boolean(typed);
  if (type !== 'integer') return typeof typed === 'string' ? typed.trim() || null : typed;
  return /^-?\d+$/.test(String(typed).trim()) ? Number(typed) : typed;
}
