import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField } from '#kit/fields.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { nextPaint } from './next-paint.ts';
import { giveUp, unlock, useAsked } from './open-keyring.ts';

/** Asks for the vault password whenever something on the page wants the private keys. Stands once, in the shell. */
export function UnlockDialog() {
  const { t } = useTranslation();
  const asked = useAsked();
  const [working, setWorking] = useState(false);

  async function open({ password }: { password: string }) {
    setWorking(true);
    await nextPaint();
    await unlock(password).finally(() => setWorking(false));
  }

  return (
    <Dialog title={t('vault.unlock')} open={asked} onClose={giveUp} width={440}>
      <EntryForm<{ password: string }>
        submit={t('vault.unlock.deed')}
        onSubmit={open}
        onCancel={{ text: t('kit.cancel'), run: giveUp }}
      >
        <PasswordField
          name="password"
          label={t('vault.password')}
          kind="vault"
          help={t('vault.unlock.help')}
          autoFocus
        />
        <div className="vault-working" aria-live="polite">
          {working && <Bar share={undefined} moving label={t('vault.unlock.working')} />}
        </div>
      </EntryForm>
    </Dialog>
  );
}
