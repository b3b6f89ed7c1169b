import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Disposal } from '#modules/disposal/disposal.contract.ts';
import { canPrepareDisposal } from '#modules/disposal/disposal.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { disposals } from './disposal.api.ts';
import { DisposalState } from './DisposalState.tsx';

/** 销毁: every disposal list of the firm, and the way to draw up the next one. */
export function DisposalsPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const list = useQuery(disposals.listDisposals.queryOptions());
  const button = (type: 'primary' | 'default') => (
    <VerdictButton verdict={canPrepareDisposal(viewer)} type={type} onClick={() => void navigate(paths.newDisposal())}>
      {t('disposal.new')}
    </VerdictButton>
  );
  const columns: Column<Disposal>[] = [
    { key: 'number', title: t('disposal.number'), width: 136, render: ({ number }) => number },
    { key: 'state', title: t('disposal.state'), render: ({ state }) => <DisposalState of={state} /> },
    {
      key: 'documents',
      title: t('disposal.documents'),
      width: 96,
      align: 'end',
      render: ({ documents }) => formatCount(documents),
    },
    {
      key: 'heldBack',
      title: t('disposal.held-back'),
      width: 96,
      align: 'end',
      wide: true,
      render: ({ heldBack }) => formatCount(heldBack),
    },
    { key: 'by', title: t('disposal.by'), width: 112, wide: true, render: ({ preparedBy }) => preparedBy.name },
    {
      key: 'at',
      title: t('disposal.at'),
      width: 128,
      wide: true,
      render: ({ preparedAt }) => <Instant value={preparedAt} />,
    },
    {
      key: 'destroyed',
      title: t('disposal.destroyed-at'),
      width: 128,
      render: ({ destructionAt }) => <Instant value={destructionAt} />,
    },
  ];
  return (
    <Page
      title={t('disposal.title')}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={
        <>
          <Link to={paths.directory('due')}>{t('disposal.due')}</Link>
          {list.data && list.data.length > 0 && button('primary')}
        </>
      }
    >
      <Sheet>
        <Answer
          of={list}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty sentence={t('disposal.none')} button={button('primary')} example={t('disposal.example')} />
            )
          }
        >
          {(rows) => (
            <LedgerTable
              label={t('disposal.title')}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              to={({ id }) => paths.disposal(id)}
              keys
            />
          )}
        </Answer>
      </Sheet>
    </Page>
  );
}
