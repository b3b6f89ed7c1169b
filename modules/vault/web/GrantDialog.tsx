import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '#modules/vault/vault.contract.ts';
import { addDays, localDateOf, type LocalDate } from '#platform/kernel/local-date.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import { clients, people, vault } from './vault.api.ts';

/** Checking and supervising come with a handover only. */
const grantable = ['read', 'reveal', 'write', 'open', 'seal', 'download'] as const satisfies Capability[];

interface Values {
  clients: ClientId[];
  person: PersonId;
  capabilities: Capability[];
  reason: string;
  until: LocalDate;
  quota?: string;
}

/** 授权: named staff see clients until a day, for a reason. */
export function GrantDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const today = localDateOf(new Date());
  const [words, setWords] = useState('');
  const [opens, setOpens] = useState(false);
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const found = useQuery(clients.listClients.queryOptions({ input: { search: words, limit: 50 } }));
  const grant = useMutation(vault.grantAccess.mutationOptions({ meta: { explained: true } }));
  const [names, setNames] = useState(new Map<string, string>());

  async function save({ until, quota, ...values }: Values) {
    const endsAt = new Date(`${addDays(until, 1)}T00:00:00+08:00`);
    const { granted } = await grant.mutateAsync({ ...values, endsAt, ...(quota ? { quota: Number(quota) } : {}) });
    await memory.invalidateQueries({ queryKey: vault.key() });
    notify({ text: t('vault.granted', { count: granted }), standing: 'agreed' });
    onClose();
  }

  // Clients that were chosen keep their names while one searches for others.
  function changed({ clients: chosen = [], capabilities = [] }: Values) {
    setOpens(capabilities.includes('open'));
    const known = new Map(found.data?.rows.map(({ id, name, number }) => [id as string, `${name} ${number}`]));
    setNames((before) => new Map(chosen.map((id) => [id, known.get(id) ?? before.get(id) ?? id])));
  }

  const choices = new Map([
    ...names,
    ...(found.data?.rows ?? []).map(({ id, name, number }) => [id as string, `${name} ${number}`] as const),
  ]);
  return (
    <Dialog title={t('vault.grant')} open onClose={onClose}>
      <EntryForm<Values>
        submit={t('vault.grant.deed')}
        onSubmit={save}
        onChange={changed}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
        initial={{ capabilities: ['read'], until: addDays(today, 7) }}
      >
        <ChoiceField
          name="person"
          label={t('vault.access.person')}
          choices={(everybody.data ?? [])
            .filter(({ id, state }) => id !== viewer.person && state === 'active')
            .map(({ id, name, title }) => ({ value: id, label: `${name} · ${title}` }))}
        />
        <ChoiceField
          name="clients"
          label={t('vault.grant.clients')}
          choices={[...choices].map(([value, label]) => ({ value, label }))}
          onSearch={setWords}
          many
        />
        <ChoiceField
          name="capabilities"
          label={t('vault.access.may')}
          choices={grantable.map((value) => ({ value, label: t(`vault.capability.${value}`) }))}
          help={t('vault.grant.may')}
          many
        />
        <DayField
          name="until"
          label={t('vault.grant.until')}
          min={today}
          max={addDays(today, 365)}
          help={t('vault.grant.until.help')}
        />
        {opens && (
          <TextField
            name="quota"
            label={t('vault.grant.quota')}
            help={t('vault.grant.quota.help')}
            inputMode="numeric"
            rules={[{ pattern: /^[1-9]\d{0,2}$/, message: t('vault.grant.quota.wrong') }]}
            optional
          />
        )}
        <TextField
          name="reason"
          label={t('vault.access.reason')}
          maxLength={200}
          help={t('vault.grant.reason')}
          rules={[{ min: 2 }]}
        />
      </EntryForm>
    </Dialog>
  );
}
