import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Answer } from '#kit/Answer.tsx';
import { formatCount, formatHash } from '#kit/figures.ts';
import { useKeys } from '#kit/keys.ts';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Stages } from '#kit/Stages.tsx';
import { Skeleton } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import type { SignOff } from '../closing.contract.ts';
import { batchStages } from './batch-stages.ts';
import { closing, handovers } from './closing.api.ts';
import { ConditionsSheet } from './ConditionsSheet.tsx';
import { InventorySheet } from './InventorySheet.tsx';
import { isSigned } from './sign-off-facts.ts';
import { SigningSheet } from './SigningSheet.tsx';
import { useOnceOpen } from './use-once-open.ts';
import './sign-off.css';

const InventoryDialog = lazy(async () => ({ default: (await import('./InventoryDialog.tsx')).InventoryDialog }));

/** 签署: the 清册 of a batch as it is signed, what must be green before, and what the last signature brings about. */
export function SignOffPage() {
  const { t } = useTranslation();
  const { batch, handover } = useParams() as { batch: Id<'batch'>; handover: Id<'handover'> };
  const signOff = useQuery(
    closing.readSignOff.queryOptions({ input: { batch }, meta: { about: [handover, 'vault', 'client'] } }),
  );
  const crumbs = [
    { text: signOff.data?.handoverNumber ?? t('closing.handover'), to: paths.handover(handover) },
    { text: t('closing.crumb') },
  ];
  if (!signOff.data)
    return (
      <Page title={t('closing.title')} crumbs={crumbs}>
        <div className="sheet">
          <Answer of={signOff} waiting={<Skeleton lines={10} />}>
            {() => null}
          </Answer>
        </div>
      </Page>
    );
  return <Sheets signOff={signOff.data} crumbs={crumbs} />;
}

function Sheets({ signOff, crumbs }: { signOff: SignOff; crumbs: { text: string; to?: string }[] }) {
  const { t, i18n } = useTranslation();
  const [reading, setReading] = useState(false);
  const onceRead = useOnceOpen(reading);
  const whole = useQuery(handovers.read.queryOptions({ input: { handover: signOff.handover } })).data;
  const fell = useFell(isSigned(signOff));
  const { inventory } = signOff;

  const read = { id: 'closing.read', text: t('closing.read'), run: () => setReading(true) };
  const readable = inventory !== null && signOff.sees;
  useKeys({ p: read }, { when: readable && !reading });
  useActions(readable ? [read] : []);

  const draft = inventory && (
    <>
      <span title={inventory.hash}>
        {t('closing.draft', { version: inventory.version })} · sha256{' '}
        <span className="num">{formatHash(inventory.hash)}</span>
      </span>
      {readable && (
        <Button onClick={read.run} aria-keyshortcuts="p">
          {t('closing.read')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={t('closing.title.batch', { number: signOff.batchNumber, clients: formatCount(signOff.clients) })}
      crumbs={crumbs}
      actions={draft}
      clientData
    >
      {whole && <Stages of={batchStages(whole, signOff, i18n.language === 'en' ? 'en' : 'zh')} />}
      <div className="columns sign-off">
        <InventorySheet signOff={signOff} whole={whole} falling={fell} />
        <div className="stack">
          <ConditionsSheet signOff={signOff} />
          <SigningSheet signOff={signOff} />
        </div>
      </div>
      <Suspense>
        {inventory && onceRead && (
          <InventoryDialog signOff={signOff} open={reading} onClose={() => setReading(false)} />
        )}
      </Suspense>
    </Page>
  );
}

/** True once the last signature was given while this page was open: the one moment at which the seal comes down. */
function useFell(signed: boolean): boolean {
  const before = useRef(signed);
  const [fell, setFell] = useState(false);
  useEffect(() => {
    if (signed && !before.current) setFell(true);
    before.current = signed;
  }, [signed]);
  return fell;
}
