import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret } from '#modules/vault/vault.contract.ts';
import { type HeldOn, canOpenSecrets, canSealSecrets } from '#modules/vault/vault.policy.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { Chip } from '#kit/Chip.tsx';
import { Due, Instant } from '#kit/Day.tsx';
import { type Explanation, explain } from '#kit/explain.ts';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { Line } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useKeyring } from './use-keyring.ts';
import { apis, people, vault } from './vault.api.ts';
import './vault.css';

const shownFor = 30;

type SecretLineProps = { secret: Secret; held: HeldOn; onChange: () => void; onEnd: () => void };

/** One secret by its title; opened in this browser, it is shown for half a minute and forgotten. */
export function SecretLine({ secret, held, onChange, onEnd }: SecretLineProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const { open } = useKeyring();
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const [value, setValue] = useState<string>();
  const [opening, setOpening] = useState(false);
  const [trouble, setTrouble] = useState<Explanation>();
  const sealer = everybody.data?.find(({ id }) => id === secret.sealedBy)?.name;
  const hide = useCallback(() => setValue(undefined), []);
  const maySeal = canSealSecrets(held).allowed;

  async function reveal() {
    const keyring = await open();
    if (!keyring) return;
    setOpening(true);
    setTrouble(undefined);
    try {
      const { openSecret } = await import('#modules/vault/vault.client.ts');
      setValue(await openSecret(apis.vault, keyring, secret.id));
      void memory.invalidateQueries({ queryKey: vault.listSecrets.key() });
    } catch (error) {
      setTrouble(explain(error));
    } finally {
      setOpening(false);
    }
  }

  return (
    <Line
      note={
        <>
          {t('vault.secret.sealed', { name: sealer ?? '…', version: secret.version })}{' '}
          <Instant value={secret.sealedAt} />
        </>
      }
      state={<Standing of={secret} />}
      deed={
        <div className="secret-deeds">
          {value === undefined && (
            <VerdictButton verdict={canOpenSecrets(held)} loading={opening} onClick={() => void reveal()}>
              {t('vault.open')}
            </VerdictButton>
          )}
          {maySeal && (
            <>
              <Button type={secret.changeBy ? 'default' : 'text'} onClick={onChange}>
                {t('vault.change')}
              </Button>
              <Button type="text" onClick={onEnd} aria-label={t('vault.end.title', { title: secret.title })}>
                {t('vault.end')}
              </Button>
            </>
          )}
        </div>
      }
    >
      <span className="strong">{secret.title}</span>
      {value !== undefined && <Revealed value={value} onHide={hide} />}
      {trouble && (
        <p role="alert" className="secret-trouble">
          <Mark of="differs" /> {trouble.text} <span className="quiet">{trouble.help}</span>
        </p>
      )}
    </Line>
  );
}

function Standing({ of: { changeBy, openedByMe } }: { of: Secret }) {
  const { t } = useTranslation();
  if (changeBy)
    return (
      <span className="row">
        <span className="warns">{t('vault.secret.change-by')}</span>
        <Due day={changeBy as LocalDate} />
      </span>
    );
  if (!openedByMe) return null;
  return (
    <Chip standing="agreed" mark>
      {t('vault.secret.opened')}
    </Chip>
  );
}

/** The open value, with the seconds left until it is hidden again; locking the vault hides it at once. */
function Revealed({ value, onHide }: { value: string; onHide: () => void }) {
  const { t } = useTranslation();
  const { isOpen } = useKeyring();
  const [left, setLeft] = useState(shownFor);
  useEffect(() => {
    if (!isOpen) onHide();
  }, [isOpen, onHide]);
  useEffect(() => {
    const until = Date.now() + shownFor * 1_000;
    const clock = setInterval(() => {
      const rest = Math.ceil((until - Date.now()) / 1_000);
      if (rest <= 0) onHide();
      else setLeft(rest);
    }, 250);
    return () => clearInterval(clock);
  }, [onHide]);

  async function copy() {
    await navigator.clipboard.writeText(value);
    notify({ text: t('vault.copied') });
  }

  return (
    <div className="revealed">
      <code>{value}</code>
      <div className="row">
        <Button size="small" onClick={() => void copy()}>
          {t('vault.copy')}
        </Button>
        <Button size="small" onClick={onHide}>
          {t('vault.hide')}
        </Button>
        <span className="faint" role="timer">
          {t('vault.left', { count: left })}
        </span>
      </div>
    </div>
  );
}
