import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '#platform/kernel/refusal.ts';
import { explain } from '#kit/explain.ts';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import type { NewRecovery } from './new-recovery.ts';
import { ShareField, useReading } from './ShareField.tsx';

type ConfirmSharesProps = { made: NewRecovery; onBack: () => void; onConfirmed: () => Promise<unknown> };

/** Two shares are typed from the printed sheets and put together: what cannot be read from paper is never recorded. */
export function ConfirmShares({ made, onBack, onConfirmed }: ConfirmSharesProps) {
  const { t } = useTranslation();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const both = [useReading(first), useReading(second)].every((reading) => reading?.ok);

  async function confirm() {
    setDoing(true);
    setTrouble(undefined);
    try {
      const [{ combineShares }, { recipientOf }] = await Promise.all([
        import('#platform/crypto/recovery.ts'),
        import('#platform/crypto/age-file.ts'),
      ]);
      const identity = await combineShares(first, second);
      if ((await recipientOf(identity)) !== made.recipient) throw new Refusal('recovery.shares-of-different-keys');
      await onConfirmed();
    } catch (error) {
      setTrouble(explain(error).text);
      setDoing(false);
    }
  }

  return (
    <Sheet
      title={t('vault.recovery.step.type')}
      foot={
        <>
          <Button onClick={onBack}>{t('vault.recovery.back')}</Button>
          <Button type="primary" disabled={!both} loading={doing} onClick={() => void confirm()}>
            {t('vault.recovery.record')}
          </Button>
        </>
      }
      padded
    >
      <div className="stack">
        <p className="quiet">{t('vault.recovery.type.what')}</p>
        <div className="two-shares">
          <ShareField label={t('vault.share.one')} value={first} onChange={setFirst} autoFocus />
          <ShareField label={t('vault.share.other')} value={second} onChange={setSecond} />
        </div>
        {trouble && (
          <p role="alert" className="differs">
            <Mark of="differs" /> {trouble}
          </p>
        )}
      </div>
    </Sheet>
  );
}
