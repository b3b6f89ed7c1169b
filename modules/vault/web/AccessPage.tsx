import { useQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Grant } from '#modules/vault/vault.contract.ts';
import { canEndGrant, canGrantAccess } from '#modules/vault/vault.policy.ts';
import { SettingsPage } from '#modules/people/web/people.parts.tsx';
import { holds } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { Watermarked } from '#kit/Watermarked.tsx';
import { GrantEnd, useReasonWords } from './grant-words.tsx';
import { vault } from './vault.api.ts';
import './vault.css';

const GrantDialog = lazy(() => import('./GrantDialog.tsx').then((module) => ({ default: module.GrantDialog })));
const EndDialog = lazy(() => import('./EndGrantDialog.tsx').then((module) => ({ default: module.EndGrantDialog })));

const most = 1000;

/** 访问权限: who sees which client until when, beside the accountants in charge; mine first. */
export function AccessPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const overseer = holds(viewer, 'manager', 'auditor', 'administrator');
  const [whose, setWhose] = useState<'mine' | 'all'>(overseer ? 'all' : 'mine');
  const [words, setWords] = useState('');
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Grant>();
  const input = { limit: most, ...(whose === 'mine' ? { person: viewer.person } : {}) };
  const grants = useQuery(vault.listGrants.queryOptions({ input }));
  const wrapping = useQuery(vault.keysToWrap.queryOptions());
  const may = canGrantAccess(viewer, '' as PersonId);
  useActions(may.allowed ? [{ id: 'vault.grant', text: t('vault.grant'), run: () => setGranting(true) }] : []);
  const reasonWords = useReasonWords();
  const shown = grants.data?.filter((grant) =>
    fits([grant.personName, grant.clientName, grant.clientNumber, reasonWords(grant.reason)], words.trim()),
  );

  return (
    <SettingsPage
      section="access"
      actions={
        <VerdictButton verdict={may} type="primary" onClick={() => setGranting(true)}>
          {t('vault.grant')}
        </VerdictButton>
      }
    >
      <Watermarked>
        <div className="stack">
          {(wrapping.data?.length ?? 0) > 0 && (
            <p>
              <Mark of="warns" /> {t('vault.access.wrapping', { count: wrapping.data!.length })}{' '}
              <Link to={paths.settings('keys')}>{t('vault.access.wrap')}</Link>
            </p>
          )}
          <Sheet
            title={t('vault.access')}
            extra={
              <div className="row">
                <Input
                  className="access-search"
                  allowClear
                  placeholder={t('vault.access.search')}
                  aria-label={t('vault.access.search')}
                  value={words}
                  onChange={(event) => setWords(event.target.value)}
                />
                <Segmented
                  value={whose}
                  onChange={setWhose}
                  options={(['mine', 'all'] as const).map((value) => ({ value, label: t(`vault.access.${value}`) }))}
                />
              </div>
            }
          >
            <Answer
              of={grants}
              empty={(rows) =>
                rows.length === 0 && (
                  <Empty sentence={t(`vault.access.none.${whose}`)} example={t('vault.access.example')} />
                )
              }
            >
              {() => <GrantsTable rows={shown!} onEnd={setEnding} />}
            </Answer>
          </Sheet>
          {grants.data?.length === most && (
            <p className="faint">{t('vault.access.most', { most: formatCount(most) })}</p>
          )}
          <p className="faint">{t('vault.access.what')}</p>
        </div>
      </Watermarked>
      <Suspense>
        {granting && <GrantDialog onClose={() => setGranting(false)} />}
        {ending && <EndDialog grant={ending} onClose={() => setEnding(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}

function GrantsTable({ rows, onEnd }: { rows: Grant[]; onEnd: (grant: Grant) => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const words = useReasonWords();
  const columns: Column<Grant>[] = [
    {
      key: 'person',
      title: t('vault.access.person'),
      width: 120,
      render: ({ personName }) => <span className="strong">{personName}</span>,
    },
    {
      key: 'client',
      title: t('vault.access.client'),
      render: ({ clientName, clientNumber }) =>
        clientName ? (
          <>
            {clientName} <span className="faint">{clientNumber}</span>
          </>
        ) : (
          <span className="faint">{t('vault.access.unnamed')}</span>
        ),
    },
    {
      key: 'capabilities',
      title: t('vault.access.may'),
      wide: true,
      width: 272,
      render: ({ capabilities, quota }) => (
        <>
          {capabilities.map((one) => t(`vault.capability.${one}`)).join('、')}
          {quota !== null && <span className="faint"> · {t('vault.access.quota', { count: quota })}</span>}
        </>
      ),
    },
    {
      key: 'reason',
      title: t('vault.access.reason'),
      wide: true,
      width: 220,
      render: ({ reason, handover }) =>
        handover ? <Link to={paths.handover(handover)}>{words(reason)}</Link> : words(reason),
    },
    { key: 'until', title: t('vault.access.until'), width: 112, render: ({ endsAt }) => <GrantEnd of={endsAt} /> },
    {
      key: 'deed',
      title: '',
      align: 'end',
      width: 88,
      render: (grant) => (
        <VerdictButton verdict={canEndGrant(viewer, grant.person)} size="small" onClick={() => onEnd(grant)}>
          {t('vault.access.end')}
        </VerdictButton>
      ),
    },
  ];
  return <LedgerTable label={t('vault.access')} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

function fits(texts: (string | null)[], words: string): boolean {
  return texts.some((text) => text?.toLowerCase().includes(words.toLowerCase()));
}
