import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Secret } from '#modules/vault/vault.contract.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import { useKeyring } from './use-keyring.ts';
import { apis, vault } from './vault.api.ts';

/** 密封密码: title and value; the value is sealed in this browser before anything is sent. */
export function SealDialog({ client, onClose }: { client: ClientId; onClose: () => void }) {
  const { t } = useTranslation();
  const { firm } = useViewer();
  const { open } = useKeyring();
  const settled = useSettled(onClose);

  async function unlock() {
    const keyring = await open();
    if (!keyring) throw new Refusal('vault.locked');
    return keyring;
  }

  async function seal({ title, value }: { title: string; value: string }) {
    const { sealSecret } = await import('#modules/vault/vault.client.ts');
    await sealSecret(apis.vault, unlock, firm, { client, title, value });
    await settled(t('vault.sealed', { title }));
  }

  return (
    <Dialog title={t('vault.seal')} open onClose={onClose}>
      <EntryForm<{ title: string; value: string }>
        submit={t('vault.seal.deed')}
        onSubmit={seal}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <TextField name="title" label={t('vault.seal.title')} help={t('vault.seal.title.help')} autoFocus />
        <PasswordField name="value" label={t('vault.seal.value')} kind="vault" help={t('vault.seal.value.help')} />
      </EntryForm>
    </Dialog>
  );
}

/** 更换: the secret was changed at its source; the new value takes the place of the old one. */
export function ChangeDialog({ client, secret, onClose }: { client: ClientId; secret: Secret; onClose: () => void }) {
  const { t } = useTranslation();
  const settled = useSettled(onClose);

  async function change({ value }: { value: string }) {
    const { changeSecret } = await import('#modules/vault/vault.client.ts');
    await changeSecret(apis.vault, { client, secret: secret.id, value });
    await settled(t('vault.changed', { title: secret.title }));
  }

  return (
    <Dialog title={t('vault.change.title', { title: secret.title })} open onClose={onClose}>
      <p className="quiet vault-first">{t('vault.change.first')}</p>
      <EntryForm<{ value: string }>
        submit={t('vault.change.deed')}
        onSubmit={change}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <PasswordField name="value" label={t('vault.change.value')} kind="vault" autoFocus />
      </EntryForm>
    </Dialog>
  );
}

/** 停用: the secret opens nothing any more. */
export function EndDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useMutation(vault.endSecret.mutationOptions({ meta: { explained: true } }));
  const settled = useSettled(onClose);
  return (
    <EffectsDialog
      title={t('vault.end.title', { title: secret.title })}
      open
      onClose={onClose}
      effects={[t('vault.end.gone'), t('vault.end.kept'), ...(secret.changeBy ? [t('vault.end.task')] : [])]}
      deed={t('vault.end')}
      destructive
      onDeed={async () => {
        await end.mutateAsync({ secret: secret.id });
        await settled(t('vault.is-ended', { title: secret.title }));
      }}
    />
  );
}

function useSettled(onClose: () => void): (text: string) => Promise<void> {
  const memory = useQueryClient();
  return async (text) => {
    await memory.invalidateQueries({ queryKey: vault.listSecrets.key() });
    notify({ text, standing: 'agreed' });
    onClose();
  };
}
