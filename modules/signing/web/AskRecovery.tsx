import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { Recovery } from '#modules/vault/vault.contract.ts';
import { canAskRecovery } from '#modules/vault/vault.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { handovers, vault } from './signing.api.ts';

type Party = HandoverView['parties'][number];

/** Where the leaver hands over no keys: a manager asks to fetch them by the recovery key, for each who must open. */
export function AskRecovery({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [asking, setAsking] = useState<Party>();
  const holders = of.parties.filter(({ side }) => side === 'incoming' || side === 'supervisor' || side === 'proxy');
  const may = canAskRecovery(viewer);
  const all = useQuery(vault.listRecoveries.queryOptions({ enabled: may.allowed }));
  const latest = (person: string) =>
    all.data?.find(({ handover, facts }) => handover === of.id && facts.holder === person)?.state;
  return (
    <Sheet
      title={t('signing.recover')}
      extra={<Link to={paths.settings('recovery')}>{t('signing.recover.requests')}</Link>}
    >
      <p className="sheet-body quiet">{t('signing.recover.what')}</p>
      <Lines>
        {holders.map((party) => (
          <Line
            key={party.side}
            note={t(`side.${party.side}`)}
            state={<RecoveryState of={latest(party.person.id)} />}
            deed={
              !isUnderWay(latest(party.person.id)) && (
                <VerdictButton verdict={may} onClick={() => setAsking(party)}>
                  {t('signing.recover.ask')}
                </VerdictButton>
              )
            }
          >
            <span className="strong">{party.person.name}</span>
          </Line>
        ))}
      </Lines>
      {asking && <AskDialog of={of} holder={asking} onClose={() => setAsking(undefined)} />}
    </Sheet>
  );
}

type State = Recovery['state'] | undefined;

/** One that is over, or that was fetched and never handed over, is asked for anew. */
function isUnderWay(of: State): boolean {
  return of === 'waiting' || of === 'approved' || of === 'completed';
}

function RecoveryState({ of }: { of: State }) {
  const { t } = useTranslation();
  if (of === undefined) return null;
  return <Chip standing={of === 'completed' ? 'agreed' : 'warns'}>{t(`vault.recoveries.state.${of}`)}</Chip>;
}

function AskDialog({ of, holder, onClose }: { of: HandoverView; holder: Party; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const clients = useQuery(handovers.listBatchClients.queryOptions({ input: { handover: of.id } }));
  const ask = useMutation(vault.askRecovery.mutationOptions({ meta: { explained: true } }));
  const { name } = holder.person;
  return (
    <ReasonedDialog
      title={t('signing.recover.title', { name })}
      open
      onClose={onClose}
      effects={
        clients.data && [
          t('signing.recover.effect.clients', { count: clients.data.length, name }),
          t('signing.recover.effect.second'),
          t('signing.recover.effect.shares'),
        ]
      }
      deed={t('signing.recover.ask')}
      label={t('signing.recover.reason')}
      first={of.mannerReason ?? ''}
      onDeed={async (reason) => {
        const wanted = clients.data!.map(({ client }) => client);
        await ask.mutateAsync({ clients: wanted, holder: holder.person.id, handover: of.id, reason });
        await memory.invalidateQueries({ queryKey: vault.key() });
        notify({ text: t('signing.recover.asked'), standing: 'agreed' });
      }}
    />
  );
}
