import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import { Printable } from '#kit/Printable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { ConfirmShares } from './ConfirmShares.tsx';
import { ShareSheet } from './ShareSheet.tsx';
import type { NewRecovery } from './new-recovery.ts';
import { people } from './vault.api.ts';
import './recovery.css';

/** Makes the recovery key: three sheets to print, two typed back as proof, and only then it is recorded. */
export function MakeRecovery({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [made, setMade] = useState<NewRecovery>();
  const [printed, setPrinted] = useState(false);
  const [recorded, setRecorded] = useState(false);
  const record = useMutation(people.setRecovery.mutationOptions({ meta: { explained: true } }));
  const leaving = useBlocker(!recorded);

  useEffect(() => {
    let here = true;
    void import('#platform/crypto/recovery.ts')
      .then(({ createRecovery }) => createRecovery())
      .then((recovery) => here && setMade(recovery));
    return () => {
      here = false;
    };
  }, []);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (!recorded) addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [recorded]);

  async function confirmed({ recipient }: NewRecovery) {
    await record.mutateAsync({ recipient });
    setRecorded(true);
    notify({ text: t('vault.recovery.recorded'), standing: 'agreed' });
    await memory.invalidateQueries({ queryKey: people.me.key() });
    onLeave();
  }

  if (!made)
    return (
      <Sheet>
        <Skeleton lines={4} />
      </Sheet>
    );
  return (
    <div className="stack">
      <ol className="recovery-steps">
        <li aria-current={printed ? undefined : 'step'}>{t('vault.recovery.step.print')}</li>
        <li aria-current={printed ? 'step' : undefined}>{t('vault.recovery.step.type')}</li>
      </ol>
      {printed ? (
        <ConfirmShares made={made} onBack={() => setPrinted(false)} onConfirmed={() => confirmed(made)} />
      ) : (
        <>
          <p className="quiet">{t('vault.recovery.print.what')}</p>
          <Printable label={t('vault.recovery.print')}>
            <div className="stack">
              {made.shares.map((share, at) => (
                <ShareSheet key={share} share={share} number={at + 1} recipient={made.recipient} />
              ))}
            </div>
          </Printable>
          <div className="row">
            <Button type="primary" onClick={() => setPrinted(true)}>
              {t('vault.recovery.printed')}
            </Button>
            <Button onClick={onLeave}>{t('kit.cancel')}</Button>
          </div>
        </>
      )}
      <EffectsDialog
        title={t('vault.recovery.leave')}
        open={leaving.state === 'blocked'}
        onClose={() => leaving.reset?.()}
        effects={[t('vault.recovery.leave.void')]}
        deed={t('vault.recovery.leave.deed')}
        destructive
        onDeed={() => Promise.resolve(leaving.proceed?.())}
      />
    </div>
  );
}
