import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddItem } from '#modules/handover/handover.contract.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { handovers, playbooks } from './handover.api.ts';

type Values = Pick<AddItem, 'kind' | 'method' | 'title' | 'statutory'> &
  Partial<Record<'number' | 'quantity' | 'unit' | 'place' | 'note', string>>;

type AddItemDialogProps = {
  handover: Id<'handover'>;
  batch: Id<'batch'>;
  client: ClientId;
  onDone: () => void;
  onClose: () => void;
};

/** 增加条目: a line that neither the client's records nor the playbook brought, by whoever hands over or found it. */
export function AddItemDialog({ handover, batch, client, onDone, onClose }: AddItemDialogProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const [kind, setKind] = useState<string>();
  const whole = useQuery(handovers.read.queryOptions({ input: { handover } }));
  const version = whole.data?.playbookVersion;
  const book = useQuery(
    playbooks.readVersion.queryOptions({ input: { version: version! }, enabled: version !== undefined }),
  );
  const content = book.data?.content;
  const kinds = content?.kinds ?? [];
  const usual = kinds.find(({ key }) => key === kind)?.methods ?? [];
  // A secret is sealed in the vault, and its line follows from there.
  const methods = content?.methods.filter(({ key }) => usual.includes(key) && key !== 'secret') ?? [];
  const named = content?.statutoryKinds.filter((one) => one.kind === kind) ?? [];

  async function add({ kind: of, method, title, statutory, ...written }: Values) {
    const line = Object.fromEntries(Object.entries(written).filter(([, words]) => words));
    await handovers.addItem.call({ batch, client, kind: of, method, title, line, ...(statutory ? { statutory } : {}) });
    onDone();
  }

  return (
    <Dialog title={t('handover.item.add')} open onClose={onClose}>
      <EntryForm<Values>
        submit={t('handover.item.add')}
        onSubmit={add}
        onChange={(values) => setKind(values.kind)}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
        initial={{ quantity: '1' }}
      >
        <ChoiceField
          name="kind"
          label={t('handover.item.kind')}
          choices={kinds.map(({ key, name }) => ({ value: key, label: name[language] }))}
        />
        {named.length > 0 && (
          <ChoiceField
            name="statutory"
            label={t('handover.item.statutory')}
            help={t('handover.item.statutory.help')}
            choices={named.map(({ key, name }) => ({ value: key, label: name[language] }))}
            optional
          />
        )}
        <ChoiceField
          name="method"
          label={t('handover.item.method')}
          help={t('handover.item.method.help')}
          choices={methods.map(({ key, name }) => ({ value: key, label: name[language] }))}
        />
        <TextField name="title" label={t('handover.item.title')} maxLength={120} rules={[{ min: 2 }]} />
        <TextField name="number" label={t('handover.item.number')} maxLength={120} optional />
        <div className="row">
          <TextField name="quantity" label={t('handover.item.quantity')} maxLength={12} inputMode="numeric" optional />
          <TextField name="unit" label={t('handover.item.unit')} maxLength={20} optional />
        </div>
        <TextField name="place" label={t('handover.item.place')} maxLength={120} optional />
        <TextField name="note" label={t('handover.item.note')} maxLength={120} optional />
      </EntryForm>
    </Dialog>
  );
}
