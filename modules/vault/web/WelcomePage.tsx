import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '#kit/Page.tsx';
import { useViewer } from '#kit/viewer.ts';
import { FreshKeys, type MadeKeys } from './FreshKeys.tsx';
import { HeldKeys } from './HeldKeys.tsx';
import { MakeKeysForm } from './MakeKeysForm.tsx';
import { apis } from './vault.api.ts';
import { keep, openedKeyring } from './open-keyring.ts';
import './welcome.css';

/** 保险箱密码: made at the first sign-in, before anything else; later its fingerprint, a new password, and new keys. */
export function WelcomePage() {
  const { t } = useTranslation();
  const { fingerprint } = useViewer();
  const [made, setMade] = useState<MadeKeys>();
  const [anew, setAnew] = useState(false);

  async function make(password: string) {
    const { makeKeys } = await import('#modules/people/people.client.ts');
    // Keys that still lie open sign for the new ones, so that colleagues need not compare again.
    const former = openedKeyring();
    const { me, keyring } = await makeKeys(apis.people, password, former ? { former } : {});
    keep(keyring);
    setAnew(false);
    setMade({ fingerprint: me.person.keys!.fingerprint, recovery: me.firm.recoveryRecipient !== null });
  }

  if (made)
    return (
      <Page title={t('vault.fresh.title')}>
        <FreshKeys made={made} />
      </Page>
    );
  if (fingerprint && !anew)
    return (
      <Page title={t('vault.password')}>
        <HeldKeys fingerprint={fingerprint} onAnew={() => setAnew(true)} />
      </Page>
    );
  return (
    <Page title={t(anew ? 'vault.welcome.anew' : 'vault.welcome.title')}>
      <div className="welcome">
        <ol className="welcome-words">
          {(['two', 'nobody', 'write'] as const).map((sentence) => (
            <li key={sentence}>{t(`vault.welcome.${sentence}`)}</li>
          ))}
        </ol>
        <MakeKeysForm submit={t('vault.welcome.deed')} onSubmit={make} />
      </div>
    </Page>
  );
}
