import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { formatInstant, Instant } from '#kit/Day.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { formatCount } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { Printable } from '#kit/Printable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { journal } from './overview.api.ts';

/** How the log stands: entries, newest checkpoint, fingerprint to give away, and whether all of it recomputes. */
export function LogState() {
  const { t } = useTranslation();
  const status = useQuery(journal.status.queryOptions());
  const verify = useMutation(journal.verify.mutationOptions());
  const [giving, setGiving] = useState(false);
  return (
    <Sheet>
      <Answer of={status}>
        {(log) => (
          <div className="log-state">
            <div>
              <p className="strong">
                {t('journal.entries', { size: formatCount(log.size) })}
                {log.waiting > 0 && <span className="quiet"> · {t('journal.waiting', { count: log.waiting })}</span>}
                <span className="quiet">
                  {' '}
                  · {t('journal.checkpoint')} {log.at ? <Instant value={log.at} /> : t('journal.checkpoint.none')}
                </span>
              </p>
              <p className="quiet">
                {t('journal.fingerprint')} <code>{grouped(log.fingerprint)}</code>
              </p>
              <Outcome of={verify.data} />
            </div>
            <div className="row">
              <Button onClick={() => setGiving(true)}>{t('journal.give')}</Button>
              <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate({})}>
                {t('journal.verify')}
              </Button>
            </div>
            <GiveDialog log={log} open={giving} onClose={() => setGiving(false)} />
          </div>
        )}
      </Answer>
    </Sheet>
  );
}

function Outcome({ of }: { of: { size: number; intact: boolean; firstFault: number | null } | undefined }) {
  const { t } = useTranslation();
  if (!of) return <p className="faint">{t('journal.state.unchecked')}</p>;
  return of.intact ? (
    <p className="agreed" role="status">
      <Mark of="agreed" /> {t('journal.state.verified', { size: formatCount(of.size) })}
    </p>
  ) : (
    <p className="differs" role="alert">
      <Mark of="differs" /> {t('journal.state.broken', { place: `#${of.firstFault}` })}
    </p>
  );
}

type Log = { fingerprint: string; verifierKey: string; checkpoint: string | null; at: Date | null; size: number };

function GiveDialog({ log, open, onClose }: { log: Log; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { firmName } = useViewer();
  async function copy() {
    await navigator.clipboard.writeText([log.fingerprint, log.verifierKey, log.checkpoint].filter(Boolean).join('\n'));
    notify({ text: t('journal.copied') });
  }
  return (
    <Dialog
      title={t('journal.give')}
      open={open}
      onClose={onClose}
      foot={<Button onClick={() => void copy()}>{t('journal.copy')}</Button>}
    >
      <Printable label={t('journal.give.print')}>
        <div className="log-slip">
          <p className="strong">
            {firmName} · {t('journal.fingerprint')}
          </p>
          <p className="log-fingerprint">{grouped(log.fingerprint)}</p>
          <p className="faint">{t('journal.fingerprint.hint')}</p>
          <p className="quiet">{t('journal.key')}</p>
          <code>{log.verifierKey}</code>
          {log.checkpoint && (
            <>
              <p className="quiet">
                {t('journal.checkpoint')} · {t('journal.checkpoint.at')} {formatInstant(log.at!)}
              </p>
              <pre>{log.checkpoint}</pre>
            </>
          )}
        </div>
      </Printable>
    </Dialog>
  );
}

function grouped(hex: string): string {
  return hex.match(/.{1,8}/g)!.join(' ');
}
