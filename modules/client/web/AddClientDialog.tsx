import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { canAddClient } from '#modules/client/client.policy.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { useViewer } from '#kit/viewer.ts';
import { choicesOf } from '../fields/choice-sets.ts';
import { clients, people } from './client.api.ts';

interface Values {
  name: string;
  number?: string;
  uscc?: string;
  taxpayerType?: string;
  owner: PersonId;
}

/** 新增客户: a client with its basic record and its owner in charge. */
export function AddClientDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const viewer = useViewer();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const present = (everybody.data ?? []).filter(({ state }) => state === 'active');

  async function add({ owner, ...basic }: Values) {
    const fields = Object.fromEntries(Object.entries(basic).filter(([, value]) => value)) as Record<string, string>;
    const added = await clients.addClient.call({ owner, records: [{ kind: 'basic', fields }] });
    notify({ text: t('client.added', { name: added.name }), standing: 'agreed' });
    onClose();
    if (owner === viewer.person) void navigate(paths.client(added.id));
  }

  return (
    <Dialog title={t('client.add')} open onClose={onClose}>
      <EntryForm<Values>
        submit={t('client.add')}
        verdict={canAddClient(viewer)}
        onSubmit={add}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <TextField name="name" label={t('record.basic.name')} autoFocus />
        <TextField name="number" label={t('record.basic.number')} help={t('client.add.number')} optional />
        <TextField name="uscc" label={t('record.basic.uscc')} maxLength={18} optional />
        <ChoiceField
          name="taxpayerType"
          label={t('record.basic.taxpayerType')}
          choices={choicesOf('taxpayer-type').map((value) => ({ value, label: t(`choice.taxpayer-type.${value}`) }))}
          optional
        />
        <ChoiceField
          name="owner"
          label={t('client.owner')}
          choices={present.map(({ id, name, title }) => ({ value: id, label: `${name} · ${title}` }))}
        />
      </EntryForm>
    </Dialog>
  );
}
