import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { canReplaceParty } from '#modules/handover/handover.policy.ts';
import { useViewer } from '#kit/viewer.ts';

const ReplaceDialog = lazy(async () => ({ default: (await import('./ReplaceDialog.tsx')).ReplaceDialog }));

type Party = HandoverView['parties'][number];

/** Asks somebody else for a side of a planned handover; offered to managers, first where somebody declined. */
export function ReplaceParty({ of, party }: { of: HandoverView; party: Party }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [open, setOpen] = useState(false);
  const { side } = party;
  if ((side !== 'incoming' && side !== 'supervisor') || !canReplaceParty(viewer, of).allowed) return null;
  return (
    <>
      <Button size="small" type={party.answer === 'declined' ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {t('handover.replace')}
      </Button>
      <Suspense>{open && <ReplaceDialog of={of} side={side} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
