import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canAppoint } from '#modules/people/people.policy.ts';
import { SettingsPage } from '#modules/people/web/people.parts.tsx';
import { Answer } from '#kit/Answer.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { EscrowSheet } from './EscrowSheet.tsx';
import { MakeRecovery } from './MakeRecovery.tsx';
import { Recoveries } from './Recoveries.tsx';
import { people } from './vault.api.ts';
import './recovery.css';

/** 恢复密钥: made once as three printed shares; later, what two persons fetch with two of them. */
export function RecoveryPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const me = useQuery(people.me.queryOptions({ staleTime: Infinity }));
  const [making, setMaking] = useState(false);
  return (
    <SettingsPage section="recovery">
      <Answer of={me}>
        {({ firm: { recoveryRecipient } }) =>
          making && !recoveryRecipient ? (
            <MakeRecovery onLeave={() => setMaking(false)} />
          ) : (
            <div className="stack">
              <div className="columns">
                <Sheet title={t('vault.recovery.what.title')} padded>
                  <div className="stack">
                    {(['why', 'shares', 'two'] as const).map((sentence) => (
                      <p key={sentence}>{t(`vault.recovery.${sentence}`)}</p>
                    ))}
                    {!recoveryRecipient && (
                      <div>
                        <VerdictButton verdict={canAppoint(viewer)} type="primary" onClick={() => setMaking(true)}>
                          {t('vault.recovery.make')}
                        </VerdictButton>
                      </div>
                    )}
                  </div>
                </Sheet>
                <Sheet title={t('vault.recovery.state')}>
                  {recoveryRecipient ? (
                    <Facts
                      of={[
                        {
                          name: t('vault.recovery.now'),
                          value: (
                            <>
                              <Mark of="agreed" /> {t('vault.recovery.made')}
                            </>
                          ),
                        },
                        {
                          name: t('vault.recovery.recipient'),
                          value: <code className="recipient">{recoveryRecipient}</code>,
                        },
                      ]}
                    />
                  ) : (
                    <p className="sheet-body">
                      <Mark of="warns" /> {t('vault.recovery.none')}
                    </p>
                  )}
                </Sheet>
              </div>
              {recoveryRecipient && <EscrowSheet />}
              {recoveryRecipient && <Recoveries recoveryRecipient={recoveryRecipient} />}
            </div>
          )
        }
      </Answer>
    </SettingsPage>
  );
}
