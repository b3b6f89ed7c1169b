import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Fingerprint } from './Fingerprint.tsx';
import { NewVaultPassword } from './MakeKeysForm.tsx';
import { nextPaint } from './next-paint.ts';
import { apis, people } from './vault.api.ts';
import './welcome.css';

type Values = { old: string; password: string };

/** My keys as they stand: the fingerprint that colleagues know, a new vault password, and new keys for who forgot it. */
export function HeldKeys({ fingerprint, onAnew }: { fingerprint: string; onAnew: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [changed, setChanged] = useState(0);
  const change = useMutation(people.changeVaultPassword.mutationOptions({ meta: { explained: true } }));

  async function save({ old, password }: Values) {
    await nextPaint();
    const [{ changeVaultPassword }, { sealedKeyring }] = await Promise.all([
      import('#platform/crypto/keyring.ts'),
      apis.people.myKeyring(),
    ]);
    await change.mutateAsync({ sealedKeyring: await changeVaultPassword(sealedKeyring!, old, password) });
    notify({ text: t('vault.change-password.done'), standing: 'agreed' });
    setChanged((times) => times + 1);
  }

  return (
    <div className="columns">
      <Sheet title={t('vault.change-password')} padded>
        <EntryForm<Values> key={changed} submit={t('vault.change-password.deed')} onSubmit={save}>
          <PasswordField name="old" label={t('vault.password.old')} kind="vault" />
          <NewVaultPassword />
        </EntryForm>
      </Sheet>
      <div className="stack">
        <Sheet title={t('vault.fingerprint')} padded>
          <div className="stack">
            <Fingerprint of={fingerprint} />
            <p className="quiet">{t('vault.fingerprint.what')}</p>
          </div>
        </Sheet>
        <Sheet title={t('vault.forgotten')} padded>
          <div className="stack">
            <p className="quiet">{t('vault.forgotten.what')}</p>
            <div>
              <Button danger onClick={() => setAsking(true)}>
                {t('vault.forgotten.deed')}
              </Button>
            </div>
          </div>
        </Sheet>
      </div>
      <EffectsDialog
        title={t('vault.forgotten.deed')}
        open={asking}
        onClose={() => setAsking(false)}
        effects={(['revoked', 'wrapped', 'signatures'] as const).map((effect) => t(`vault.forgotten.${effect}`))}
        deed={t('vault.forgotten.go')}
        destructive
        onDeed={() => Promise.resolve(onAnew())}
      />
    </div>
  );
}
