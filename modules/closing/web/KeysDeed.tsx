import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeyring } from '#modules/vault/web/vault.parts.tsx';
import { explain } from '#kit/explain.ts';
import { useKeys } from '#kit/keys.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import type { GateState, SignOff } from '../closing.contract.ts';
import { handovers } from './closing.api.ts';
import { confirmKeys, prepareKeys } from './deeds.ts';
import { factsOf, nameOf } from './sign-off-facts.ts';

/** The part of the receiver, then of the supervisor, in the new keys: made and tried in their own browsers. */
export function KeysDeed({ gate, signOff }: { gate: GateState; signOff: SignOff }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const keyring = useKeyring();
  const [work, setWork] = useState<Work>();
  const all = useQuery(handovers.listBatchClients.queryOptions({ input: { handover: signOff.handover } }));
  const clients = all.data?.filter(({ batch }) => batch === signOff.batch).map(({ client }) => client);

  const side = gate.missing.some(({ code }) => code === 'key-not-prepared') ? 'incoming' : 'supervisor';
  const deed = side === 'incoming' ? 'prepare' : 'confirm';
  const mine = factsOf(signOff, viewer).mine === side;
  const may = mine && clients !== undefined && work === undefined;
  useKeys({ n: { text: t(`closing.keys.${deed}`), run: () => void act() } }, { when: may });

  async function act() {
    const opened = await keyring.open();
    if (!opened) return;
    const startedAt = new Date();
    const total = clients!.length;
    const progress = (done: number) => setWork({ state: 'running', done, total, startedAt });
    progress(0);
    try {
      if (side === 'supervisor') await confirmKeys({ keyring: opened, clients: clients! }, progress);
      else {
        const supervisor = signOff.signatures.find((one) => one.side === 'supervisor')!.person;
        await prepareKeys({ keyring: opened, clients: clients!, supervisor }, progress);
      }
      notify({ text: t(`closing.keys.done.${deed}`), standing: 'agreed' });
    } catch (error) {
      notify({ text: explain(error).text, standing: 'differs' });
    } finally {
      setWork(undefined);
      void memory.invalidateQueries();
    }
  }

  if (!mine)
    return <p className="gate-deed faint">{t(`closing.keys.wait.${deed}`, { name: nameOf(signOff, side) })}</p>;
  return (
    <div className="gate-deed">
      <p className="faint">{t(`closing.keys.why.${deed}`)}</p>
      {work ? (
        <LongWork title={t(`closing.keys.${deed}`)} work={work} />
      ) : (
        <div>
          <Button onClick={() => void act()} disabled={!may} aria-keyshortcuts="n">
            {t(`closing.keys.${deed}`)}
          </Button>
        </div>
      )}
    </div>
  );
}
