import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { HandoverWorkspace } from '#modules/handover/web/handover.parts.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import type { Standing } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';

type Batch = HandoverView['batches'][number];

const standings: Record<Batch['state'], Standing> = {
  preparing: 'plain',
  checking: 'plain',
  signing: 'warns',
  signed: 'agreed',
  sealing: 'agreed',
  sealed: 'agreed',
  withdrawn: 'plain',
};

/** 签署 in the workspace of a handover: each batch is signed by itself. */
export function SigningTab() {
  const { t } = useTranslation();
  const { handover = '' } = useParams();
  return (
    <HandoverWorkspace id={handover} tab="signing">
      {(view) => (
        <Sheet title={t('closing.batches')} extra={<span className="faint">{t('closing.batches.note')}</span>}>
          {view.batches.length === 0 ? <Empty sentence={t('closing.batches.none')} /> : <BatchesTable of={view} />}
        </Sheet>
      )}
    </HandoverWorkspace>
  );
}

function BatchesTable({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const lines = ({ items: { none: _none, dropped: _dropped, ...there } }: Batch) =>
    Object.values(there).reduce((all, count) => all + count, 0);
  const open = ({ items }: Batch) => items.open ?? 0;
  const columns: Column<Batch>[] = [
    {
      key: 'number',
      title: t('closing.batches.batch'),
      render: ({ number }) => t('closing.batches.number', { number }),
    },
    {
      key: 'clients',
      title: t('closing.batches.clients'),
      align: 'end',
      render: ({ clients }) => formatCount(clients),
    },
    {
      key: 'lines',
      title: t('closing.column.lines'),
      align: 'end',
      wide: true,
      render: (batch) => formatCount(lines(batch)),
    },
    {
      key: 'open',
      title: t('closing.batches.open'),
      align: 'end',
      wide: true,
      render: (batch) => formatCount(open(batch)),
    },
    {
      key: 'state',
      title: t('closing.batches.state'),
      render: ({ state }) => (
        <Chip standing={standings[state]} mark={standings[state] === 'agreed'}>
          {t(`closing.batch.${state}`)}
        </Chip>
      ),
    },
    {
      key: 'signed',
      title: t('closing.batches.signed'),
      wide: true,
      render: ({ signedAt }) => <Instant value={signedAt} />,
    },
    {
      key: 'deed',
      title: '',
      align: 'end',
      render: ({ id, state }) => (
        <Link to={paths.signing(of.id, id)}>
          {t(state === 'signing' ? 'closing.batches.sign' : 'closing.batches.look')}
        </Link>
      ),
    },
  ];
  return (
    <LedgerTable
      label={t('closing.batches')}
      columns={columns}
      rows={of.batches}
      rowKey={({ id }) => id}
      to={({ id }) => paths.signing(of.id, id)}
      keys
    />
  );
}
