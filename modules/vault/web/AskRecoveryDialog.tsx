import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { NoteField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { apis, people, vault } from './vault.api.ts';

type Values = { holder: PersonId; reason: string };

/** Asks to fetch the keys of the clients that somebody is in charge of, who has forgotten the vault password or lost it. */
export function AskRecoveryDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const ask = useMutation(vault.askRecovery.mutationOptions({ meta: { explained: true } }));

  async function submit({ holder, reason }: Values) {
    const clients = await clientsInChargeOf(holder);
    if (clients.length === 0) throw new Refusal('vault.nothing-to-recover', { person: holder });
    await ask.mutateAsync({ clients, holder, reason });
    await memory.invalidateQueries({ queryKey: vault.key() });
    notify({ text: t('vault.recoveries.is-asked'), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('vault.recoveries.ask')} open onClose={onClose}>
      <div className="stack">
        <p className="quiet">{t('vault.recoveries.ask.what')}</p>
        <EntryForm<Values>
          submit={t('vault.recoveries.ask.deed')}
          onSubmit={submit}
          onCancel={{ text: t('kit.cancel'), run: onClose }}
        >
          <ChoiceField
            name="holder"
            label={t('vault.recoveries.holder')}
            help={t('vault.recoveries.holder.help')}
            choices={(everybody.data ?? [])
              .filter(({ state, keys }) => state === 'active' && keys !== null)
              .map(({ id, name, title }) => ({ value: id, label: `${name} · ${title}` }))}
          />
          <NoteField name="reason" label={t('vault.recoveries.reason')} maxLength={400} />
        </EntryForm>
      </div>
    </Dialog>
  );
}

/** Every client of an owner, page by page; the server keeps those whose key is missing. */
async function clientsInChargeOf(owner: PersonId): Promise<ClientId[]> {
  const found: ClientId[] = [];
  let after: string | null | undefined;
  do {
    const page = await apis.clients.listClients({ owner, limit: 200, ...(after ? { after } : {}) });
    found.push(...page.rows.map(({ id }) => id));
    after = page.next;
  } while (after);
  return found;
}
