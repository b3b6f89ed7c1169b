import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { WholeClient } from '#modules/client/client.contract.ts';
import { canWriteClient } from '#modules/client/client.policy.ts';
import { paths } from '#kit/paths.ts';
import { useViewer } from '#kit/viewer.ts';
import type { RecordKind } from '../fields/catalogue.ts';
import { type ClientTab, ClientWorkspace } from './client.parts.tsx';
import { FilingSheet } from './FilingSheet.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { RecordsSheet } from './RecordsSheet.tsx';
import { WarningsSheet } from './WarningsSheet.tsx';

const StateDialog = lazy(async () => ({ default: (await import('./StateDialog.tsx')).StateDialog }));

/** Which kinds of record stand on which tab. 申报 has a sheet of its own. */
const kindsOf: Record<Exclude<ClientTab, 'documents' | 'vault' | 'history'>, RecordKind[]> = {
  facts: ['basic', 'contact', 'role', 'ledger', 'habit'],
  contracts: ['contract', 'invoice'],
  figures: ['bank-account', 'balance', 'payroll'],
  custody: ['custody', 'archive-volume'],
  matters: ['open-matter'],
};

/** 客户 360: everything that the firm knows of one client, sensitive values masked. */
export function ClientPage() {
  const { client = '', tab = 'facts' } = useParams();
  if (tab === 'history')
    return (
      <ClientWorkspace id={client} tab="history">
        {(whole) => <HistoryTab of={whole} />}
      </ClientWorkspace>
    );
  const at = (tab in kindsOf ? tab : 'facts') as keyof typeof kindsOf;
  return (
    <ClientWorkspace id={client} tab={at} actions={(whole) => <Deeds of={whole} />}>
      {(whole) => (
        <div className="stack">
          {at === 'facts' && <WarningsSheet of={whole} />}
          {at === 'figures' && <FilingSheet of={whole} />}
          {kindsOf[at].map((kind) => (
            <RecordsSheet key={kind} of={whole} kind={kind} />
          ))}
        </div>
      )}
    </ClientWorkspace>
  );
}

/** The owner in charge may have all of the client, when a second person agrees. */
function Deeds({ of }: { of: WholeClient }) {
  const { t } = useTranslation();
  const { person } = useViewer();
  return (
    <>
      {of.client.owner === person && <Link to={paths.exports({ client: of.client.id })}>{t('client.export')}</Link>}
      <StateButton of={of} />
    </>
  );
}

function StateButton({ of }: { of: WholeClient }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!canWriteClient({ client: of.client.id, capabilities: of.capabilities }).allowed) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('client.change-state')}</Button>
      <Suspense>{open && <StateDialog of={of} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
