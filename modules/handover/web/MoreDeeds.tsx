import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { canCancel, canChangeManner, canReplan } from '#modules/handover/handover.policy.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { verdictText } from '#kit/explain.ts';
import { useViewer } from '#kit/viewer.ts';
import { standingOf } from './handover.parts.tsx';

const CancelDialog = lazy(async () => ({ default: (await import('./CancelDialog.tsx')).CancelDialog }));
const MannerDialog = lazy(async () => ({ default: (await import('./MannerDialog.tsx')).MannerDialog }));
const ReplanDialog = lazy(async () => ({ default: (await import('./ReplanDialog.tsx')).ReplanDialog }));

type Deed = 'replan' | 'proxy' | 'one-sided' | 'cancel';

/** What else can be done with a handover: other dates, a proxy or one side, cancelling. What may not be done says why. */
export function MoreDeeds({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [open, setOpen] = useState<Deed>();
  const facts = { ...of, signed: of.signedBatches > 0 };
  const parties = standingOf(of);
  const verdicts: Record<Deed, Verdict> = {
    replan: canReplan(viewer, facts, parties),
    proxy: canChangeManner(viewer, facts, 'proxy'),
    'one-sided': canChangeManner(viewer, facts, 'one-sided'),
    cancel: canCancel(viewer, facts, parties),
  };
  const deeds = Object.keys(verdicts) as Deed[];
  const close = () => setOpen(undefined);
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: deeds.map((deed) => ({
            key: deed,
            label: t(`handover.deed.${deed}`),
            disabled: !verdicts[deed].allowed,
            title: verdictText(verdicts[deed]) ?? '',
            danger: deed === 'cancel',
          })),
          onClick: ({ key }) => setOpen(key as Deed),
        }}
      >
        <Button>{t('handover.more')}</Button>
      </Dropdown>
      <Suspense>
        {open === 'replan' && <ReplanDialog of={of} onClose={close} />}
        {(open === 'proxy' || open === 'one-sided') && <MannerDialog of={of} manner={open} onClose={close} />}
        {open === 'cancel' && <CancelDialog of={of} onClose={close} />}
      </Suspense>
    </>
  );
}
