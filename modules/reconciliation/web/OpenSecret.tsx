import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeyring } from '#modules/vault/web/vault.parts.tsx';
import { explain } from '#kit/explain.ts';
import type { Id } from '#platform/kernel/id.ts';
import { vaultApi } from './reconciliation.api.ts';

const shownFor = 30_000;

/** Opens a sealed password in the browser, which proves to the server that the receiver did; shown for half a minute. */
export function OpenSecret({ secret }: { secret: Id<'secret'> }) {
  const { t } = useTranslation();
  const { open } = useKeyring();
  const [value, setValue] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    if (value === undefined) return;
    const timer = setTimeout(() => setValue(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [value]);

  async function show() {
    const keyring = await open();
    if (!keyring) return;
    const { openSecret } = await import('#modules/vault/vault.client.ts');
    setTrouble(undefined);
    await openSecret(vaultApi, keyring, secret).then(setValue, (error: unknown) => setTrouble(explain(error).text));
  }

  return (
    <div className="check-secret">
      <p className="quiet">{t('check.proof.secret-first')}</p>
      {value === undefined ? (
        <Button onClick={() => void show()}>{t('check.proof.open-secret')}</Button>
      ) : (
        <code>{value}</code>
      )}
      {trouble && (
        <p role="alert" className="differs">
          {trouble}
        </p>
      )}
    </div>
  );
}
