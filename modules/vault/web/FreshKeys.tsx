import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { formatInstant } from '#kit/Day.tsx';
import { paths } from '#kit/paths.ts';
import { Printable } from '#kit/Printable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { holds } from '#platform/context/actor.ts';
import { Fingerprint } from './Fingerprint.tsx';
import { people } from './vault.api.ts';
import './welcome.css';

/** What is shown of keys that were just made: their fingerprint, and whether the firm has its recovery key. */
export type MadeKeys = { fingerprint: string; recovery: boolean };

/** The keys are made: a slip to print and to write the password on, and where to go from here. */
export function FreshKeys({ made: { fingerprint, recovery } }: { made: MadeKeys }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const from = (useLocation().state as { from?: string } | null)?.from;
  const next = !recovery && holds(viewer, 'administrator') ? 'recovery' : 'on';

  async function go(to: string) {
    await memory.invalidateQueries({ queryKey: people.me.key() });
    await navigate(to, { replace: true });
  }

  return (
    <div className="welcome">
      <p className="quiet">{t('vault.fresh.what')}</p>
      <Printable label={t('vault.fresh.print')}>
        <Sheet padded>
          <div className="key-slip">
            <p>
              <span className="strong">
                {viewer.firmName} · {viewer.name}
              </span>{' '}
              <span className="quiet">
                {viewer.email} · {formatInstant(new Date())}
              </span>
            </p>
            <div>
              <p className="quiet">{t('vault.fingerprint')}</p>
              <Fingerprint of={fingerprint} />
            </div>
            <div>
              <p className="quiet">{t('vault.fresh.by-hand')}</p>
              <p className="key-slip-line" />
            </div>
            <p className="faint">{t('vault.fresh.keep')}</p>
          </div>
        </Sheet>
      </Printable>
      <div className="row">
        {next === 'recovery' && (
          <Button type="primary" onClick={() => void go(paths.settings('recovery'))}>
            {t('vault.fresh.recovery')}
          </Button>
        )}
        <Button type={next === 'on' ? 'primary' : 'default'} onClick={() => void go(paths.letters())}>
          {t('vault.fresh.letters')}
        </Button>
        <Button onClick={() => void go(from ?? paths.home())}>{t('vault.fresh.on')}</Button>
      </div>
    </div>
  );
}
