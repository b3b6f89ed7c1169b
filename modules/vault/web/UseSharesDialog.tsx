import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recovery } from '#modules/vault/vault.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { explain } from '#kit/explain.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import { ShareField, useReading } from './ShareField.tsx';
import { useKeyring } from './use-keyring.ts';
import { apis, vault } from './vault.api.ts';
import './recovery.css';

type UseSharesDialogProps = { request: Recovery; recoveryRecipient: string; onClose: () => void };

/** Two of the three shares are put together in this browser; the keys are fetched once and wrapped to their holder. */
export function UseSharesDialog({ request, recoveryRecipient, onClose }: UseSharesDialogProps) {
  const { t } = useTranslation();
  const { firm } = useViewer();
  const { open } = useKeyring();
  const memory = useQueryClient();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [work, setWork] = useState<Work>();
  const [trouble, setTrouble] = useState<string>();
  const both = [useReading(first), useReading(second)].every((reading) => reading?.ok);

  async function use() {
    const keyring = await open();
    if (!keyring) return;
    const startedAt = new Date();
    const progress = (done: number, total: number) => setWork({ state: 'running', done, total, startedAt });
    setTrouble(undefined);
    progress(0, request.facts.clients.length);
    try {
      const { recoverKeys } = await import('#modules/vault/vault.client.ts');
      const input = { request: request.id, shares: [first, second] as [string, string], recoveryRecipient };
      const count = await recoverKeys(apis.vault, keyring, firm, input, progress);
      notify({ text: t('vault.recoveries.done', { count, name: request.holderName }), standing: 'agreed' });
      onClose();
    } catch (error) {
      setTrouble(explain(error).text);
    } finally {
      setWork(undefined);
      void memory.invalidateQueries({ queryKey: vault.key() });
    }
  }

  return (
    <Dialog
      title={t('vault.recoveries.use')}
      open
      onClose={() => !work && onClose()}
      width={760}
      foot={
        <Button type="primary" disabled={!both} loading={work !== undefined} onClick={() => void use()}>
          {t('vault.recoveries.fetch')}
        </Button>
      }
    >
      <div className="stack">
        <p className="quiet">{t('vault.recoveries.use.what', { name: request.holderName })}</p>
        <div className="two-shares">
          <ShareField label={t('vault.share.one')} value={first} onChange={setFirst} autoFocus />
          <ShareField label={t('vault.share.other')} value={second} onChange={setSecond} />
        </div>
        {work && <LongWork title={t('vault.recoveries.fetching')} work={work} />}
        {trouble && (
          <p role="alert" className="differs">
            <Mark of="differs" /> {trouble}
          </p>
        )}
      </div>
    </Dialog>
  );
}
