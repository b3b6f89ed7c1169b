import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { BatchClient } from '#modules/handover/handover.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import type { Id } from '#platform/kernel/id.ts';

type ClientsDialogProps = { handover: Id<'handover'>; clients: BatchClient[]; now: string; onClose: () => void };

/** Every client of the handover with how far it is, to go to one. */
export function ClientsDialog({ handover, clients, now, onClose }: ClientsDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns: Column<BatchClient>[] = [
    {
      key: 'name',
      title: t('check.clients'),
      render: ({ name, number, items }) => (
        <>
          {wrong(items) > 0 && <Mark of="more" />} {name} <span className="faint">{number}</span>
        </>
      ),
    },
    {
      key: 'progress',
      title: '',
      width: 120,
      render: ({ items }) => <Bar share={share(items)} label={t('check.clients-done', counts(items))} />,
    },
    { key: 'done', title: '', width: 120, align: 'end', render: ({ items }) => t('check.clients-done', counts(items)) },
  ];
  return (
    <Dialog title={t('check.clients')} open onClose={onClose} width={720}>
      <LedgerTable
        label={t('check.clients')}
        columns={columns}
        rows={clients}
        rowKey={({ client }) => client}
        active={now}
        onOpen={({ client }) => {
          onClose();
          void navigate(paths.checking(handover, client));
        }}
        framed
      />
    </Dialog>
  );
}

function wrong({ missing = 0, unreadable = 0, different = 0 }: BatchClient['items']): number {
  return missing + unreadable + different;
}

function counts(items: BatchClient['items']) {
  return { done: items.received ?? 0, total: (items.received ?? 0) + (items.open ?? 0) + wrong(items) };
}

function share(items: BatchClient['items']): number {
  const { done, total } = counts(items);
  return total > 0 ? done / total : 0;
}
