import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { canAnswer } from '#modules/handover/handover.policy.ts';
import { notify } from '#kit/notice.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { handovers } from './handover.api.ts';
import { standingOf } from './handover.parts.tsx';

const DeclineDialog = lazy(async () => ({ default: (await import('./DeclineDialog.tsx')).DeclineDialog }));

/** Asks the viewer to accept or decline their side; there only while an answer of theirs is waited for. */
export function AnswerSheet({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const answer = useMutation(handovers.answer.mutationOptions());
  const decline = useMutation(handovers.answer.mutationOptions({ meta: { explained: true } }));
  if (!canAnswer(viewer, of, standingOf(of)).allowed || !of.mySide) return null;

  async function told(text: string) {
    notify({ text, standing: 'agreed' });
    await memory.invalidateQueries();
  }

  async function accept() {
    await answer.mutateAsync({ handover: of.id, answer: 'accept' });
    await told(t('handover.accepted', { number: of.number }));
  }

  async function refuse({ reason }: { reason: string }) {
    await decline.mutateAsync({ handover: of.id, answer: 'decline', reason });
    setDeclining(false);
    await told(t('handover.declined', { number: of.number }));
  }

  return (
    <Sheet
      title={t('handover.please-answer', { side: t(`side.${of.mySide}`) })}
      foot={
        <>
          <Button onClick={() => setDeclining(true)}>{t('handover.decline')}</Button>
          <Button type="primary" loading={answer.isPending} onClick={() => void accept().catch(() => {})}>
            {t('handover.accept')}
          </Button>
        </>
      }
      padded
    >
      <p>{t(`handover.duty.${of.mySide}`)}</p>
      <p className="quiet">
        {t('handover.duty.size', {
          clients: of.clients,
          batches: of.batches.length,
          startsOn: of.startsOn,
          endsOn: of.endsOn,
        })}
      </p>
      <Suspense>{declining && <DeclineDialog onDecline={refuse} onClose={() => setDeclining(false)} />}</Suspense>
    </Sheet>
  );
}
