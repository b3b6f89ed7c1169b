import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '#kit/keys.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { useViewer } from '#kit/viewer.ts';
import { Button } from 'antd';
import type { GateState, SignOff } from '../closing.contract.ts';
import { handovers } from './closing.api.ts';
import { confirmKeys, prepareKeys } from './deeds.ts';
import { factsOf, nameOf } from './sign-off-facts.ts';
import { VaultPasswordDialog } from './VaultPasswordDialog.tsx';

/** The part of the receiver, then of the supervisor, in the new keys: made and tried in their own browsers. */
export function KeysDeed({ gate, signOff }: { gate: GateState; signOff: SignOff }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [work, setWork] = useState<Work>();
  const all = useQuery(handovers.listBatchClients.queryOptions({ input: { handover: signOff.handover } }));
  const clients = all.data?.filter(({ batch }) => batch === signOff.batch).map(({ client }) => client);

  const side = gate.missing.some(({ code }) => code === 'key-not-prepared') ? 'incoming' : 'supervisor';
  const { mine } = factsOf(signOff, viewer);
  const deed = side === 'incoming' ? 'prepare' : 'confirm';
  const may = mine === side && clients !== undefined && work?.state !== 'running';
  const ask = () => setAsking(true);
  useKeys({ n: { text: t(`closing.keys.${deed}`), run: ask } }, { when: may });

  if (mine !== side) return <p className="gate-deed faint">{t(`closing.keys.wait.${deed}`, { name: nameOf(signOff, side) })}</p>;

  async function act(vaultPassword: string) {
    const startedAt = new Date();
    const progress = (done: number, total: number) => setWork({ state: 'running', done, total, startedAt });
    progress(0, clients!.length);
    try {
      if (side === 'supervisor') await confirmKeys({ clients: clients! }, vaultPassword, progress);
      else {
        const supervisor = signOff.signatures.find((one) => one.side === 'supervisor')!.person;
        await prepareKeys({ clients: clients!, supervisor }, vaultPassword, progress);
      }
    } finally {
      setWork(undefined);
      void memory.invalidateQueries();
    }
  }

  return (
    <div className="gate-deed">
      <p className="faint">{t(`closing.keys.why.${deed}`)}</p>
      {work ? (
        <LongWork title={t(`closing.keys.${deed}`)} work={work} />
      ) : (
        <div>
          <Button onClick={ask} disabled={!may} aria-keyshortcuts="n">
            {t(`closing.keys.${deed}`)}
          </Button>
        </div>
      )}
      <VaultPasswordDialog
        title={t(`closing.keys.${deed}`)}
        open={asking}
        onClose={() => setAsking(false)}
        effects={[t(`closing.keys.effect.${deed}`, { count: gate.total }), t(`closing.keys.stay.${deed}`)]}
        deed={t(`closing.keys.${deed}`)}
        onDeed={act}
      >
        {work && <LongWork title={t(`closing.keys.${deed}`)} work={work} />}
      </VaultPasswordDialog>
    </div>
  );
}
