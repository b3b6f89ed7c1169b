import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canApproveRecovery, canAskRecovery } from '#modules/vault/vault.policy.ts';
import type { Recovery } from '#modules/vault/vault.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatInstant, Instant } from '#kit/Day.tsx';
import { notify } from '#kit/notice.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { UseSharesDialog } from './UseSharesDialog.tsx';
import { apis, vault } from './vault.api.ts';
import { VaultPasswordDialog } from './VaultPasswordDialog.tsx';

const AskRecoveryDialog = lazy(async () => ({
  default: (await import('./AskRecoveryDialog.tsx')).AskRecoveryDialog,
}));

const standings = {
  waiting: 'warns',
  approved: 'current',
  released: 'warns',
  completed: 'agreed',
  expired: 'plain',
} as const;

/** Requests to fetch keys by the recovery key: asked by one, approved by another with a signature, used once within a day. */
export function Recoveries({ recoveryRecipient }: { recoveryRecipient: string }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const all = useQuery(vault.listRecoveries.queryOptions({ enabled: canAskRecovery(viewer).allowed }));
  const [approving, setApproving] = useState<Recovery>();
  const [using, setUsing] = useState<Recovery>();
  const [asking, setAsking] = useState(false);
  if (!canAskRecovery(viewer).allowed) return null;

  function deed(one: Recovery) {
    if (one.state === 'waiting')
      return (
        <VerdictButton verdict={canApproveRecovery(viewer, one.requester.id)} onClick={() => setApproving(one)}>
          {t('vault.recoveries.approve')}
        </VerdictButton>
      );
    if (one.state === 'approved' && one.requester.id === viewer.person)
      return <Button onClick={() => setUsing(one)}>{t('vault.recoveries.use')}</Button>;
    return null;
  }

  const ask = <Button onClick={() => setAsking(true)}>{t('vault.recoveries.ask')}</Button>;
  return (
    <Sheet title={t('vault.recoveries')} extra={all.data && all.data.length > 0 && ask}>
      <Answer
        of={all}
        empty={(rows) =>
          rows.length === 0 && (
            <Empty sentence={t('vault.recoveries.none')} button={ask} example={t('vault.recoveries.example')} />
          )
        }
      >
        {(rows) => (
          <Lines>
            {rows.map((one) => (
              <Line
                key={one.id}
                state={<Chip standing={standings[one.state]}>{t(`vault.recoveries.state.${one.state}`)}</Chip>}
                deed={deed(one)}
                note={
                  <>
                    {t('vault.recoveries.asked', { name: one.requester.name })} <Instant value={one.requestedAt} /> ·{' '}
                    {one.approver
                      ? t('vault.recoveries.approved', { name: one.approver.name })
                      : t('vault.recoveries.until', { until: formatInstant(one.expiresAt) })}{' '}
                    · {one.facts.reason}
                  </>
                }
              >
                <span className="strong">
                  {t('vault.recoveries.for', { count: one.facts.clients.length, name: one.holderName })}
                </span>
              </Line>
            ))}
          </Lines>
        )}
      </Answer>
      <Suspense>{asking && <AskRecoveryDialog onClose={() => setAsking(false)} />}</Suspense>
      {approving && <ApproveDialog request={approving} onClose={() => setApproving(undefined)} />}
      {using && (
        <UseSharesDialog request={using} recoveryRecipient={recoveryRecipient} onClose={() => setUsing(undefined)} />
      )}
    </Sheet>
  );
}

function ApproveDialog({ request, onClose }: { request: Recovery; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const approve = useMutation({
    meta: { explained: true },
    mutationFn: async (vaultPassword: string) => {
      const [{ approveRecovery }, { unlockKeys }] = await Promise.all([
        import('#modules/vault/vault.client.ts'),
        import('#modules/people/people.client.ts'),
      ]);
      const { me, keyring } = await unlockKeys(apis.people, vaultPassword);
      return approveRecovery(apis.vault, keyring, me.firm.id, me.person.id, request);
    },
    onSuccess: () => memory.invalidateQueries({ queryKey: vault.listRecoveries.key() }),
  });
  return (
    <VaultPasswordDialog
      title={t('vault.recoveries.approve')}
      open
      onClose={onClose}
      effects={[
        t('vault.recoveries.effect.keys', { count: request.facts.clients.length, name: request.holderName }),
        t('vault.recoveries.effect.asker', { name: request.requester.name }),
        t('vault.recoveries.effect.once', { until: formatInstant(request.expiresAt) }),
      ]}
      deed={t('vault.recoveries.approve')}
      onDeed={async (password) => {
        await approve.mutateAsync(password);
        notify({ text: t('vault.recoveries.is-approved'), standing: 'agreed' });
      }}
    />
  );
}
