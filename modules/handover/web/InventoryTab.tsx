import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchClient, HandoverView } from '#modules/handover/handover.contract.ts';
import { canMakeInventory, canWithdrawBatch } from '#modules/handover/handover.policy.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { handovers } from './handover.api.ts';
import { standingOf } from './handover.parts.tsx';

const WithdrawDialog = lazy(async () => ({ default: (await import('./WithdrawDialog.tsx')).WithdrawDialog }));

type Batch = HandoverView['batches'][number];

/** 清册核对: each batch with its clients and how far each is; a client leads to its check sheet. */
export function InventoryTab({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const clients = useQuery(handovers.listBatchClients.queryOptions({ input: { handover: of.id } }));
  return (
    <Answer of={clients}>
      {(rows) => (
        <div className="stack">
          {of.batches.map((batch, at) => (
            <BatchSheet
              key={batch.id}
              of={of}
              batch={batch}
              rows={rows.filter((row) => row.batch === batch.id)}
              keys={at === 0}
            />
          ))}
          {of.batches.length === 0 && <Empty sentence={t('handover.no-batches')} />}
        </div>
      )}
    </Answer>
  );
}

function BatchSheet({ of, batch, rows, keys }: { of: HandoverView; batch: Batch; rows: BatchClient[]; keys: boolean }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const [withdrawing, setWithdrawing] = useState(false);
  const make = useMutation(handovers.makeInventory.mutationOptions());
  const parties = standingOf(of);
  const facts = { ...batch, handoverId: of.id };
  const today = localDateOf(new Date());

  async function refresh() {
    const { added, refreshed } = await make.mutateAsync({ batch: batch.id });
    notify({ text: t('handover.inventory.made', { added, refreshed }), standing: 'agreed' });
    await memory.invalidateQueries({ queryKey: handovers.key() });
  }

  const columns: Column<BatchClient>[] = [
    { key: 'number', title: t('handover.client-number'), width: 120, render: ({ number }) => number },
    {
      key: 'name',
      title: t('handover.client'),
      render: ({ name, contractEnd }) => (
        <>
          {name} {contractEnd && contractEnd < today && <Chip standing="warns">{t('handover.contract-ended')}</Chip>}
        </>
      ),
    },
    { key: 'open', title: t('item-state.open'), width: 80, align: 'end', render: ({ items }) => figure(items.open) },
    {
      key: 'received',
      title: t('item-state.received'),
      width: 80,
      align: 'end',
      render: ({ items }) => figure(items.received),
    },
    {
      key: 'wrong',
      title: t('handover.wrong'),
      width: 80,
      align: 'end',
      render: ({ items }) => {
        const count = wrongOf(items);
        return count > 0 ? <span className="differs">▲ {count}</span> : figure(0);
      },
    },
    {
      key: 'progress',
      title: t('handover.progress'),
      width: 140,
      wide: true,
      render: ({ items }) => <Bar share={shareOf(items)} label={t('handover.progress')} />,
    },
  ];

  return (
    <Sheet
      title={t('handover.batch', { number: batch.number, count: batch.clients })}
      extra={
        <span className="row">
          <Chip standing={batch.signedAt ? 'agreed' : 'current'} mark>
            {t(`batch-state.${batch.state}`)}
          </Chip>
          <VerdictButton
            size="small"
            verdict={canMakeInventory(viewer, of, parties, facts)}
            loading={make.isPending}
            onClick={() => void refresh().catch(() => {})}
          >
            {t('handover.inventory.refresh')}
          </VerdictButton>
          <VerdictButton
            size="small"
            verdict={canWithdrawBatch(viewer, of, parties, facts)}
            onClick={() => setWithdrawing(true)}
          >
            {t('handover.withdraw')}
          </VerdictButton>
        </span>
      }
    >
      {rows.length === 0 ? (
        <Empty
          sentence={t(batch.signedAt ? 'handover.clients-handed-over' : 'handover.clients-unseen', {
            count: batch.clients,
          })}
        />
      ) : (
        <LedgerTable
          label={t('handover.batch', { number: batch.number, count: batch.clients })}
          columns={columns}
          rows={rows}
          rowKey={({ client }) => client}
          to={({ client }) => paths.checking(of.id, client)}
          standing={({ items }) => (wrongOf(items) > 0 ? 'warns' : undefined)}
          keys={keys}
        />
      )}
      <Suspense>
        {withdrawing && <WithdrawDialog of={of} batch={batch} onClose={() => setWithdrawing(false)} />}
      </Suspense>
    </Sheet>
  );
}

function figure(count: number | undefined) {
  return count ? formatCount(count) : <span className="faint">—</span>;
}

function wrongOf({ missing = 0, unreadable = 0, different = 0 }: BatchClient['items']): number {
  return missing + unreadable + different;
}

function shareOf(items: BatchClient['items']): number {
  const done = (items.received ?? 0) + wrongOf(items);
  const total = done + (items.open ?? 0);
  return total > 0 ? done / total : 0;
}
