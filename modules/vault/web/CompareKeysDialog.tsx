import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Holder } from '#modules/vault/vault.contract.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import { Fingerprint } from './Fingerprint.tsx';
import { useKeyring } from './use-keyring.ts';
import { apis } from './vault.api.ts';

/**
 * 核对指纹: a colleague's key is not the one I knew, and its former one did not sign for it. The colleague reads the fingerprint
 * out; only what was heard, not what the page shows, confirms the new key.
 */
export function CompareKeysDialog({ holder, onClose }: { holder: Holder; onClose: () => void }) {
  const { t } = useTranslation();
  const { firm } = useViewer();
  const { open } = useKeyring();
  const memory = useQueryClient();
  const { name, pin } = holder;

  async function confirm({ read }: { read: string }) {
    const keyring = await open();
    if (!keyring) throw new Refusal('vault.locked');
    const { pinCompared } = await import('#modules/vault/vault.client.ts');
    await pinCompared(apis.vault, keyring, firm, { colleague: holder.person, read });
    await memory.invalidateQueries();
    notify({ text: t('vault.compare.done', { name }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('vault.compare.title', { name })} open onClose={onClose} width={640}>
      <div className="stack">
        <p>{t('vault.compare.what', { name })}</p>
        {pin && (
          <div>
            <p className="quiet">{t('vault.compare.known')}</p>
            <Fingerprint of={pin.statement.fingerprint} />
          </div>
        )}
        <p className="quiet">{t('vault.compare.how', { name })}</p>
        <EntryForm<{ read: string }>
          submit={t('vault.compare.deed')}
          onSubmit={confirm}
          onCancel={{ text: t('kit.cancel'), run: onClose }}
        >
          <TextField name="read" label={t('vault.compare.read', { name })} maxLength={90} autoFocus />
        </EntryForm>
      </div>
    </Dialog>
  );
}
